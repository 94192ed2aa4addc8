import type { Assertion, RegexNode } from '../../sigma/regex-syntax.ts';

/** One instruction of a non-deterministic automaton; numbers are indexes of instructions. */
type Instruction =
  | { readonly kind: 'character'; readonly atom: number; readonly next: number }
  | { readonly kind: 'assertion'; readonly assertion: Assertion; readonly next: number }
  | { readonly kind: 'split'; readonly next: number; readonly other: number }
  | { readonly kind: 'match' };

export interface RegexProgram {
  readonly instructions: readonly Instruction[];
  readonly start: number;
  /** Sources of the characters, each once; `Instruction.atom` is an index. */
  readonly atoms: readonly string[];
}

/** The automaton of the tree (Thompson's construction). Repetitions are written out: the loader has checked their size. */
export function compileProgram(tree: RegexNode): RegexProgram {
  const instructions: Instruction[] = [{ kind: 'match' }];
  const atoms = new Map<string, number>();

  const emit = (instruction: Instruction): number => instructions.push(instruction) - 1;

  /** Instructions for `node` that go on at `next`; returns where they start. */
  const write = (node: RegexNode, next: number): number => {
    switch (node.kind) {
      case 'character': {
        const atom = atoms.get(node.atom) ?? atoms.size;
        atoms.set(node.atom, atom);
        return emit({ kind: 'character', atom, next });
      }
      case 'assertion':
        return emit({ kind: 'assertion', assertion: node.assertion, next });
      case 'sequence':
        return node.parts.reduceRight((behind, part) => write(part, behind), next);
      case 'choice':
        return node.options
          .map((option) => write(option, next))
          .reduceRight((other, option) => emit({ kind: 'split', next: option, other }));
      case 'repeat':
        return writeRepeat(node, next);
    }
  };

  const writeRepeat = (node: Extract<RegexNode, { kind: 'repeat' }>, next: number): number => {
    let at = next;
    if (node.max === Infinity) {
      const loop = emit({ kind: 'split', next, other: next });
      instructions[loop] = { kind: 'split', next: write(node.body, loop), other: next };
      at = loop;
    } else {
      for (let i = node.min; i < node.max; i += 1)
        at = emit({ kind: 'split', next: write(node.body, at), other: next });
    }
    for (let i = 0; i < node.min; i += 1) at = write(node.body, at);
    return at;
  };

  const start = write(tree, 0);
  return { instructions, start, atoms: [...atoms.keys()] };
}
