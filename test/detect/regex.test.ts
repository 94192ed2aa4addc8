import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAutomaton } from '../../src/detect/regex/automaton.ts';
import { compileProgram } from '../../src/detect/regex/program.ts';
import { compileRegex } from '../../src/detect/regex/regex-test.ts';
import { parseRegex } from '../../src/sigma/regex-syntax.ts';
import { translateRegex } from '../../src/sigma/regex/translate.ts';
import type { RegexPattern } from '../../src/sigma/pattern.ts';

const pattern = (source: string, flags = ''): RegexPattern => ({
  kind: 'regex',
  source,
  ignoreCase: flags.includes('i'),
  multiline: flags.includes('m'),
  dotAll: flags.includes('s'),
});

function automaton(source: string, flags: string): ((text: string) => boolean) | null {
  const tree = parseRegex(source);
  return tree === null ? null : createAutomaton(compileProgram(tree), flags);
}

const ATOMS = [
  'a',
  'b',
  'A',
  '.',
  '[^\\n]',
  '[a-b\\]]',
  '[^a]',
  '\\d',
  '\\w',
  '\\W',
  '\\x61',
  '\\u{1f600}',
  '\\.',
  '[\\0-\\x08!-\\u{10ffff}]',
  'ſ',
  '\\s',
];
const { regex } = fc.letrec<{ regex: string }>((tie) => ({
  regex: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom(...ATOMS),
    fc.constantFrom('^', '$', '\\b', '\\B', ''),
    fc.tuple(tie('regex'), tie('regex')).map(([a, b]) => a + b),
    fc.tuple(tie('regex'), tie('regex')).map(([a, b]) => `(?:${a}|${b})`),
    fc
      .tuple(
        tie('regex'),
        fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{2,}', '{0}', '*?', '+?', '{0,2}?'),
      )
      .map(([a, quantifier]) => `(?:${a})${quantifier}`),
  ),
}));
const text = fc.string({
  unit: fc.constantFrom(
    'a',
    'b',
    'A',
    's',
    'S',
    ' ',
    '-',
    '1',
    '.',
    ']',
    '\n',
    '\r',
    '\u2028',
    '😀',
    'ſ',
    'k',
    '\u212a',
    '\udc80',
  ),
  maxLength: 12,
});

test('the automaton gives the answer of the native engine', () => {
  let matches = 0;
  fc.assert(
    fc.property(
      regex,
      fc.subarray(['i', 'm', 's']).map((flags) => ['u', ...flags].join('')),
      fc.array(text, { minLength: 1, maxLength: 8 }),
      (source, flags, texts) => {
        // V8 lets `\B` match between the two halves of a character, which the standard does not
        fc.pre(!source.includes('\\B') || !texts.join('').includes('😀'));
        const run = automaton(source, flags);
        const native = new RegExp(source, flags);
        const expected = texts.map((item) => native.test(item));
        expect(texts.map((item) => run?.(item))).toEqual(expected);
        matches += expected.filter(Boolean).length;
      },
    ),
    { numRuns: 3000 },
  );
  expect(matches).toBeGreaterThan(3000);
});

test.each(['(?=a)', '(?!a)', '(?<=a)', '(?<!a)', '(a)\\1', '(?<n>a)\\k<n>'])(
  'no automaton: %s',
  (source) => {
    expect(automaton(source, 'u')).toBeNull();
    expect(() => compileRegex(pattern(source))).toThrow('the loader has checked');
  },
);

test.each([
  ['\\Aa', 'a\nb', true],
  ['\\Ab', 'a\nb', false],
  ['b\\z', 'a\nb', true],
  ['a\\z', 'a\nb', false],
  ['^b$', 'a\nb\nc', true],
  // V8 looks into the middle of a surrogate pair here and finds nothing on either side
  ['\\Aa*\\z', '😀', false],
  ['\\Aa*\\z', '', true],
])('under the flag m %s on %j: %s', (source, value, expected) => {
  const translated = translateRegex(source, { ignoreCase: false, multiline: true, dotAll: false });
  if ('code' in translated) throw new Error(translated.message);
  expect(compileRegex(translated)(value)).toBe(expected);
});

const MIB = 1 << 20;
/** a and b without a period: nearly every step meets a new state. */
function scramble(length: number): string {
  let seed = 1;
  return Array.from({ length }, () => {
    seed = (seed * 48_271) % 0x7fffffff;
    return seed % 3 === 0 ? 'b' : 'a';
  }).join('');
}

/** Hostile values of 1 MiB for patterns of public rules, and for the textbook ones; each must end at once. */
test.each([
  ['nested', '(?:a+)+$', `${'a'.repeat(MIB)}!`, false],
  ['overlapping choice', '^(?:a|a)*$', `${'a'.repeat(MIB)}!`, false],
  ['polynomial', '[^\\n]*a[^\\n]*a[^\\n]*a[^\\n]*b', 'a'.repeat(MIB), false],
  ['nested counts', '^(?:(?:a?){0,9}){0,9}$', `${'a'.repeat(MIB)}!`, false],
  [
    'format string',
    'cmd[^\\n]{0,5}(?:/c|/r)(?:[\\t ]|)"set[\\t ][a-zA-Z]{3,6}[^\\n]*(?:\\{\\d\\}){1,}\\\\"[\\t ]+?-f(?:[^\\n]*\\)){1,}[^\\n]*"',
    `cmd /c "set abc{0}\\" -f ${')'.repeat(MIB)}`,
    false,
  ],
  [
    'clipboard',
    'echo[^\\n]*clip[^\\n]*&&[^\\n]*(?:Clipboard|i`?n`?v`?o`?k`?e`?)',
    'echo clip && '.repeat(MIB / 13),
    false,
  ],
  ['at the very end', '(?:a+)+$', `!${'a'.repeat(MIB)}`, true],
  ['long line', '[^\\n]{1000,}', `${'x'.repeat(999)}\n`.repeat(MIB / 1000), false],
  ['bounded gap', 'a[^\\n]{1,64}b[^\\n]{1,64}c', scramble(MIB), false],
  [
    'every character new',
    '(?:.x)+$',
    Array.from({ length: MIB / 4 }, (_, i) => String.fromCodePoint(0x10000 + (i % 0xffff))).join(
      '',
    ),
    false,
  ],
])('hostile value: %s', { timeout: 20_000 }, (_name, source, value, expected) => {
  expect(compileRegex(pattern(source, 'i'))(value)).toBe(expected);
});

test('short and long values get the same answer', () => {
  const test = compileRegex(pattern('^x*(?:ab)+\\d{1,12}$', 'i'));
  for (const padding of [0, 10, 1_000, 100_000]) {
    expect(test(`${'x'.repeat(padding)}ABab42`)).toBe(true);
    expect(test(`${'x'.repeat(padding)}ABa42`)).toBe(false);
  }
});
