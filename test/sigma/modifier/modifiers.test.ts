import { expect, test } from 'vitest';
import type { Detection, FieldItem } from '../../../src/sigma/detection.ts';
import type { Pattern } from '../../../src/sigma/pattern.ts';
import { parseSigma } from '../../../src/sigma/parse.ts';
import { codesOf, parseOne, parseSelection, ruleText } from '../rule-text.ts';

/** A pattern in short: text with bare wildcards, `~` for a dash position. */
function show(pattern: Pattern): string {
  switch (pattern.kind) {
    case 'string': {
      const bare = { many: '*', one: '?', dash: '~' } as const;
      const parts = pattern.parts.map((part) =>
        part.kind === 'literal' ? part.text : bare[part.kind],
      );
      return `${pattern.isCased ? 'cased ' : ''}"${parts.join('')}"`;
    }
    case 'regex': {
      const flags = [pattern.ignoreCase && 'i', pattern.multiline && 'm', pattern.dotAll && 's'];
      return `/${pattern.source}/${flags.filter(Boolean).join('')}`;
    }
    case 'cidr':
      return `${pattern.family}:${pattern.network.toString(16)}/${pattern.prefixLength} ${pattern.text}`;
    case 'number':
      return `${pattern.operator} ${pattern.text}`;
    case 'boolean':
      return String(pattern.value);
    case 'exists':
      return `exists ${pattern.value}`;
    case 'null':
      return 'null';
    case 'time':
      return `${pattern.part} ${pattern.operator} ${pattern.value}`;
    case 'field-reference':
      return `${pattern.isCased ? 'cased ' : ''}${pattern.comparison} field ${pattern.field}`;
    case 'any-of':
      return `(${pattern.patterns.map(show).join(' | ')})`;
  }
}

function showItem(detection: Detection | readonly string[]): string {
  if (!('kind' in detection)) return detection.join(', ');
  if (detection.kind !== 'field' && detection.kind !== 'keyword') return detection.kind;
  const negated = detection.kind === 'field' && detection.isNegated ? 'not ' : '';
  return `${negated}${detection.link} ${detection.patterns.map(show).join(' ')}`;
}

