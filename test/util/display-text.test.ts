import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  clusters,
  displayWidth,
  toCells,
  toDisplayText,
  truncate,
} from '../../src/util/display-text.ts';
import { CONTROLS, HOSTILE_TEXTS } from '../support/hostile-text.ts';

test('there are at least the 43 classes that terminals were measured with', () => {
  expect(HOSTILE_TEXTS.length).toBeGreaterThanOrEqual(43);
  expect(CONTROLS).toHaveLength(65);
});

test.each(HOSTILE_TEXTS)(
  '$name is shown safely and takes the cells it says',
  ({ text, shown, width }) => {
    expect(toDisplayText(text)).toBe(shown);
    expect(toCells(text).join('')).toBe(shown);
    expect(displayWidth(text)).toBe(width);
  },
);

test.each(CONTROLS)('control %j becomes a visible marker', (control) => {
  const hex = control.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
  expect(toDisplayText(`a${control}b`)).toBe(`a<${hex}>b`);
});

const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom('a', 'ạ', '漢', '\u0301', '\u1112', '\u1161', '\u001b', '\ufe0f', '>'),
    fc.string({ unit: 'binary', maxLength: 1 }),
  ),
});
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}\p{Extended_Pictographic}\p{RI}]/u;
const PLAIN_PICTOGRAPH = /[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u2199\u21a9\u21aa]/gu;

test('nothing that acts ever comes out, whatever goes in', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const shown = toDisplayText(text);
      expect(shown.replace(PLAIN_PICTOGRAPH, '')).not.toMatch(UNSAFE);
      expect(shown.isWellFormed()).toBe(true);
    }),
  );
});

test('cells, clusters, width and text agree; showing twice changes nothing', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const shown = toDisplayText(text);
      const cells = toCells(text, Infinity);
      expect(cells.join('')).toBe(shown);
      expect(cells).toHaveLength(displayWidth(text));
      expect(clusters(text, Infinity).reduce((sum, one) => sum + one.width, 0)).toBe(cells.length);
      expect(toDisplayText(shown)).toBe(shown);
    }),
  );
});

test('a row takes at most the cells asked for, and never half a wide letter', () => {
  fc.assert(
    fc.property(anyText, fc.nat(12), (text, max) => {
      const cells = toCells(text, max);
      expect(cells.length).toBeLessThanOrEqual(max);
      expect(displayWidth(truncate(text, max))).toBeLessThanOrEqual(max);
      expect(cells).toEqual(toCells(text, Infinity).slice(0, cells.length));
    }),
  );
});

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['漢字漢字', 4, '漢 …'],
  ['漢字漢字', 5, '漢字…'],
  ['漢字漢字', 8, '漢字漢字'],
  ['a\u001bb', 3, 'a<…'],
  ['abc', 1, '…'],
  ['abc', 0, ''],
])('truncate(%j, %i) is %j', (text, width, shown) => {
  expect(truncate(text, width)).toBe(shown);
});

test('one megabyte of the worst costs little', () => {
  const started = performance.now();
  toCells('\u0301\u0323'.repeat(500_000));
  toCells('a'.repeat(1_000_000));
  toDisplayText('\u001b'.repeat(250_000));
  expect(performance.now() - started).toBeLessThan(3000);
});
