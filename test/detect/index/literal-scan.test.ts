// Literals of all lengths, many with the same end, in texts made of their pieces: the scan finds those that stand there.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IndexSet } from '../../../src/detect/index/index-set.ts';
import type { Literal } from '../../../src/detect/index/literal-scan.ts';
import { createLiteralScanner } from '../../../src/detect/index/literal-scan.ts';
import { foldCase } from '../../../src/util/case-fold.ts';

const ENDS = ['', 'd.exe', '.exe', 'k.ps1', 'session', 'ß', '😀x'];
const literal: fc.Arbitrary<Literal> = fc.record({
  text: fc
    .tuple(
      fc.string({ unit: fc.constantFrom('a', 'b', '\\', 's', 'k', '1'), maxLength: 9 }),
      fc.constantFrom(...ENDS),
    )
    .map(([start, end]) => start + end || 'a')
    .map(foldCase),
  anchor: fc.constantFrom('start' as const, 'end' as const, 'inside' as const),
});
/** Spellings with the same fold. */
const spell = fc.constantFrom(
  (text: string) => text,
  (text: string) => text.toUpperCase(),
  (text: string) => text.replaceAll('s', '\u017f').replaceAll('k', '\u212a'),
);

function stands({ text, anchor }: Literal, folded: string): boolean {
  if (anchor === 'start') return folded.startsWith(text);
  return anchor === 'end' ? folded.endsWith(text) : folded.includes(text);
}

test('the scan finds the literals that stand in the text, and no others', () => {
  let [found, absent] = [0, 0];
  const cases = fc
    .array(literal, { minLength: 1, maxLength: 30 })
    .chain((literals) =>
      fc.tuple(
        fc.constant(literals),
        fc.array(
          fc.tuple(
            fc.constantFrom(...literals),
            fc.constantFrom(0, 0, 1, 3),
            spell,
            fc.constantFrom('', 'é', ' '),
          ),
          { minLength: 1, maxLength: 5 },
        ),
      ),
    )
    .map(([literals, pieces]) => ({
      literals,
      text: pieces.map(([one, cut, change, gap]) => change(one.text.slice(cut)) + gap).join(''),
    }));
  const check = fc.property(cases, ({ literals, text }) => {
    const actual = new IndexSet(literals.length);
    createLiteralScanner(literals).scan(text, actual);
    actual.sort();
    const folded = foldCase(text);
    const expected = literals.flatMap((one, index) => (stands(one, folded) ? [index] : []));
    expect([...actual.toArray()]).toEqual(expected);
    found += expected.length;
    absent += literals.length - expected.length;
  });
  fc.assert(check, { numRuns: 3000 });
  expect(Math.min(found, absent)).toBeGreaterThan(1500);
});
