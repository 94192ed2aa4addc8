import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldCase } from '../../src/util/case-fold.ts';

test.each([
  ['ABC', 'abc', true],
  ['Ä', 'ä', true],
  ['ĐƯỜNG', 'đường', true],
  ['Σ', 'ς', true],
  ['ΟΔΟΣ', 'οδος', true],
  ['ſ', 'S', true],
  ['\u212a', 'k', true],
  ['\u212b', 'å', true],
  ['µ', 'Μ', true],
  ['ẞ', 'ß', true],
  ['\u13a0', '\uab70', true],
  ['\u{10400}', '\u{10428}', true],
  ['ᲄ', 'Т', true],
  ['İ', 'i', false],
  ['İ', 'i\u0307', false],
  ['I', 'ı', false],
  ['ß', 'ss', false],
  ['ﬁ', 'fi', false],
  ['Ａ', 'a', false],
])('%s and %s are equal but for case: %s', (a, b, expected) => {
  expect(foldCase(a) === foldCase(b)).toBe(expected);
});

test('the classes are those of the regex flags iu, over all of Unicode', () => {
  const cased: string[] = [];
  for (let code = 0; code < 0x110000; code += 1) {
    if (code >= 0xd800 && code < 0xe000) continue;
    const character = String.fromCodePoint(code);
    if (character.toLowerCase() !== character || character.toUpperCase() !== character)
      cased.push(character);
    else if (foldCase(character) !== character)
      throw new Error(`folds a caseless ${code.toString(16)}`);
  }
  expect(cased.length).toBeGreaterThan(2500);
  const text = cased.join('');
  const byFold = new Map<string, string[]>();
  for (const character of cased) {
    const fold = foldCase(character);
    byFold.set(fold, [...(byFold.get(fold) ?? []), character]);
  }
  for (const character of cased) {
    const expected = { character, class: text.match(new RegExp(character, 'giu')) };
    expect({ character, class: byFold.get(foldCase(character)) }).toEqual(expected);
  }
});

test('a fold is as long as its text, and folding twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const fold = foldCase(text);
      expect(fold.length).toBe(text.length);
      expect(foldCase(fold)).toBe(fold);
    }),
  );
});

test('context changes nothing: the fold of a join is the join of the folds', () => {
  const letter = fc.constantFrom('Σ', 'σ', 'ς', 'İ', 'I', 'a', ' ', '\u0307', '😀', '\udc80');
  fc.assert(
    fc.property(fc.string({ unit: letter }), fc.string({ unit: letter }), (a, b) => {
      expect(foldCase(a + b)).toBe(foldCase(a) + foldCase(b));
    }),
  );
});
