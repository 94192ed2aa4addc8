import { expect, test } from 'vitest';
import { fixSource, lintSource } from '../../src/sigma/lint-source.ts';

const rule = (items: string, rest = ''): string =>
  `title: T\n${rest}logsource: {product: x}\ndetection:\n  s:\n    ${items.replaceAll('\n', '\n    ')}\n  condition: s\n`;

const words = (text: string): readonly string[] =>
  lintSource(text, 'r.yml').map(({ code, at, hint }) => `${at.line}:${at.column} ${code}; ${hint}`);

test.each([
  // wildcards
  { items: "f|contains: '*a'", says: ['5:17 wildcard-redundant; contains says it already'] },
  { items: "f|startswith: '*a'", says: [] },
  { items: String.raw`f|startswith: 'a\*'`, says: [] },
  { items: "f|contains: '*'", says: [] },
  {
    items: "f:\n  - '*a'\n  - '*b'",
    says: ['5:5 wildcard-could-be-modifier; write f|endswith without them'],
  },
  { items: "f: ['*a', 'b*']", says: [] },
  { items: "f: '*a*b'", says: [] },
  { items: "f|re: '*'", says: [] },
  // backslashes
  {
    items: String.raw`f: 'C:\Users\*\x.exe'`,
    says: [
      String.raw`5:8 backslash-before-wildcard; write \\* for a backslash and a wildcard, or \\\* for a backslash and the character`,
    ],
  },
  { items: String.raw`f: 'C:\Users\\*\x.exe'`, says: [] },
  { items: String.raw`f|contains: 'rm \*'`, says: [] },
  {
    items: String.raw`f|contains: 'a.php?id=1'`,
    says: [String.raw`5:17 wildcard-in-path; write \? for the character itself`],
  },
  { items: String.raw`f|contains: 'a.php\?id=1'`, says: [] },
  {
    items: String.raw`f|startswith: '\\?\C:'`,
    says: [String.raw`5:19 wildcard-in-path; write \? for the character itself`],
  },
  ...[
    String.raw`f|startswith: '\\'`,
    String.raw`f|contains: '\'`,
    String.raw`f: '\\server\share'`,
    String.raw`f|contains: '\\.\pipe\x'`,
  ].map((items) => ({
    items,
    says: [
      String.raw`5:${items.indexOf("'") + 5} backslash-bare; write \\\\ for the two backslashes of a network path or a device, \\\\server\share`,
    ],
  })),
  { items: String.raw`f: '\\\\server\share'`, says: [] },
  { items: String.raw`f|startswith: '\\\\'`, says: [] },
  { items: String.raw`f|contains: '\\NTDS.dit'`, says: [] },
  { items: String.raw`f|endswith: '\\.\x'`, says: [] },
  // regexes
  {
    items: "f|re: '.*foo.*'",
    says: ["5:11 regex-could-be-modifier; write f|contains|cased: 'foo'"],
  },
  {
    items: String.raw`f|re|i: '^C:\\a\.b'`,
    says: [String.raw`5:13 regex-could-be-modifier; write f|startswith: 'C:\a.b'`],
  },
  {
    items: "f|re: '(?i)it''s$'",
    says: ["5:11 regex-could-be-modifier; write f|endswith: 'it''s'"],
  },
  {
    items: String.raw`f|re: '^a\*$'`,
    says: [String.raw`5:11 regex-could-be-modifier; write f|cased: 'a\*'`],
  },
  { items: String.raw`f|re: 'a\d'`, says: [] },
  { items: "f|re: 'a.b'", says: [] },
  { items: "f|re: 'a|b'", says: [] },
  // duplicates
  {
    items: 'f: [a, A]',
    says: ['5:12 value-duplicate; remove one; letters count as equal in both cases'],
  },
  { items: 'f|cased: [a, A]', says: [] },
])('$items', ({ items, says }) => {
  expect(words(rule(items))).toEqual(says);
});

