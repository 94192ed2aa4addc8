// Texts that a value must hold before a regex can match anywhere in it: what indexes look for instead of running it.
import type { RegexPattern } from '../../sigma/pattern.ts';
import type { RegexNode } from '../../sigma/regex-syntax.ts';
import { parseRegex } from '../../sigma/regex-syntax.ts';

/** The value holds one of these, in some case; a regex may need several such sets. */
export type RequiredTexts = readonly string[];

/** Empty when nothing can be proved. The texts are ASCII, as written, never empty. */
export function findRequiredTexts({ source }: RegexPattern): readonly RequiredTexts[] {
  const tree = parseRegex(source);
  return tree === null ? [] : ofNode(tree);
}

function ofNode(node: RegexNode): readonly RequiredTexts[] {
  switch (node.kind) {
    case 'character': {
      const text = literalOf(node.atom);
      return text === null ? [] : [[text]];
    }
    case 'assertion':
      return [];
    case 'sequence':
      return ofSequence(node.parts);
    case 'choice': {
      const options = node.options.map((option) => mostTelling(ofNode(option)));
      return options.every((option) => option !== null) ? [options.flat()] : [];
    }
    case 'repeat':
      return node.min > 0 ? ofNode(node.body) : [];
  }
}

/** Characters side by side make one text. */
function ofSequence(parts: readonly RegexNode[]): readonly RequiredTexts[] {
  const found: RequiredTexts[] = [];
  let run = '';
  const endRun = (): void => {
    if (run !== '') found.push([run]);
    run = '';
  };
  for (const part of parts) {
    const text = part.kind === 'character' ? literalOf(part.atom) : null;
    if (text !== null) run += text;
    else {
      // an assertion takes no character, so the run goes on behind it
      if (part.kind !== 'assertion') endRun();
      found.push(...ofNode(part));
    }
  }
  endRun();
  return found;
}

/** The set whose shortest text is longest. */
function mostTelling(all: readonly RequiredTexts[]): RequiredTexts | null {
  let best: RequiredTexts | null = null;
  let bestLength = 0;
  for (const texts of all) {
    const length = Math.min(...texts.map((text) => text.length));
    if (length <= bestLength) continue;
    best = texts;
    bestLength = length;
  }
  return best;
}

/** The ASCII character that the atom stands for: itself, or escaped punctuation. Classes and the rest are null. */
function literalOf(atom: string): string | null {
  if (/^[^\\.[\x80-\u{10ffff}]$/u.test(atom)) return atom;
  return /^\\[!-/:-@[-`{-~]$/.test(atom) ? atom.charAt(1) : null;
}
