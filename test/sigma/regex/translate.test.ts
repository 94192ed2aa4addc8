import fc from 'fast-check';
import { expect, test } from 'vitest';
import { translateRegex } from '../../../src/sigma/regex/translate.ts';

const NO_FLAGS = { ignoreCase: false, multiline: false, dotAll: false };

/** The pattern as JavaScript writes it, or what was complained about. */
function translate(source: string, flags = NO_FLAGS): string {
  const pattern = translateRegex(source, flags);
  if ('code' in pattern) return `${pattern.code}: ${pattern.message}`;
  const { ignoreCase, multiline, dotAll } = pattern;
  const letters = (ignoreCase ? 'i' : '') + (multiline ? 'm' : '') + (dotAll ? 's' : '');
  return `/${pattern.source}/${letters}`;
}

const raw = String.raw;

test.each([
  ['plain text', 'abc', '/abc/'],
  ['nothing', '', '//'],
  ['anchors', '^a$', '/^a$/'],
  ['a dot stops at line feed only', 'a.b', raw`/a[^\n]b/`],
  ['groups capture nothing', '(a|b)(?:c)(?P<n>d)(?<m>e)', '/(?:a|b)(?:c)(?:d)(?:e)/'],
  ['quantifiers', 'a*b+c?d{2}e{2,}f{2,3}g*?h+?i??j{2}?', '/a*b+c?d{2}e{2,}f{2,3}g*?h+?i??j{2}?/'],
  ['braces that are literal', 'a{b}c{1,x}', raw`/a\{b\}c\{1,x\}/`],
  ['a lone bracket', 'a]b', raw`/a\]b/`],
  ['leading flags', '(?i)ab+$', '/ab+$/i'],
  ['several leading flags', '(?is)(?m)a.b', '/a.b/ims'],
  ['ASCII classes', raw`\d\D\w\W\b\B`, raw`/\d\D\w\W\b\B/`],
  ['ASCII space', raw`\s\S`, raw`/[\t\n\v\f\r ][\0-\x08\x0e-\x1f!-\u{10ffff}]/`],
  ['ASCII space in a class', raw`[\sa][^\s]`, raw`/[\t\n\v\f\r a][^\t\n\v\f\r ]/`],
  ['horizontal space', raw`[\h]`, raw`/[\t\x20\xa0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000]/`],
  ['needless escapes', raw`\"\-\'\<\ \@\:\_é\é`, raw`/"-'<${' '}@:_éé/`],
  ['needed escapes', raw`\.\*\\\/\[\]\{\}\(\)\^\$\|\+\?`, raw`/\.\*\\\/\[\]\{\}\(\)\^\$\|\+\?/`],
  [
    'character codes',
    raw`\x41\x{1F600}\u0041\u{1F600}\0\t\n\r\f\a\e\cA`,
    raw`/\x41\u{1F600}\u0041\u{1F600}\0\t\n\r\f\x07\x1b\cA/`,
  ],
  ['properties', raw`\pL\p{Lu}\P{Script=Greek}`, raw`/\p{L}\p{Lu}\P{Script=Greek}/`],
  ['start and end of the value', raw`\Aa\z`, '/^a$/'],
  ['a class', '[a-z0-9_]', '/[a-z0-9_]/'],
  ['a class with a bracket first', '[]a][^]a]', raw`/[\]a][^\]a]/`],
  ['a class with brackets inside', '[[a]', raw`/[\[a]/`],
  ['hyphens that are literal', raw`[-a][a-][\w-.][+--]`, raw`/[\-a][a\-][\w\-.][+-\-]/`],
  ['escapes in a class', raw`[\]\\\-\^\b\.\"]`, raw`/[\]\\\-\^\x08\."]/`],
  ['POSIX classes', '[[:alpha:]_[:digit:]]', '/[A-Za-z_0-9]/'],
  ['characters beyond the BMP', '[😀-😂]', '/[😀-😂]/'],
])('%s', (_name, source, expected) => {
  expect(translate(source)).toBe(expected);
});

test('the ends of the value stay those under the flag m', () => {
  const flags = { ...NO_FLAGS, multiline: true };
  expect(translate(raw`\A^a$\z`, flags)).toBe('/(?<![^])^a$(?![^])/m');
});

