// Every pattern on every kind of value, alone and linked, negated and not: small, complete, the same each time.
import { expect, test } from 'vitest';
import { compileEngine } from '../../src/detect/engine.ts';
import { createReferenceMatcher } from '../../src/detect/reference.ts';
import type { FieldValue } from '../../src/event/event.ts';
import type { Detection } from '../../src/sigma/detection.ts';
import { TIME_PARTS } from '../../src/sigma/pattern.ts';
import type { NumberOperator, Pattern } from '../../src/sigma/pattern.ts';
import type { SigmaRule } from '../../src/sigma/rule.ts';
import { event, field, glob, identifier, keyword, literal, rule } from '../support/sigma-ast.ts';
import { expectAgreement } from './agreement.ts';

const GLOBS = [
  'a',
  'A',
  '4688',
  'true',
  '',
  '*',
  '?',
  '??',
  'a*',
  '*a',
  '*a*',
  'a?',
  '?a',
  '*?',
  '*??*',
  'a*b*c',
  '*a*b',
  '~',
  '*~a*',
  '*ss',
  'K',
  '*😀?',
  '*x*?*',
];
const OPERATORS: readonly NumberOperator[] = ['eq', 'lt', 'lte', 'gt', 'gte'];
const NUMBERS = ['0', '-1', '4688', '1.5', '9007199254740993', '1e3'];

const PATTERNS: readonly Pattern[] = [
  ...GLOBS.flatMap((text) => [glob(text), glob(text, true)]),
  literal('a*'),
  ...NUMBERS.flatMap((text) =>
    OPERATORS.map((operator): Pattern => ({ kind: 'number', operator, value: Number(text), text })),
  ),
  { kind: 'boolean', value: true },
  { kind: 'boolean', value: false },
  { kind: 'null' },
  { kind: 'exists', value: true },
  { kind: 'exists', value: false },
  { kind: 'regex', source: '^a.', ignoreCase: false, multiline: false, dotAll: false },
  { kind: 'regex', source: 'A$', ignoreCase: true, multiline: true, dotAll: true },
  { kind: 'cidr', family: 4, network: 0x0a000000n, prefixLength: 8, text: '10.0.0.0/8' },
  { kind: 'cidr', family: 6, network: 0n, prefixLength: 0, text: '::/0' },
  ...TIME_PARTS.flatMap((part) =>
    OPERATORS.map((operator): Pattern => ({ kind: 'time', part, operator, value: 11 })),
  ),
  ...(['equals', 'contains', 'startswith', 'endswith'] as const).flatMap((comparison) =>
    [true, false].map((isCased): Pattern => ({
      kind: 'field-reference',
      field: 'g',
      comparison,
      isCased,
    })),
  ),
  { kind: 'any-of', patterns: [glob('a*'), glob('*b')] },
  { kind: 'any-of', patterns: [{ kind: 'null' }, glob('A', true)] },
];

const SCALARS: readonly FieldValue[] = [
  null,
  true,
  false,
  0,
  -0,
  4688,
  1.5,
  -1.5,
  1000,
  1e21,
  9007199254740992,
  '',
  'a',
  'A',
  'ab',
  'aXbXc',
  'a\nb',
  'TRUE',
  'false',
  '4688',
  '04688',
  '-1',
  '1.50',
  '9007199254740993',
  '9007199254740992',
  '-a',
  '–A',
  'ß',
  'ſs',
  'İ',
  '\u212a',
  '😀',
  'a😀',
  '😀a',
  '😀😀',
  '\udc80',
  'a\udc80',
  '10.1.2.3',
  '::ffff:10.1.2.3',
  '::1',
  '2026-11-11 11:11:11.111',
  '2020-11-11',
  1604664000,
  1604664000123,
  'x'.repeat(20_000),
];
const VALUES: readonly FieldValue[] = [
  ...SCALARS,
  [],
  [null],
  ['a', 'b'],
  [['A'], { a: 'a' }],
  { a: 'a' },
  [4688, true, 'a😀'],
];

/** The loader refuses a reference without a field to compare it with. */
const isKeyword = ({ kind }: Pattern): boolean => kind !== 'field-reference';

const items = (patterns: readonly Pattern[]): readonly Detection[] => [
  ...(['any', 'all'] as const).flatMap((link) =>
    [true, false].map((isNegated) => field('f', patterns, { link, isNegated })),
  ),
  keyword(patterns.filter(isKeyword)),
  keyword(patterns.filter(isKeyword), 'all'),
  field('f.a', patterns),
];

const PAIRS = PATTERNS.flatMap((pattern, index) => {
  const other = PATTERNS[(index * 7 + 3) % PATTERNS.length];
  return other === undefined ? [] : [[pattern, other]];
});
const RULES: readonly SigmaRule[] = [
  ...PATTERNS.map((pattern) => [pattern]),
  ...PAIRS,
  PATTERNS,
  [],
]
  .flatMap(items)
  .flatMap((item, index) => [
    rule(`${index}`, { sel: item }),
    rule(`not ${index}`, { sel: item }, { condition: { kind: 'not', operand: identifier('sel') } }),
  ]);

test('the evaluators agree on every pattern and every kind of value', () => {
  const engine = compileEngine(RULES);
  const reference = createReferenceMatcher(RULES);
  const events = [
    event({}),
    event({}, { raw: 'a -a 4688' }),
    event({ other: 'a' }, { raw: '{"a":"b"}' }),
    ...VALUES.flatMap((value) => [
      event({ f: value }),
      event({ f: { a: value } }),
      event({ 'f.a': value }),
      event({ f: value, g: 'a' }),
      event({ f: value, g: value }),
      event({ f: 'xAbx', g: value }),
    ]),
  ];
  const matched = events.map((subject) => expectAgreement(engine, reference, subject).matched);
  // of a rule and its negation exactly one matches: none of the cases is empty
  expect(new Set(matched)).toEqual(new Set([RULES.length / 2]));
});