test.each([
  // values without modifiers
  ['f: ABC', 'any "ABC"'],
  ["f: ''", 'any ""'],
  ['f: null', 'any null'],
  ['f:', 'any null'],
  ['f: true', 'any true'],
  ["f: 'true'", 'any "true"'],
  ['f: 4688', 'any eq 4688'],
  ["f: '4688'", 'any "4688"'],
  ['f: +5', 'any eq 5'],
  ['f: -0', 'any eq 0'],
  ['f: 0x1F', 'any eq 31'],
  ['f: .5', 'any eq 0.5'],
  ['f: 1.', 'any eq 1'],
  ['f: 1.10', 'any eq 1.10'],
  ['f: 9007199254740993', 'any eq 9007199254740993'],
  ['f: 00000429', 'any "00000429"'],
  ['f: 2024-01-01', 'any "2024-01-01"'],
  ["f: '*'", 'any "*"'],
  ['f: [a, 1, true]', 'any "a" eq 1 true'],
  // contains, startswith, endswith
  ['f|contains: x', 'any "*x*"'],
  ['f|startswith: x', 'any "x*"'],
  ['f|endswith: x', 'any "*x"'],
  ["f|contains: '\\Temp\\'", 'any "*\\Temp\\*"'],
  ['f|contains: 429', 'any "*429*"'],
  ['f|contains: 00000429', 'any "*00000429*"'],
  ['f|contains: 0x1F', 'any "*0x1F*"'],
  ['f|contains: 1.10', 'any "*1.10*"'],
  ["f|contains: ''", 'any "*"'],
  ["f|contains: '*'", 'any "*"'],
  // all, neq
  ['f|contains|all: [a, b]', 'all "*a*" "*b*"'],
  ['f|all|contains: [a, b]', 'all "*a*" "*b*"'],
  ['f|neq: [a, b]', 'not any "a" "b"'],
  ['f|neq: null', 'not any null'],
  ['f|contains|all|neq: [a, b]', 'not all "*a*" "*b*"'],
  ['f|neq|contains: a', 'not any "*a*"'],
  ['f|cidr|neq: 10.0.0.0/8', 'not any 4:a000000/8 10.0.0.0/8'],
  // cased, windash
  ['f|cased: Ab*', 'any cased "Ab*"'],
  ['f|contains|cased: Ab', 'any cased "*Ab*"'],
  ['f|cased|contains: Ab', 'any cased "*Ab*"'],
  ["f|contains|windash: ' -a'", 'any "* ~a*"'],
  ["f|windash|contains: ' -a'", 'any "* ~a*"'],
  ["f|contains|all|windash: [' -a', ' /b']", 'all "* ~a*" "* ~b*"'],
  ['f|windash: -param-1 -param2', 'any "~param-1 ~param2"'],
  ["f|windash: '-'", 'any "-"'],
  ["f|windash: 'a -*'", 'any "a -*"'],
  ["f|windash: '--x'", 'any "-~x"'],
  ["f|windash: '*-x'", 'any "*~x"'],
  ["f|windash: 'http://x'", 'any "http:/~x"'],
  ["f|windash: '-ü é-ü'", 'any "~ü é-ü"'],
  ["f|windash: '–a —b ―c'", 'any "~a ~b ~c"'],
  // re
  ['f|re: Ab+', 'any /Ab+/'],
  ["f|re: 'a*\\*'", 'any /a*\\*/'],
  ['f|re: 123', 'any /123/'],
  ['f|re|i: a', 'any /a/i'],
  ['f|re|i|m|s: a.', 'any /a./ims'],
  ['f|re|ignorecase|multiline|dotall: a', 'any /a/ims'],
  ["f|re: '(?i)ab+$'", 'any /ab+$/i'],
  ["f|re|m: '(?i)ab+$'", 'any /ab+$/im'],
  ['f|re|all: [a, b]', 'all /a/ /b/'],
  ['f|all|re: [a, b]', 'all /a/ /b/'],
  ['f|re|contains: a', 'any /a/'],
  // cidr
  ['f|cidr: 10.1.2.3', 'any 4:a010203/32 10.1.2.3'],
  ['f|cidr: 2001:DB8::/32', 'any 6:20010db8000000000000000000000000/32 2001:DB8::/32'],
  ['f|cidr: ::ffff:10.0.0.0/104', 'any 4:a000000/8 ::ffff:10.0.0.0/104'],
  ['f|cidr: 0.0.0.0/0', 'any 4:0/0 0.0.0.0/0'],
  [
    'f|cidr: [10.0.0.0/8, 192.168.0.0/16]',
    'any 4:a000000/8 10.0.0.0/8 4:c0a80000/16 192.168.0.0/16',
  ],
  // exists, numbers
  ['f|exists: true', 'any exists true'],
  ['f|exists: false', 'any exists false'],
  ['f|lt: 5', 'any lt 5'],
  ['f|lte: -1.5', 'any lte -1.5'],
  ['f|gt: [1, 2]', 'any gt 1 gt 2'],
  ['f|gte: 9007199254740993', 'any gte 9007199254740993'],
  // keywords
  ["'|all': [foo, b?r]", 'all "*foo*" "*b?r*"'],
  ["'|contains': foo", 'any "*foo*"'],
  ["'|cased': [Foo, 1]", 'any cased "*Foo*" cased "*1*"'],
  ["'|re|i': fo+", 'any /fo+/i'],
])('%s is %s', (selection, expected) => {
  expect(showItem(parseSelection(selection))).toBe(expected);
});

const placeholders = new Map([
  ['admins', ['root', 'adm*']],
  ['one', ['a.b']],
  ['none', []],
]);

