import { describe, expect, test } from 'vitest';
import type { AlertAct, Step } from '../../src/lifecycle/act.ts';
import { canonicalText } from '../../src/lifecycle/canonical-text.ts';
import {
  CHAIN_START,
  chainStep,
  hashStep,
  MAX_FAULTS,
  verifyChain,
} from '../../src/lifecycle/chain.ts';

const notes = ['một', 'hai', 'ba', 'bốn', 'năm'];
const CHAIN = chainOf(notes);

function chainOf(texts: readonly string[]): readonly Step[] {
  const steps: Step[] = [];
  for (const [i, text] of texts.entries()) {
    const step = { alertId: 'a', act: { kind: 'note', text } as const, actor: 'an', timeMs: i };
    steps.push(chainStep(steps.at(-1) ?? null, step));
  }
  return steps;
}
const head = (index: number, steps = CHAIN): { sequence: number; hash: string } => ({
  sequence: steps[index]?.sequence ?? 0,
  hash: steps[index]?.hash ?? '',
});
const without = (...sequences: readonly number[]): readonly Step[] =>
  CHAIN.filter(({ sequence }) => !sequences.includes(sequence));
const changed = (sequence: number, change: (step: Step) => Step): readonly Step[] =>
  CHAIN.map((step) => (step.sequence === sequence ? change(step) : step));
const retold = (text: string): AlertAct => ({ kind: 'note', text });
const rehash = (step: Step): Step => ({ ...step, hash: hashStep(step) });

test('a sound chain, with and without the heads that were exported from it', () => {
  const report = { steps: 5, head: head(4), faults: [], faultCount: 0 };
  expect(verifyChain(CHAIN)).toEqual(report);
  expect(verifyChain(CHAIN, [head(1), head(4)])).toEqual(report);
  expect(verifyChain([])).toEqual({ steps: 0, head: null, faults: [], faultCount: 0 });
  expect(CHAIN[0]?.previousHash).toBe(CHAIN_START);
});

describe('names what was done to it', () => {
  test.each([
    [
      'a text changed',
      changed(3, (s) => ({ ...s, act: retold('ba!') })),
      [],
      [{ kind: 'tampered', sequence: 3 }],
    ],
    [
      'an actor changed',
      changed(2, (s) => ({ ...s, actor: 'binh' })),
      [],
      [{ kind: 'tampered', sequence: 2 }],
    ],
    [
      'a time changed',
      changed(1, (s) => ({ ...s, timeMs: 9 })),
      [],
      [{ kind: 'tampered', sequence: 1 }],
    ],
    [
      'given to another alert',
      changed(1, (s) => ({ ...s, alertId: null })),
      [],
      [{ kind: 'tampered', sequence: 1 }],
    ],
    [
      'changed and hashed anew: the next row does not follow',
      changed(3, (s) => rehash({ ...s, act: retold('ba!') })),
      [],
      [{ kind: 'unlinked', sequence: 4 }],
    ],
    [
      'changed and hashed anew, against an exported head',
      changed(5, (s) => rehash({ ...s, act: retold('x') })),
      [head(4)],
      [{ kind: 'rewritten', sequence: 5 }],
    ],
    ['a row taken out', without(3), [], [{ kind: 'gap', sequence: 3, until: 3 }]],
    ['first rows taken out', without(1, 2), [], [{ kind: 'gap', sequence: 1, until: 2 }]],
    ['last rows cut off, seen by nobody without a head', without(4, 5), [], []],
    ['last rows cut off', without(4, 5), [head(4)], [{ kind: 'cut', sequence: 4, until: 5 }]],
    ['all rows gone', [], [head(1), head(4)], [{ kind: 'cut', sequence: 1, until: 5 }]],
    ['a row twice', [...CHAIN, ...CHAIN.slice(4)], [], [{ kind: 'disorder', sequence: 5 }]],
    [
      'written anew from the start',
      chainOf(['x', ...notes.slice(1)]),
      [head(2)],
      [{ kind: 'rewritten', sequence: 3 }],
    ],
    [
      'a row changed and the last one cut off',
      changed(2, (s) => ({ ...s, timeMs: 77 })).slice(0, 4),
      [head(4)],
      [
        { kind: 'tampered', sequence: 2 },
        { kind: 'cut', sequence: 5, until: 5 },
      ],
    ],
  ] as const)('%s', (_name, steps, anchors, faults) => {
    expect(verifyChain(steps, anchors).faults).toEqual(faults);
  });

  test('two rows exchanged', () => {
    const [a, b, c, d, e] = CHAIN;
    const mixed = [a, c, b, d, e].filter((step) => step !== undefined);
    expect(verifyChain(mixed).faults[0]).toEqual({ kind: 'gap', sequence: 2, until: 2 });
    expect(verifyChain(mixed).faults).toContainEqual({ kind: 'disorder', sequence: 2 });
  });

  test('a wholly false chain is told in bounded words', () => {
    const all = chainOf(Array.from({ length: 3 * MAX_FAULTS }, String));
    const report = verifyChain(all.map((step) => ({ ...step, actor: 'x' })));
    expect(report.faults).toHaveLength(MAX_FAULTS);
    expect(report.faultCount).toBe(3 * MAX_FAULTS);
  });
});

test('the hash is of the content, whatever the order of its keys, and stays the same for ever', () => {
  const step = CHAIN[0];
  expect(step).toBeDefined();
  if (step === undefined) return;
  const { act, actor, alertId, previousHash, sequence, timeMs } = step;
  const shuffled = {
    timeMs,
    previousHash,
    act: { text: 'một', kind: 'note' },
    sequence,
    actor,
    alertId,
  } as const;
  expect(hashStep(shuffled)).toBe(step.hash);
  expect(hashStep({ ...step, act })).toBe(step.hash);
  expect(step.hash).toMatchInlineSnapshot(
    `"33c590e70aaa50a6af2f1be83ee4f5546c31dbf970cb611a7f8cfeadba6d8c46"`,
  );
});

test.each([
  [null, 'null'],
  [{ b: 1, a: [true, null, 'é"\n'], B: {} }, '{"B":{},"a":[true,null,"é\\"\\n"],"b":1}'],
  [{ b: undefined, a: 1 }, '{"a":1}'],
  [JSON.parse('{"__proto__":1,"constructor":2}'), '{"__proto__":1,"constructor":2}'],
  ['\ud800', '"\\ud800"'],
  [{ ø: 1, z: 2, ä: 3 }, '{"z":2,"ä":3,"ø":1}'],
])('canonical text of %j', (value, text) => {
  expect(canonicalText(value as object | string | null)).toBe(text);
});
