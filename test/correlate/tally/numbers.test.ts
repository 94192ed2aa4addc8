import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExactSum } from '../../../src/correlate/tally/exact-sum.ts';
import { SortedValues } from '../../../src/correlate/tally/sorted-values.ts';

const value = fc.oneof(
  fc.double({ min: -1e15, max: 1e15, noNaN: true }),
  fc.integer({ min: -1000, max: 1000 }).map((tenths) => tenths / 10),
);

/** Exact: each double of these is a whole number of 2^-1074. */
function addExactly(values: readonly number[]): number {
  const scaled = values.map((number) => toScaled(number));
  return fromScaled(scaled.reduce((sum, next) => sum + next, 0n));
}

function toScaled(number: number): bigint {
  let shift = 0;
  let whole = number;
  while (!Number.isInteger(whole)) {
    whole *= 2;
    shift += 1;
  }
  return (BigInt(whole) << 1200n) >> BigInt(shift);
}

/** Rounded once, to even. */
function fromScaled(scaled: bigint): number {
  const size = scaled < 0n ? -scaled : scaled;
  const surplus = BigInt(Math.max(0, size.toString(2).length - 200));
  // a sticky bit keeps what is cut off from looking like a tie
  const cut = size >> surplus;
  const sticky = cut << surplus === size ? cut : cut | 1n;
  const result = Number(sticky) * 2 ** (Number(surplus) - 600) * 2 ** -600;
  return scaled < 0n ? -result : result;
}

test('a sum is exact, whatever came and went', () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 50 }), fc.nat(50), (values, gone) => {
      const sum = new ExactSum();
      for (const number of values) sum.add(number);
      for (const number of values.slice(0, gone)) sum.add(-number);
      expect(sum.value() + 0).toBe(addExactly(values.slice(gone)) + 0);
    }),
    { numRuns: 500 },
  );
});

test.each<[string, readonly number[], number]>([
  ['nothing', [], 0],
  ['tenths', Array.from({ length: 10 }, () => 0.1), 1],
  ['a small one beside a large one', [1e16, 1, -1e16], 1],
  ['a tie that is none', [2 ** 53, 1, 2 ** -60], 2 ** 53 + 2],
  ['a tie', [2 ** 53, 1], 2 ** 53],
  ['large', [1e300, 1e300, -1e300], 1e300],
])('the sum of %s', (_name, values, expected) => {
  const sum = new ExactSum();
  for (const number of values) sum.add(number);
  expect(sum.value()).toBe(expected);
});

test('values stay sorted over many chunks', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1000, maxLength: 4000 }),
      fc.nat(4000),
      (values, gone) => {
        const sorted = new SortedValues();
        for (const number of values) sorted.add(number);
        for (const number of values.slice(0, gone)) sorted.remove(number);
        const expected = values.slice(gone).toSorted((a, b) => a - b);
        const found = expected.map((_, rank) => sorted.at(rank));
        expect(sorted.size).toBe(expected.length);
        expect(found.every((number, rank) => number === expected[rank])).toBe(true);
      },
    ),
    { numRuns: 30 },
  );
});