test.each([
  ['a possessive quantifier', ['a++', 'a*+', 'a?+', 'a{2}+']],
  ['an atomic group', ['(?>a)']],
  ['look-around', ['(?=a)', 'a(?!b)', '(?<=a)b', '(?<!a)b']],
  ['a back-reference', [raw`(a)\1`, raw`(?<n>a)\k<n>`, '(?P<n>a)(?P=n)', raw`(a)\g1`]],
  ['inline flags inside the pattern', ['a(?i)b', '(?i:a)', '(?-i)a', '(?^)a']],
  ['the inline flag x', ['(?x)a', '(?ix)a']],
  ['a comment', ['(?#a)']],
  ['a conditional', ['(?(1)a)']],
  ['recursion', ['(?R)', '(?1)', '(?&n)']],
  ['a branch reset', ['(?|a)']],
  ['a verb', ['(*UTF8)a']],
  ['a group named in quotes', ["(?'n'a)"]],
  [raw`\Z`, [raw`a\Z`]],
  [raw`\v`, [raw`\v`]],
  [raw`\R`, [raw`\R`]],
  [raw`the quotation \Q...\E`, [raw`\Qa\E`]],
  [raw`the escape \y`, [raw`\y`]],
  [raw`the escape \0`, [raw`\01`]],
  [raw`the escape \x`, [raw`\x4`]],
  ['the class [:foo:]', ['[[:foo:]]']],
  ['the class [:^alpha:]', ['[[:^alpha:]]']],
  ['the class [.a.]', ['[[.a.]]']],
  [raw`\A in a character class`, [raw`[\A]`]],
  ['the quantifier {,n}', ['a{,3}']],
  [raw`this form of \p`, [raw`\p{^L}`]],
])('refuses %s', (construct, sources) => {
  const message = `regex-unsupported: the regular expression uses ${construct}, which is not supported`;
  expect(sources.map((source) => translate(source))).toEqual(sources.map(() => message));
});

test.each([
  ['(a', 'unterminated group'],
  ['a)', "unmatched ')'"],
  ['[a', 'a character class is not closed'],
  ['*a', 'nothing to repeat'],
  ['a**', 'nothing to repeat'],
  ['[z-a]', 'range out of order in character class'],
  ['a{3,2}', 'numbers out of order in {} quantifier'],
  ['a\\', 'a backslash stands at the end'],
  [raw`\p{Nope}`, 'invalid property name'],
  ['(?', 'an unknown group opens with "(?"'],
])('refuses %s: %s', (source, reason) => {
  expect(translate(source)).toBe(`regex-invalid: not a regular expression: ${reason}`);
});

test.each([
  ['counts in counts', '(a{50}){101}'],
  ['a count', 'a{5001}'],
  ['an open count', '(ab){2500,}'],
])('refuses what would be too large an automaton: %s', (_name, source) => {
  expect(translate(source)).toMatch(/^regex-too-large: .* 5000 parts/);
});

test.each([
  ['counts in counts', '(a{50}){100}'],
  ['a count', 'a{5000}'],
])('accepts what is just small enough: %s', (_name, source) => {
  expect(translate(source)).toMatch(/^\//);
});

test('refuses what is nested too deep', () => {
  const nested = (depth: number): string => `${'('.repeat(depth)}a${')*'.repeat(depth)}`;
  expect(translate(nested(100))).toMatch(/^\//);
  expect(translate(nested(101))).toBe(
    'regex-too-large: the regular expression is nested more than 100 deep',
  );
  expect(translate(nested(50_000))).toMatch(/^regex-too-large/);
});

test('what JavaScript reads alike with and without translation matches alike', () => {
  const piece = fc.constantFrom(
    'a',
    'b',
    '[ab]',
    '[^a]',
    '(?:a|b)',
    'a*',
    'b+?',
    '(?:ab){1,2}',
    raw`\d`,
    raw`\x61`,
    '^',
    '$',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 6 }),
      fc.string({ unit: fc.constantFrom('a', 'b', '1', '\n') }),
      (pieces, text) => {
        const source = pieces.join('');
        const pattern = translateRegex(source, NO_FLAGS);
        if ('code' in pattern) throw new Error(pattern.message);
        expect(new RegExp(pattern.source, 'u').test(text)).toBe(new RegExp(source, 'u').test(text));
      },
    ),
  );
});

test('never throws, and what it gives compiles', () => {
  const unit = fc.constantFrom(...Array.from('ab01\\[](){}?*+.^$|-:<>=!,pPuxcs#&~\n😀é'));
  const compiles = (source: string): boolean => {
    const pattern = translateRegex(source, NO_FLAGS);
    return 'code' in pattern || new RegExp(pattern.source, 'u') instanceof RegExp;
  };
  expect(() =>
    fc.assert(fc.property(fc.string({ unit, maxLength: 20 }), compiles), { numRuns: 5000 }),
  ).not.toThrow();
});
