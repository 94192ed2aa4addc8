import { expect, test } from 'vitest';
import type { SigmaCorrelation } from '../../../src/sigma/rule.ts';
import { parseTimespan } from '../../../src/sigma/document/timespan.ts';
import { codesOf, parseOne, problemText } from '../rule-text.ts';

const HEAD = 'title: C\nid: 0e95725d-7320-415d-80f7-004da920fc11\nlevel: high\n';

function correlation(lines: string, head = HEAD): string {
  return `${head}correlation:\n${lines.replaceAll(/^/gm, '  ')}\n`;
}

const EVENT_COUNT = `type: event_count
rules: [failed_logon, other]
group-by: [User, Host]
timespan: 15m
condition: {gte: 10, lt: 100}
aliases:
  Host: {failed_logon: Computer, other: host}
generate: true`;

test('a whole correlation', () => {
  const document = parseOne(correlation(EVENT_COUNT, `${HEAD}soclite.scope: province\n`));
  const rule: SigmaCorrelation = {
    kind: 'correlation',
    id: '0e95725d-7320-415d-80f7-004da920fc11',
    name: null,
    title: 'C',
    status: null,
    level: 'high',
    description: null,
    author: null,
    references: [],
    falsePositives: [],
    tags: [],
    date: null,
    modified: null,
    license: null,
    custom: new Map([['soclite.scope', 'province']]),
    at: { file: 'rule.yml', line: 1, column: 1 },
    type: 'event_count',
    ruleReferences: ['failed_logon', 'other'],
    ruleIds: [],
    groupBy: ['User', 'Host'],
    timespanMs: 900_000,
    conditions: [
      { operator: 'gte', value: 10 },
      { operator: 'lt', value: 100 },
    ],
    fields: [],
    percentile: null,
    alternatives: [],
    aliases: new Map([
      [
        'Host',
        new Map([
          ['failed_logon', 'Computer'],
          ['other', 'host'],
        ]),
      ],
    ]),
    generate: true,
    scope: 'province',
  };
  expect(document).toEqual({ kind: 'correlation', rule, problems: [] });
});

test('the shortest value_count: texts for lists, no group, no generate', () => {
  const text = correlation(
    'type: value_count\nrules: r\ntimespan: 1h\ncondition: {field: User, gt: 5}',
  );
  const document = parseOne(text);
  expect(document.kind === 'correlation' && document.rule).toMatchObject({
    type: 'value_count',
    ruleReferences: ['r'],
    groupBy: [],
    timespanMs: 3_600_000,
    conditions: [{ operator: 'gt', value: 5 }],
    fields: ['User'],
    aliases: new Map(),
    generate: false,
    scope: 'unit',
  });
});

test.each([
  [
    'generate at the top level',
    correlation(EVENT_COUNT.replace('generate: true', ''), `${HEAD}generate: true\n`),
    true,
  ],
  ['generate in both places', correlation(EVENT_COUNT, `${HEAD}generate: true\n`), true],
  ['generate: false', correlation(EVENT_COUNT.replace('true', 'false')), false],
])('%s', (_name, text, generate) => {
  const document = parseOne(text);
  expect(document.kind === 'correlation' && document.rule.generate).toBe(generate);
});

test.each([
  ['30s', 30_000],
  ['15m', 900_000],
  ['1h', 3_600_000],
  ['7d', 604_800_000],
  ['2w', 1_209_600_000],
  ['1M', 2_629_746_000],
  ['1y', 31_556_952_000],
  ['0s', null],
  ['1h30m', null],
  ['1.5h', null],
  ['1H', null],
  ['h', null],
  ['10', null],
  ['-1h', null],
  [' 1h', null],
  ['9999999999y', null],
])('the timespan %s is %s ms', (text, milliseconds) => {
  expect(parseTimespan(text)).toBe(milliseconds);
});

test('an unknown type is refused', () => {
  expect(codesOf(parseOne(correlation(EVENT_COUNT.replace('event_count', 'near'))))).toEqual([
    'error correlation-type-unknown',
  ]);
});

