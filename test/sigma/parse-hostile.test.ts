import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSigma } from '../../src/sigma/parse.ts';
import { codesOf, parseOne, ruleText } from './rule-text.ts';

test.each([
  ['an alias bomb', bomb()],
  ['an endless alias', 'a: &a [*a]\n'],
  ['a deep alias chain', chain()],
  ['deep flow nesting', `a: ${'['.repeat(50_000)}\n`],
  ['deep block nesting', Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ['a null byte', 'title: a\0b\n'],
  ['a lone surrogate', 'title: a\udc80b\n'],
  ['an unknown tag', 'title: !!js/function "x"\n'],
  ['an open quote', 'title: "a\nb: c\n'],
])('%s is refused', (_name, text) => {
  expect(codesOf(parseOne(text))).toEqual(['error yaml-syntax']);
});

function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 12; i += 1)
    lines.push(`a${i}: &a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(', ')}]`);
  return `${lines.join('\n')}\n`;
}

function chain(): string {
  const lines = Array.from({ length: 20_000 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]`);
  return `a0: &a0 [x]\n${lines.join('\n')}\n`;
}

const TOKENS = [
  'title',
  'detection',
  'condition',
  'sel',
  'correlation',
  'type',
  'rules',
  'f|re',
  '|',
  ': ',
  '\n',
  '\n  ',
  '\n    ',
  '- ',
  '---\n',
  '...\n',
  "'",
  '"',
  '[',
  ']',
  '{',
  '}',
  '&a ',
  '*a',
  'null',
  '~',
  '1',
  '0x1',
  'yes',
  '#',
  '!',
  '%',
  '\t',
  '\r',
  '\uFEFF',
  '__proto__',
  '>',
  '|-\n',
  ', ',
];

test('never throws, and each document is a rule or has an error', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...TOKENS), { maxLength: 40 }), (tokens) => {
      for (const document of parseSigma(tokens.join(''), 'x.yml').documents) {
        const hasError = document.problems.some(({ severity }) => severity === 'error');
        expect(hasError).toBe(document.kind === 'refused');
      }
    }),
    { numRuns: 3000 },
  );
});

test('a rule with something else in any one place never throws', () => {
  const lines = ruleText('f|contains|all: [a, b]\ng|re: "(?i)x"').split('\n');
  const change = fc.record({
    line: fc.nat(lines.length - 1),
    keep: fc.nat(20),
    text: fc.array(fc.constantFrom(...TOKENS), { maxLength: 4 }),
  });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      const changed = [...lines];
      for (const { line, keep, text } of changes)
        changed[line] = (changed[line] ?? '').slice(0, keep) + text.join('');
      const { documents } = parseSigma(changed.join('\n'), 'x.yml');
      for (const document of documents)
        for (const { at } of document.problems)
          expect(
            at.line >= 1 && at.line <= changed.join('\n').split(/\r\n|[\r\n]/).length + 1,
          ).toBe(true);
    }),
    { numRuns: 3000 },
  );
});
