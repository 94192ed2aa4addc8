import { expect, test } from 'vitest';
import { parseSigma } from '../../src/sigma/parse.ts';
import type { SigmaRule } from '../../src/sigma/rule.ts';
import { codesOf, parseOne, parseSelection, problemText, ruleText } from './rule-text.ts';

const FULL = `# a comment
title: Suspicious logon
id: 5638f7c0-ac70-491d-8465-2a65075e0d86
name: suspicious_logon
related:
  - id: 0e95725d-7320-415d-80f7-004da920fc11
    type: derived
taxonomy: sigma
status: test
description: |
  Two
  lines
license: DRL-1.1
author: Ann, Bình
references:
  - https://example.org/1
date: 2024-01-31
modified: 2024/02/01
tags: [attack.t1078, soclite.layer-2, soclite.tier-endpoint]
logsource:
  category: Process_Creation
  product: windows
  definition: a comment
fields: [User]
falsepositives: Unknown
level: high
detection:
  selection:
    EventID: 4624
    LogonType: '10'
  filter_main_local:
    - User: admin
    - IpAddress|cidr: 127.0.0.0/8
  condition: selection and not 1 of filter_*
soclite.title-vi: Đăng nhập đáng ngờ
simulation:
  - type: atomic
    enabled: true
    count: 3
    big: 9007199254740993
    when: yes
`;

test('a whole rule', () => {
  const document = parseOne(FULL);
  const rule: SigmaRule = {
    kind: 'rule',
    id: '5638f7c0-ac70-491d-8465-2a65075e0d86',
    name: 'suspicious_logon',
    title: 'Suspicious logon',
    status: 'test',
    level: 'high',
    description: 'Two\nlines\n',
    author: 'Ann, Bình',
    references: ['https://example.org/1'],
    falsePositives: ['Unknown'],
    tags: ['attack.t1078', 'soclite.layer-2', 'soclite.tier-endpoint'],
    date: '2024-01-31',
    modified: '2024/02/01',
    license: 'DRL-1.1',
    custom: new Map<string, unknown>([
      ['soclite.title-vi', 'Đăng nhập đáng ngờ'],
      [
        'simulation',
        [
          new Map<string, unknown>([
            ['type', 'atomic'],
            ['enabled', true],
            ['count', 3],
            ['big', '9007199254740993'],
            ['when', 'yes'],
          ]),
        ],
      ],
    ]),
    at: { file: 'rule.yml', line: 2, column: 1 },
    logSource: { category: 'process_creation', product: 'windows', service: null },
    detections: new Map([
      [
        'selection',
        {
          kind: 'all',
          parts: [
            {
              kind: 'field',
              field: 'EventID',
              link: 'any',
              isNegated: false,
              patterns: [{ kind: 'number', operator: 'eq', value: 4624, text: '4624' }],
              text: 'EventID',
            },
            {
              kind: 'field',
              field: 'LogonType',
              link: 'any',
              isNegated: false,
              patterns: [
                { kind: 'string', parts: [{ kind: 'literal', text: '10' }], isCased: false },
              ],
              text: 'LogonType',
            },
          ],
        },
      ],
      [
        'filter_main_local',
        {
          kind: 'any',
          parts: [
            {
              kind: 'field',
              field: 'User',
              link: 'any',
              isNegated: false,
              patterns: [
                { kind: 'string', parts: [{ kind: 'literal', text: 'admin' }], isCased: false },
              ],
              text: 'User',
            },
            {
              kind: 'field',
              field: 'IpAddress',
              link: 'any',
              isNegated: false,
              patterns: [
                {
                  kind: 'cidr',
                  family: 4,
                  network: 0x7f000000n,
                  prefixLength: 8,
                  text: '127.0.0.0/8',
                },
              ],
              text: 'IpAddress|cidr',
            },
          ],
        },
      ],
    ]),
    condition: {
      kind: 'and',
      operands: [
        { kind: 'identifier', name: 'selection' },
        { kind: 'not', operand: { kind: 'identifier', name: 'filter_main_local' } },
      ],
    },
    conditionText: 'selection and not 1 of filter_*',
  };
  expect(document).toEqual({ kind: 'rule', rule, problems: [] });
});

