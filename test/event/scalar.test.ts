import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FieldValue } from '../../src/event/event.ts';
import { listLeaves, numberText, scalarText } from '../../src/event/scalar.ts';

test.each<[FieldValue, string | null]>([
  ['', ''],
  ['a', 'a'],
  [4688, '4688'],
  [-0.5, '-0.5'],
  [1e21, '1000000000000000000000'],
  [-1.5e22, '-15000000000000000000000'],
  [1e-7, '0.0000001'],
  [-1.25e-9, '-0.00000000125'],
  [true, 'true'],
  [false, 'false'],
  [null, null],
  [['a'], null],
  [{ a: 'b' }, null],
])('%j as text is %j', (value, expected) => {
  expect(scalarText(value)).toBe(expected);
});

test('a number reads back from its text, which has no exponent', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = numberText(value);
      expect(text).toMatch(/^-?\d+(?:\.\d+)?$/);
      expect(Number(text)).toBe(value === 0 ? 0 : value);
    }),
  );
});

test('arrays are flattened, objects are leaves', () => {
  expect(listLeaves(['a', [1, [null]], { b: ['c'] }, []])).toEqual(['a', 1, null, { b: ['c'] }]);
  expect(listLeaves('a')).toEqual(['a']);
  expect(listLeaves([])).toEqual([]);
});
