import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAutomaton } from '../../src/detect/regex/automaton.ts';
import { compileProgram } from '../../src/detect/regex/program.ts';
import { compileRegex, MAX_UNKNOWN_CHARS } from '../../src/detect/regex/regex-test.ts';
import { parseRegex } from '../../src/detect/regex/syntax.ts';
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
  const program = tree === null ? null : compileProgram(tree);
  return program === null ? null : createAutomaton(program, flags);
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

describe('what cannot be an automaton', () => {
  test.each(['(?=a)', '(?!a)', '(?<=a)', '(?<!a)', '(a)\\1', '(?<n>a)\\k<n>'])('%s', (source) => {
    expect(automaton(source, 'u')).toBeNull();
  });

  test('repetitions of repetitions that are too large to write out', () => {
    expect(automaton('(?:(?:a{100}){100}){100}', 'u')).toBeNull();
  });

  test('it is searched for in the beginning of a value', () => {
    const test = compileRegex(pattern('a(?!b)'));
    expect(test(`${'x'.repeat(MAX_UNKNOWN_CHARS - 1)}a`)).toBe(true);
    expect(test(`${'x'.repeat(MAX_UNKNOWN_CHARS)}a`)).toBe(false);
  });
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