test.each([
  ['a byte order mark', `\uFEFF${FULL}`],
  ['CRLF', FULL.replaceAll('\n', '\r\n')],
  ['tabs in comments', FULL.replace('# a comment', '#\ta\tcomment\t')],
  ['markers around it', `---\n${FULL.slice(12)}...\n`],
])('%s changes nothing', (_name, text) => {
  expect(parseOne(text)).toEqual(parseOne(FULL));
});

test('a rule without the optional keys', () => {
  const [document] = parseSigma(
    'title: T\nlogsource: {product: linux}\ndetection: {k: [a], condition: k}\n',
    'rules/a.yml',
  ).documents;
  expect(document).toEqual({
    kind: 'rule',
    rule: {
      kind: 'rule',
      id: 'T',
      name: null,
      title: 'T',
      status: null,
      level: 'medium',
      description: null,
      author: null,
      references: [],
      falsePositives: [],
      tags: [],
      date: null,
      modified: null,
      license: null,
      custom: new Map(),
      at: { file: 'rules/a.yml', line: 1, column: 1 },
      logSource: { category: null, product: 'linux', service: null },
      detections: new Map([
        [
          'k',
          {
            kind: 'keyword',
            link: 'any',
            patterns: [
              {
                kind: 'string',
                parts: [{ kind: 'many' }, { kind: 'literal', text: 'a' }, { kind: 'many' }],
                isCased: false,
              },
            ],
            text: 'keyword',
          },
        ],
      ]),
      condition: { kind: 'identifier', name: 'k' },
      conditionText: 'k',
    },
    problems: [
      {
        code: 'id-missing',
        severity: 'warning',
        message: 'the rule has no id; "T" stands in',
        hint: 'add a UUID as id, so that alerts keep their rule when the title changes',
        at: { file: 'rules/a.yml', line: 1, column: 1 },
      },
      {
        code: 'level-missing',
        severity: 'warning',
        message: 'the rule has no level; medium is assumed',
        hint: 'add one of informational, low, medium, high, critical',
        at: { file: 'rules/a.yml', line: 1, column: 1 },
      },
    ],
  });
});

test('one bad document never stops the others', () => {
  const good = ruleText('f: a');
  const text = [good, 'title: [\n', good, 'a: 1\na: 2\n', '- a list\n', good].join('---\n');
  const { documents } = parseSigma(text, 'many.yml');
  expect(documents.map((document) => [document.kind, codesOf(document)])).toEqual([
    ['rule', []],
    ['refused', ['error yaml-syntax']],
    ['rule', []],
    ['refused', ['error yaml-duplicate-key']],
    ['refused', ['error document-type']],
    ['rule', []],
  ]);
});

test('a refused document says who it is', () => {
  expect(parseOne(FULL.replace('status: test', 'status: good'))).toEqual({
    kind: 'refused',
    id: '5638f7c0-ac70-491d-8465-2a65075e0d86',
    name: 'suspicious_logon',
    title: 'Suspicious logon',
    at: { file: 'rule.yml', line: 2, column: 1 },
    problems: [
      {
        code: 'status-unknown',
        severity: 'error',
        message:
          'status must be one of stable, test, experimental, deprecated, unsupported, not "good"',
        at: { file: 'rule.yml', line: 9, column: 9 },
      },
    ],
  });
});