const both = { present: ['a', 'b'], absent: [] };
test.each<[string, string, unknown]>([
  ['temporal', 'type: temporal', { alternatives: [both] }],
  ['temporal_ordered', 'type: temporal_ordered', { alternatives: [both] }],
  [
    'temporal with a count',
    'type: temporal\ncondition: {gte: 1}',
    { conditions: [{ operator: 'gte', value: 1 }], alternatives: [] },
  ],
  [
    'an extended condition',
    'type: temporal\ncondition: a and not b',
    { alternatives: [{ present: ['a'], absent: ['b'] }] },
  ],
  [
    'precedence: not, and, or',
    'type: temporal\ncondition: b and not a or a',
    {
      alternatives: [
        { present: ['b'], absent: ['a'] },
        { present: ['a'], absent: [] },
      ],
    },
  ],
  [
    'a negated group',
    'type: temporal_ordered\ncondition: b and not (not a or not b)',
    { alternatives: [{ present: ['b', 'a', 'b'], absent: [] }] },
  ],
  [
    'alternatives that cannot be are left out',
    'type: temporal\ncondition: (a and not a) or b',
    { alternatives: [{ present: ['b'], absent: [] }] },
  ],
  [
    'value_count of a list of fields',
    'type: value_count\ncondition: {gt: 5, field: [x, y]}',
    { fields: ['x', 'y'], percentile: null },
  ],
  [
    'value_sum with a fraction',
    'type: value_sum\ncondition: {gt: -0.5, lte: 1.25, field: x}',
    {
      fields: ['x'],
      conditions: [
        { operator: 'gt', value: -0.5 },
        { operator: 'lte', value: 1.25 },
      ],
    },
  ],
  ['value_avg', 'type: value_avg\ncondition: {gt: 5, field: x}', { fields: ['x'] }],
  [
    'value_percentile',
    'type: value_percentile\ncondition: {gt: 5, field: x, percentile: 99.9}',
    { fields: ['x'], percentile: 99.9 },
  ],
  ['value_median', 'type: value_median\ncondition: {gt: 5, field: x}', { percentile: 50 }],
])('%s', (_name, lines, expected) => {
  const document = parseOne(correlation(`${lines}\nrules: [a, b]\ntimespan: 1h`));
  expect(document.problems).toEqual([]);
  expect(document.kind === 'correlation' && document.rule).toMatchObject(
    expected as Record<string, unknown>,
  );
});

test('an extended condition names the rules when they are left out', () => {
  const document = parseOne(
    correlation('type: temporal\ntimespan: 1h\ncondition: r2 and (r1 or not r3)'),
  );
  expect(document.kind === 'correlation' && document.rule).toMatchObject({
    ruleReferences: ['r2', 'r1', 'r3'],
    alternatives: [
      { present: ['r2', 'r1'], absent: [] },
      { present: ['r2'], absent: ['r3'] },
    ],
  });
});

test.each([
  ['only not', 'not a or b', ['error correlation-condition-negative']],
  ['never true', 'a and not a and b', ['error correlation-condition-never']],
  ['a name that is not under rules', 'a and b and c', ['error correlation-condition-unlisted']],
  ['a rule that it leaves out', 'a', ['error correlation-condition-unused']],
  ['a selector', '1 of them and a and b', ['error correlation-condition-name']],
  ['an id', 'a and b-c', ['error correlation-condition-name']],
  ['a missing operand', 'a and b and', ['error condition-syntax']],
  ['a character', 'a && b', ['error condition-syntax']],
  [
    'too many alternatives',
    Array.from({ length: 9 }, () => '(a or b)').join(' and '),
    ['error correlation-condition-large'],
  ],
])('an extended condition with %s is refused', (_name, condition, codes) => {
  const text = `type: temporal\nrules: [a, b]\ntimespan: 1h\ncondition: ${condition}`;
  expect(codesOf(parseOne(correlation(text)))).toEqual(codes);
});

test('a fault of a condition of names is not also a lack of rules', () => {
  const text = 'type: temporal\ntimespan: 1h\ncondition: a and b and';
  expect(codesOf(parseOne(correlation(text)))).toEqual(['error condition-syntax']);
});

test.each([
  ['event_count', 'a and b', ['error key-type']],
  ['temporal', '{gte: 1, field: x}', ['error correlation-field-unexpected']],
  ['temporal', '{gte: 1.5}', ['error correlation-count-malformed']],
  ['temporal', '[a, b]', ['error key-type']],
  ['value_sum', '{gte: 1}', ['error key-missing']],
  ['value_sum', '{field: x}', ['error key-missing']],
  ['value_sum', '{gte: 1, field: [x, y]}', ['error correlation-fields-unsupported']],
  ['value_avg', "{gte: '1', field: x}", ['error correlation-count-malformed']],
  ['value_median', '{gte: 1, field: x, percentile: 50}', ['error correlation-condition-unknown']],
  ['value_percentile', '{gte: 1, field: x}', ['error key-missing']],
  [
    'value_percentile',
    '{gte: 1, field: x, percentile: 101}',
    ['error correlation-percentile-malformed'],
  ],
  [
    'value_percentile',
    "{gte: 1, field: x, percentile: '5'}",
    ['error correlation-percentile-malformed'],
  ],
])('%s with the condition %s is refused', (type, condition, codes) => {
  const text = `type: ${type}\nrules: [a, b]\ntimespan: 1h\ncondition: ${condition}`;
  expect(codesOf(parseOne(correlation(text)))).toEqual(codes);
});