test.each([
  { rest: 'date: 2026/1/2\n', says: ['2:7 date-format; write 2026-01-02'] },
  { rest: 'date: 2026-01-02\n', says: [] },
  { rest: 'tags: [attack.execution, attack.t1059.001, attack.g0016, cve.2021-44228]\n', says: [] },
  { rest: 'tags: [attack.stealth, attack.defense-evasion]\n', says: [] },
  { rest: 'tags: [attack.T1059]\n', says: ['2:8 attack-tag-spelling; write attack.t1059'] },
  {
    rest: 'tags:\n  - attack.lateral_movement\n',
    says: ['3:5 attack-tag-spelling; write attack.lateral-movement'],
  },
  {
    rest: 'tags: [attack.excution]\n',
    says: ['2:8 attack-tag-unknown; did you mean attack.execution?'],
  },
  {
    rest: 'tags: [attack.t1059.999]\n',
    says: [
      '2:8 attack-id-unlisted; T1059 has the sub-techniques 001, 002, 003, 004, 005, 006, 007, 008, 009, 010, 011, 012, 013',
    ],
  },
  {
    rest: 'tags: [windows]\n',
    says: ['2:8 tag-malformed; write namespace.name, such as attack.execution or cve.2021-44228'],
  },
  { rest: 'tags: [tlp.red, tlp.red]\n', says: ['2:17 tag-duplicate; remove one'] },
])('$rest', ({ rest, says }) => {
  expect(words(rule('f: a', rest))).toEqual(says);
});

test('places count from the start of the file, in every document', () => {
  const text = `\uFEFF# first\r\n${rule('f: a')}---\n${rule("f|contains: 'é*'")}`;
  expect(words(text)).toEqual(['13:17 wildcard-redundant; contains says it already']);
});

test.each([
  { name: 'nothing to mend', before: rule('f: a'), after: rule('f: a'), fixes: 0 },
  {
    name: 'dates and tags',
    before: rule('f: a', "date: '2026/1/2'\ntags: [attack.T1059, attack.lateral_movement]\n"),
    after: rule('f: a', "date: '2026-01-02'\ntags: [attack.t1059, attack.lateral-movement]\n"),
    fixes: 3,
  },
  {
    name: 'operators, comments and line ends kept',
    before:
      'title: T # keep\r\nlogsource: {product: x}\r\ndetection:\r\n  a: {f: 1}\r\n  b: {f: 2}\r\n  condition: a AND  NOT b # AND\r\n',
    after:
      'title: T # keep\r\nlogsource: {product: x}\r\ndetection:\r\n  a: {f: 1}\r\n  b: {f: 2}\r\n  condition: a and  not b # AND\r\n',
    fixes: 1,
  },
  {
    name: 'wildcards as a modifier, all of one value',
    before: rule("f:\n  - '*a*'\n  - \"*b*\"\ng|all: '*c'\nh|contains|all: ['*d']"),
    after: rule("f|contains:\n  - 'a'\n  - \"b\"\ng|endswith: 'c'\nh|contains: ['d']"),
    fixes: 5,
  },
  {
    name: 'without its wildcard the value would be null, which has no modifier',
    before: rule('f: null*'),
    after: rule('f: null*'),
    fixes: 0,
  },
  {
    name: 'one unsafe fix does not keep the others',
    before: rule("f: null*\ng|contains: '*a'"),
    after: rule("f: null*\ng|contains: 'a'"),
    fixes: 1,
  },
  {
    name: 'a file with a refused document is left alone',
    before: rule('f|frobnicate: a', 'date: 2026/1/2\n'),
    after: rule('f|frobnicate: a', 'date: 2026/1/2\n'),
    fixes: 0,
  },
])('fix: $name', ({ before, after, fixes }) => {
  expect(fixSource(before, 'r.yml')).toEqual({ text: after, fixes });
});

test('what was mended has nothing left to mend', () => {
  const before = rule("f: ['*a*', '*b*']\ng|all: c", 'date: 2026/1/2\n');
  const { text } = fixSource(before, 'r.yml');
  expect({ again: fixSource(text, 'r.yml'), left: words(text) }).toEqual({
    again: { text, fixes: 0 },
    left: [],
  });
});

test.each([
  '',
  '%',
  '---\n---\n',
  'a: [',
  '\u0000',
  '- a\n- b',
  'detection: 3',
  'detection:\n  s: *x',
])('hostile text %j only gives problems', (text) => {
  expect(fixSource(text, 'r.yml')).toEqual({ text, fixes: 0 });
  expect(Array.isArray(lintSource(text, 'r.yml'))).toBe(true);
});