test('every fault is reported, where it stands', () => {
  const text = `---
# a rule with a fault on nearly every line
title: Many faults
id: not-a-uuid
status: tested
level: hihg
taxonomy: ecs
date: yesterday
related: [{id: x, type: cousin}]
logsource:
  definition: nothing
detection:
  selection:
    - Image|endswth: 'a'
      CommandLine|base64offset|contains: 'b'
    - Field|re: '(a++)'
      Net|cidr:
        - 10.0.0.0/8
        - 10.0.0.1/8
      'Quoted|exists': "true"
  empty: {}
  timeframe: 5m
  condition: >
    selection and
    selektion
`;
  expect(problemText(text)).toMatchInlineSnapshot(`
    "rule.yml:4:5: warning: the id "not-a-uuid" is no UUID [id-not-uuid]
    rule.yml:5:9: error: status must be one of stable, test, experimental, deprecated, unsupported, not "tested" [status-unknown]
      hint: did you mean "test"?
    rule.yml:6:8: error: level must be one of informational, low, medium, high, critical, not "hihg" [level-unknown]
      hint: did you mean "high"?
    rule.yml:7:11: error: the taxonomy "ecs" is not supported [taxonomy-unsupported]
      hint: rename the fields to those of the Sigma taxonomy and remove the key
    rule.yml:8:7: warning: date "yesterday" is not a date [date-malformed]
      hint: write YYYY-MM-DD
    rule.yml:9:11: error: a related rule needs an id and a type, not "cousin" [related-unknown]
      hint: types: derived, obsolete, obsoletes, merged, renamed, similar, correlation
    rule.yml:10:1: error: logsource needs at least one of category, product and service [logsource-empty]
    rule.yml:14:7: error: there is no modifier "endswth" [modifier-unknown]
      hint: did you mean endswith?
    rule.yml:15:42: error: the modifier base64offset needs a value of 3 bytes or more [base64offset-short]
      hint: a shorter one would be found in most base64 texts; write a longer value
    rule.yml:16:17: error: the regular expression uses a possessive quantifier, which is not supported [regex-unsupported]
      hint: write + without the +
    rule.yml:19:11: error: "10.0.0.1/8" has bits set behind its prefix [cidr-host-bits]
      hint: write the address of the network itself, or a longer prefix
    rule.yml:20:24: error: the modifier exists needs true or false, not text [modifier-type]
      hint: write true or false, unquoted
    rule.yml:21:10: error: a search identifier must hold something to search for [detection-empty]
    rule.yml:22:3: error: timeframe belongs to the aggregations of Sigma version 1 [timeframe-unsupported]
      hint: write a correlation rule with timespan instead
    rule.yml:25:5: error: the identifier "selektion" is not defined [identifier-undefined]
      hint: did you mean "selection"?"
  `);
});

test.each([
  ['a: 1\nb: 2\na: 3\n', 'rule.yml:3:1'],
  ['detection:\n  sel:\n    Image: a\n    "Image": b\n', 'rule.yml:4:5'],
  ['x: {k: 1, k: 2}\n', 'rule.yml:1:11'],
])('a duplicate key is named with its place: %j', (text, place) => {
  expect(problemText(text)).toMatch(
    new RegExp(`^${place}: error: the key ".+" stands twice in one map \\[yaml-duplicate-key\\]`),
  );
});

test.each([
  ['title is missing', 'title: A rule\n', '', ['error key-missing']],
  ['title is empty', 'title: A rule\n', "title: ''\n", ['error key-missing']],
  ['title is a list', 'title: A rule\n', 'title: [a]\n', ['error key-type']],
  ['title is too long', 'title: A rule\n', `title: ${'x'.repeat(257)}\n`, ['error title-too-long']],
  ['title is a number', 'title: A rule\n', 'title: 2024\n', []],
  ['logsource is missing', 'logsource:\n  category: test\n', '', ['error key-missing']],
  ['logsource is text', 'logsource:\n  category: test\n', 'logsource: x\n', ['error key-type']],
  ['logsource is empty', '  category: test\n', '  foo: test\n', ['error logsource-empty']],
  ['level is unknown', 'level: low\n', 'level: Low\n', ['error level-unknown']],
  ['condition is missing', '  condition: sel\n', '', ['error key-missing']],
  ['condition is a map', 'condition: sel\n', 'condition: {a: b}\n', ['error key-type']],
  ['condition list', 'condition: sel\n', 'condition: [sel, not sel]\n', []],
  ['empty condition list', 'condition: sel\n', 'condition: []\n', ['error condition-syntax']],
  [
    'fault in a condition list',
    'condition: sel\n',
    'condition: [sel, x]\n',
    ['error identifier-undefined'],
  ],
  ['other taxonomy', 'level: low\n', 'level: low\ntaxonomy: ecs\n', ['error taxonomy-unsupported']],
  ['malformed date', 'level: low\n', 'level: low\ndate: soon\n', ['warning date-malformed']],
  [
    'related without type',
    'level: low\n',
    'level: low\nrelated: [{id: x}]\n',
    ['error related-unknown'],
  ],
  [
    'a name for patterns only',
    '  sel:\n',
    '  sel.a: x\n  sel:\n',
    ['warning identifier-malformed'],
  ],
  ['an operator as identifier', '  sel:\n', '  not: x\n  sel:\n', ['warning identifier-malformed']],
  [
    'unknown soclite key',
    'level: low\n',
    'level: low\nsoclite.windo: 1h\n',
    ['error soclite-key-unknown'],
  ],
  [
    'bad soclite window',
    'level: low\n',
    'level: low\nsoclite.window: 1 hour\n',
    ['error soclite-key-malformed'],
  ],
  [
    'number as soclite window',
    'level: low\n',
    'level: low\nsoclite.window: 60\n',
    ['error soclite-key-malformed'],
  ],
  [
    'bad soclite scope',
    'level: low\n',
    'level: low\nsoclite.scope: all\n',
    ['error soclite-key-malformed'],
  ],
  [
    'unknown layer',
    'level: low\n',
    'level: low\ntags: [soclite.layer-5]\n',
    ['error soclite-tag-unknown'],
  ],
  [
    'two layers',
    'level: low\n',
    'level: low\ntags: [soclite.layer-1, soclite.layer-2]\n',
    ['error soclite-tag-repeated'],
  ],
])('%s', (_name, from, to, codes) => {
  const text = ruleText('f: a');
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  expect(codesOf(parseOne(changed))).toEqual(codes);
});