test.each([
  ['no type', 'type: event_count\n', '', ['error key-missing']],
  [
    'no rules',
    'rules: [failed_logon, other]\n',
    '',
    ['error key-missing', 'error alias-unknown-rule', 'error alias-unknown-rule'],
  ],
  ['a rule twice', 'other]\n', 'other, other]\n', ['error correlation-rule-repeated']],
  ['no timespan', 'timespan: 15m\n', '', ['error key-missing']],
  ['timespan in seconds', '15m', '900', ['error timespan-malformed']],
  ['no condition', 'condition: {gte: 10, lt: 100}\n', '', ['error key-missing']],
  ['a condition as text', '{gte: 10, lt: 100}', 'a and b', ['error key-type']],
  ['an unknown operator', 'gte: 10', 'min: 10', ['error correlation-condition-unknown']],
  ['a percentile', 'gte: 10', 'gte: 10, percentile: 5', ['error correlation-condition-unknown']],
  ['a count as text', 'gte: 10', "gte: '10'", ['error correlation-count-malformed']],
  ['a fraction as count', 'gte: 10', 'gte: 1.5', ['error correlation-count-malformed']],
  [
    'no operator',
    'gte: 10, lt: 100',
    'field: x',
    ['error key-missing', 'error correlation-field-unexpected'],
  ],
  [
    'a field of event_count',
    'gte: 10',
    'gte: 10, field: x',
    ['error correlation-field-unexpected'],
  ],
  ['an unknown key', 'generate: true', 'window: sliding', ['error correlation-key-unknown']],
  ['generate as text', 'generate: true', "generate: 'true'", ['error key-type']],
  ['an alias without a rule', ', other: host}', '}', ['error alias-incomplete']],
  [
    'an alias of another rule',
    'other: host}',
    'other: host, third: h}',
    ['error alias-unknown-rule'],
  ],
  [
    'an alias that is no map',
    '{failed_logon: Computer, other: host}',
    'x',
    ['error alias-incomplete'],
  ],
  [
    'an alias that is not used',
    'group-by: [User, Host]',
    'group-by: User',
    ['warning alias-unused'],
  ],
])('%s', (_name, from, to, codes) => {
  const changed = EVENT_COUNT.replace(from, to);
  expect(changed).not.toBe(EVENT_COUNT);
  expect(codesOf(parseOne(correlation(changed)))).toEqual(codes);
});

test.each([
  ['without field', 'gt: 5', ['error key-missing']],
  ['with an empty list', 'gt: 5, field: []', ['error key-missing']],
  ['with a field twice', 'gt: 5, field: [a, a]', ['error correlation-field-repeated']],
  ['with a number as field', 'gt: 5, field: 1', ['error key-type']],
])('value_count %s', (_name, condition, codes) => {
  const text = `type: value_count\nrules: r\ntimespan: 1h\ncondition: {${condition}}`;
  expect(codesOf(parseOne(correlation(text)))).toEqual(codes);
});

test.each([
  ['a detection beside it', `${HEAD}detection: {}\n`, ['error document-kind']],
  ['a log source beside it', `${HEAD}logsource: {}\n`, ['error document-kind']],
  ['another generate at the top', `${HEAD}generate: false\n`, ['error generate-conflict']],
])('%s', (_name, head, codes) => {
  expect(codesOf(parseOne(correlation(EVENT_COUNT, head)))).toEqual(codes);
});

test('problems stand where the fault is', () => {
  const text = correlation(EVENT_COUNT.replace('gte: 10', "gte: '10'").replace('15m', '15min'));
  expect(problemText(text)).toMatchInlineSnapshot(`
    "rule.yml:8:13: error: "15min" is no time span [timespan-malformed]
      hint: write a number and one unit: 30s, 15m, 1h, 7d, 2w, 1M (month), 1y
    rule.yml:9:20: error: a count must be a whole number, not "10" [correlation-count-malformed]"
  `);
});