test.each([
  // base64, base64offset
  ['f|base64: foobar', 'any "Zm9vYmFy"'],
  ["f|base64: ''", 'any ""'],
  ['f|base64|contains: 123', 'any "*MTIz*"'],
  ["f|base64: 'a\\*b'", 'any "YSpi"'],
  ['f|base64: föö', 'any "ZsO2w7Y="'],
  ['f|base64|cased: abc', 'any cased "YWJj"'],
  ['f|cased|base64: abc', 'any cased "YWJj"'],
  ['f|base64offset|contains: foobar', 'any "*Zm9vYmFy*" "*Zvb2Jhc*" "*mb29iYX*"'],
  ['f|base64offset: föö', 'any "ZsO2w7" "bDtsO2" "mw7bDt"'],
  [
    'f|base64offset|contains|all: [foobar, abc]',
    'all ("*Zm9vYmFy*" | "*Zvb2Jhc*" | "*mb29iYX*") ("*YWJj*" | "*FiY*" | "*hYm*")',
  ],
  ["f|windash|base64: '-a'", 'any "LWE=" "L2E=" "4oCTYQ==" "4oCUYQ==" "4oCVYQ=="'],
  // wide and its relatives
  ['f|utf16|base64: ping', 'any "//5wAGkAbgBnAA=="'],
  ['f|wide|base64offset|contains: ping', 'any "*cABpAG4AZw*" "*AAaQBuAGcA*" "*wAGkAbgBnA*"'],
  ['f|utf16le|base64: cmd', 'any "YwBtAGQA"'],
  ['f|utf16be|base64: cmd', 'any "AGMAbQBk"'],
  ['f|wide|base64: 😀', 'any "PdgA3g=="'],
  ['f|cased|wide|base64: a', 'any cased "YQA="'],
  // fieldref
  ['f|fieldref: g', 'any equals field g'],
  ['f|fieldref: [g, h.i]', 'any equals field g equals field h.i'],
  ['f|fieldref|contains: g', 'any contains field g'],
  ['f|fieldref|startswith|cased: g', 'any cased startswith field g'],
  ['f|cased|fieldref|endswith: g', 'any cased endswith field g'],
  ['f|fieldref|all|neq: [g, h]', 'not all equals field g equals field h'],
  // expand
  ["f|expand: '%admins%'", 'any "root" "adm*"'],
  ["f|expand|contains: 'x%admins%'", 'any "*xroot*" "*xadm*"'],
  ["f|contains|expand: 'x%admins%'", 'any "*xroot*" "*xadm*"'],
  ["f|expand: '%admins%-%one%'", 'any "root-a.b" "adm*-a.b"'],
  ["f|expand|all: ['%admins%', '%one%']", 'all ("root" | "adm*") "a.b"'],
  ["f|expand: '100\\%one\\%'", 'any "100%one%"'],
  ["f|expand: '50% off'", 'any "50% off"'],
  ["f|re|expand: '^%one%$'", 'any /^a\\.b$/'],
  [
    "f|re|expand: '%admins%'",
    'any /root/ /adm[\\t\\n\\v\\f\\r \\0-\\x08\\x0e-\\x1f!-\\u{10ffff}]*/',
  ],
  ["f: '%admins%'", 'any "%admins%"'],
  ["'|expand': '%one%'", 'any "*a.b*"'],
  ["'|expand|all': ['%admins%', x]", 'all ("*root*" | "*adm*") "*x*"'],
  // parts of dates
  ['f|minute: 0', 'any minute eq 0'],
  ['f|hour|gte: 22', 'any hour gte 22'],
  ['f|day|lt: 5', 'any day lt 5'],
  ['f|week: 53', 'any week eq 53'],
  ['f|month|neq: 12', 'not any month eq 12'],
  ['f|year|lte: [2024, 2025]', 'any year lte 2024 year lte 2025'],
])('%s is %s with placeholders', (selection, expected) => {
  expect(showItem(parseSelection(selection, { placeholders }))).toBe(expected);
});

test.each([
  ["f|expand: '%unknown%'", 'no values are configured for the placeholder "unknown"'],
  ["f|expand: '%none%'", 'no values are configured for the placeholder "none"'],
  ["f|re|expand: '%a b%'", 'no values are configured for the placeholder "a b"'],
])('%s is refused by name', (selection, message) => {
  const document = parseSigma(ruleText(selection), 'rule.yml', { placeholders }).documents[0];
  const found = document?.problems.map((problem) => [problem.code, problem.message]);
  expect([document?.kind, found]).toEqual(['refused', [['placeholder-undefined', message]]]);
});

test('placeholders that multiply beyond bounds are refused', () => {
  const many = new Map([['n', Array.from({ length: 200 }, (_, i) => `${i}`)]]);
  const found = parseSelection("f|expand: '%n%%n%%n%'", { placeholders: many });
  expect(found).toEqual(['error value-variants']);
});