test('a condition list is an or', () => {
  const document = parseOne(ruleText('f: a', '[sel, not sel]'));
  expect(
    document.kind === 'rule' && [document.rule.condition, document.rule.conditionText],
  ).toEqual([
    {
      kind: 'or',
      operands: [
        { kind: 'identifier', name: 'sel' },
        { kind: 'not', operand: { kind: 'identifier', name: 'sel' } },
      ],
    },
    '(sel) or (not sel)',
  ]);
});

test.each([
  ['{}', ['error detection-empty']],
  ['[]', ['error detection-empty']],
  ['', ['error detection-empty']],
  ['- [a]', ['error detection-nested-list']],
  ['- {}', ['error detection-empty']],
  ['f: []', ['error value-missing']],
  ['f: {a: b}', ['error value-nested']],
  ['f: [[a]]', ['error value-nested']],
  ['- null', ['error keyword-null', 'warning null-in-list']],
  ["'|all': [a, null]", ['error keyword-null', 'warning null-in-list']],
])('the selection %j is refused: %s', (selection, codes) => {
  expect(parseSelection(selection)).toEqual(codes);
});

/** Kinds and field names of a detection, nested. */
function shape(detection: ReturnType<typeof parseSelection>): unknown {
  if (!('kind' in detection)) return detection;
  if ('parts' in detection) return { [detection.kind]: detection.parts.map(shape) };
  return detection.kind === 'field' ? detection.text : detection.patterns.length;
}

test.each([
  ['a: 1\nb: 2', { all: ['a', 'b'] }],
  ['a: 1', 'a'],
  ['f|contains: a\nf|endswith: b', { all: ['f|contains', 'f|endswith'] }],
  ['- a: 1\n- b: 2\n  c: 3', { any: ['a', { all: ['b', 'c'] }] }],
  ['- a\n- b', 2],
  ['word', 1],
  ['4688', 1],
  ['- a\n- f: 1\n- b', { any: [1, 'f', 1] }],
  ["'|all': [a, b]", 2],
  ["'|all': [a, b]\nf: x", { all: [2, 'f'] }],
  [
    '__proto__: a\nconstructor: b\ntoString|contains: c',
    { all: ['__proto__', 'constructor', 'toString|contains'] },
  ],
])('the selection %j has the shape %j', (selection, expected) => {
  expect(shape(parseSelection(selection))).toEqual(expected);
});

test('anchors and merge keys are honoured', () => {
  const text = ruleText('x: &v [a, b]\ny: *v').replace(
    '  sel:',
    '  base: &base {w: 1}\n  sel:\n    <<: *base',
  );
  const document = parseOne(text);
  expect(document.kind === 'rule' && shape(document.rule.detections.get('sel') ?? [])).toEqual({
    all: ['w', 'x', 'y'],
  });
});
