import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestText } from '../../src/util/text-digest.ts';

test('the same text, the same digest', () => {
  expect(digestText('')).toBe(digestText(''));
  expect(digestText('đơn vị \ud800')).toMatch(/^[\da-f]{16}$/);
});

test('a text that was changed, cut or moved about has another one', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 200, unit: 'binary' }),
      fc.nat(),
      fc.integer({ min: 1, max: 0xffff }),
      (text, place, bits) => {
        const at = place % text.length;
        const changed = String.fromCharCode(text.charCodeAt(at) ^ bits);
        const others = [
          text.slice(0, at) + changed + text.slice(at + 1),
          text.slice(0, at),
          `${text.slice(0, at)}\0${text.slice(at)}`,
          text.slice(at) + text.slice(0, at),
        ].filter((other) => other !== text);
        for (const other of others) expect(digestText(other)).not.toBe(digestText(text));
      },
    ),
    { numRuns: 2000 },
  );
});

test('texts that differ in little share no digest', () => {
  const texts = Array.from({ length: 200_000 }, (_, n) => `[["tick",${n}]]`);
  expect(new Set(texts.map(digestText)).size).toBe(texts.length);
});