test.each([
  ['f|foo: a', ['error modifier-unknown']],
  ['f|not: a', ['error modifier-unknown']],
  ['f|: a', ['error modifier-unknown']],
  ['f|Contains: a', ['error modifier-unknown']],
  ['f|contains|foo|i: a', ['error modifier-unknown', 'error modifier-order']],
  ['f|contains|wide: a', ['warning encoding-alone', 'error encoding-wildcard']],
  ['f|base64: a*', ['error encoding-wildcard']],
  ['f|base64: null', ['error modifier-type']],
  ['f|base64|wide: abc', ['error modifier-type']],
  ['f|base64|windash: abc', ['error modifier-type']],
  ['f|wide|utf16: abc', ['warning encoding-alone', 'error modifier-type']],
  ['f|base64offset|expand: abc', ['error modifier-type']],
  ['f|base64offset: ab', ['error base64offset-short']],
  ["f|windash|base64: ' -a -b -c -d -e -f'", ['error value-variants']],
  ['f|re|base64: a', ['error modifier-type']],
  ['f|endswith|fieldref: g', ['error modifier-order']],
  ['f|fieldref|contains|endswith: g', ['error modifier-conflict']],
  ['f|fieldref: g*', ['error fieldref-name']],
  ['f|fieldref: 1', ['error modifier-type']],
  ["f|fieldref: ''", ['error fieldref-name']],
  ['f|expand: 1', ['error modifier-type']],
  ['f|gt|hour: 1', ['error modifier-order']],
  ["f|hour: '1'", ['error modifier-type']],
  ['f|hour: 24', ['error time-range']],
  ['f|day: 0', ['error time-range']],
  ['f|month: 1.5', ['error time-range']],
  ['f|hour|day: 1', ['error modifier-type']],
  ['f|hour|contains: 1', ['error modifier-type']],
  ["'|fieldref': g", ['error modifier-keyword']],
  ["'|hour': 1", ['error modifier-keyword']],
  ['f|contains|startswith: a', ['error modifier-conflict']],
  ['f|contains|contains: a', ['error modifier-repeated']],
  ['f|re|i|ignorecase: a', ['error modifier-repeated']],
  ['f|lt|gt: 1', ['error modifier-conflict']],
  ['f|contains|re: a', ['error modifier-order']],
  ['f|contains|cidr: 10.0.0.0/8', ['error modifier-order']],
  ['f|cased|exists: true', ['error modifier-order']],
  ['f|i: a', ['error modifier-order']],
  ['f|re|cased|i: a', ['error modifier-order']],
  ['f|re|startswith: a', ['error modifier-type']],
  ['f|re|cased: a', ['error modifier-type']],
  ['f|re: null', ['error modifier-type']],
  ['f|contains: null', ['error modifier-type']],
  ['f|contains: true', ['error modifier-type']],
  ['f|cidr: 10', ['error modifier-type']],
  ['f|cidr|contains: 10.0.0.0/8', ['error modifier-type']],
  ["f|exists: 'true'", ['error modifier-type']],
  ['f|exists: yes', ['error modifier-type', 'warning scalar-unclear']],
  ["f|lt: '5'", ['error modifier-type']],
  ['f|lt: a', ['error modifier-type']],
  ['f|cidr: 10.0.0.1/8', ['error cidr-host-bits']],
  ['f|cidr: 10.0.0.0/33', ['error cidr-malformed']],
  ['f|cidr: 010.0.0.0/8', ['error cidr-malformed']],
  ['f|cidr: fe80::%eth0/64', ['error cidr-malformed']],
  ["f|cidr: '10.*'", ['error cidr-malformed']],
  ['f|re: a++', ['error regex-unsupported']],
  ['f|re: (a', ['error regex-invalid']],
  ["'|startswith': a", ['error modifier-keyword']],
  ["'|neq': a", ['error modifier-keyword']],
  ["'|cidr': 10.0.0.0/8", ['error modifier-keyword']],
])('%s is refused: %s', (selection, codes) => {
  expect(parseSelection(selection)).toEqual(codes);
});

test.each([
  ['f|all: a', ['warning all-single-value']],
  ['f|wide|contains: abc', ['warning encoding-alone']],
  ['f: [a, null]', ['warning null-in-list']],
  ['f: yes', ['warning scalar-unclear']],
  ['f: 12:30', ['warning scalar-unclear']],
  ['f: 0777', ['warning scalar-unclear']],
  ['f: 1e3', ['warning scalar-unclear']],
])('%s is accepted with a warning', (selection, codes) => {
  const document = parseOne(ruleText(selection));
  expect([document.kind, codesOf(document)]).toEqual(['rule', codes]);
});

test('an item keeps its field name and its text', () => {
  const item: FieldItem = {
    kind: 'field',
    field: 'a.b[0] c',
    link: 'all',
    isNegated: true,
    patterns: [
      { kind: 'number', operator: 'gte', value: 10, text: '10' },
      { kind: 'number', operator: 'gte', value: 2, text: '2' },
    ],
    text: 'a.b[0] c|all|gte|neq',
  };
  expect(parseSelection('a.b[0] c|all|gte|neq: [10, 2]')).toEqual(item);
});
