import { expect, test } from 'vitest';
import { parseSigmaString, surround } from '../../../src/sigma/detection/sigma-string.ts';
import type { StringPart } from '../../../src/sigma/pattern.ts';

/** Parts as text: literals in guillemets, wildcards bare. */
function show(parts: readonly StringPart[]): string {
  const bare = { many: '*', one: '?', dash: '-' } as const;
  return parts
    .map((part) => (part.kind === 'literal' ? `«${part.text}»` : bare[part.kind]))
    .join('');
}

test.each([
  ['', ''],
  ['abc', '«abc»'],
  [String.raw`a\b`, String.raw`«a\b»`],
  [String.raw`a\\b`, String.raw`«a\b»`],
  [String.raw`a\\\b`, String.raw`«a\\b»`],
  [String.raw`a\\\\b`, String.raw`«a\\b»`],
  [String.raw`a\*b`, '«a*b»'],
  [String.raw`a\?b`, '«a?b»'],
  [String.raw`a\\*b`, '«a\\»*«b»'],
  [String.raw`a\\?b`, '«a\\»?«b»'],
  [String.raw`a\\\*b`, String.raw`«a\*b»`],
  ['a\\', '«a\\»'],
  ['a\\\\', '«a\\»'],
  [String.raw`\\server\share`, String.raw`«\server\share»`],
  [String.raw`\\\\server\share`, String.raw`«\\server\share»`],
  [String.raw`\\*\C$`, String.raw`«\»*«\C$»`],
  ['*', '*'],
  ['a**b', '«a»*«b»'],
  ['*?*?', '*?*?'],
  ['a\nb*', '«a\nb»*'],
  ['😀?', '«😀»?'],
  ['%SystemRoot%', '«%SystemRoot%»'],
])('%j is %s', (text, parts) => {
  expect(show(parseSigmaString(text))).toBe(parts);
});

test.each([
  ['', '*', '*', '*'],
  ['*', '*', '*', '*'],
  ['x', '*«x»*', '«x»*', '*«x»'],
  ['*x', '*«x»*', '*«x»*', '*«x»'],
  ['x*', '*«x»*', '«x»*', '*«x»*'],
  [
    String.raw`\Desktop\ `.trim(),
    String.raw`*«\Desktop\»*`,
    String.raw`«\Desktop\»*`,
    String.raw`*«\Desktop\»`,
  ],
  ['x\\*', '*«x*»*', '«x*»*', '*«x*»'],
])('%j opened at both ends, the end, the start: %s, %s, %s', (text, contains, starts, ends) => {
  const parts = parseSigmaString(text);
  const opened = [
    surround(parts, { before: true, after: true }),
    surround(parts, { before: false, after: true }),
    surround(parts, { before: true, after: false }),
  ];
  expect(opened.map(show)).toEqual([contains, starts, ends]);
});
