// Rules and events made at random from few values, so that they meet.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileEngine } from '../../src/detect/engine.ts';
import { explainMatch } from '../../src/detect/explain.ts';
import { createReferenceMatcher } from '../../src/detect/reference.ts';
import type { FieldValue, LogSource } from '../../src/event/event.ts';
import type { Condition, Detection } from '../../src/sigma/detection.ts';
import { TIME_PARTS } from '../../src/sigma/pattern.ts';
import type {
  NumberOperator,
  Pattern,
  SinglePattern,
  StringPart,
} from '../../src/sigma/pattern.ts';
import type { SigmaRule } from '../../src/sigma/rule.ts';
import { event, identifier, rule } from '../support/sigma-ast.ts';
import { expectAgreement } from './agreement.ts';

const NAMES = ['EventID', 'a', 'b', 'a.b'];
const text = fc.oneof(
  fc.string({
    unit: fc.constantFrom('a', 'b', 'A', '-', '/', '–', 'ſ', 's', '😀', '\n', '\udc80'),
    maxLength: 6,
  }),
  fc.constantFrom('1', '4688', '10.0.0.1', 'true', '', '2026-11-11 11:01:00'),
);
const word = fc.string({
  unit: fc.constantFrom('a', 'b', 'A', '-', 's', '😀'),
  minLength: 1,
  maxLength: 2,
});
const part: fc.Arbitrary<StringPart> = fc.oneof(
  { weight: 3, arbitrary: word.map((value) => ({ kind: 'literal', text: value }) as const) },
  fc.constantFrom({ kind: 'many' } as const, { kind: 'one' } as const, { kind: 'dash' } as const),
);

const single: fc.Arbitrary<SinglePattern> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('string' as const),
      parts: fc.array(part, { maxLength: 6 }),
      isCased: fc.boolean(),
    }),
  },
  fc.constantFrom('1', '4688', 'a').map((value): SinglePattern => ({
    kind: 'string',
    parts: [{ kind: 'literal', text: value }],
    isCased: false,
  })),
  fc
    .tuple(
      fc.constantFrom('1', '0', '4688', '1.5'),
      fc.constantFrom<NumberOperator[]>('eq', 'lt', 'gte'),
    )
    .map(([value, operator]): SinglePattern => ({
      kind: 'number',
      operator,
      value: Number(value),
      text: value,
    })),
  fc.record({
    kind: fc.constant('time' as const),
    part: fc.constantFrom(...TIME_PARTS),
    operator: fc.constantFrom<NumberOperator[]>('eq', 'lt', 'gte'),
    value: fc.constantFrom(1, 11),
  }),
  fc.constantFrom<SinglePattern[]>(
    { kind: 'null' },
    { kind: 'exists', value: true },
    { kind: 'exists', value: false },
    { kind: 'boolean', value: true },
    { kind: 'regex', source: 'a+b?$', ignoreCase: true, multiline: true, dotAll: false },
    { kind: 'cidr', family: 4, network: 0x0a000000n, prefixLength: 8, text: '10.0.0.0/8' },
  ),
);

const reference: fc.Arbitrary<Pattern> = fc.record({
  kind: fc.constant('field-reference' as const),
  field: fc.constantFrom(...NAMES),
  comparison: fc.constantFrom(
    'equals' as const,
    'contains' as const,
    'startswith' as const,
    'endswith' as const,
  ),
  isCased: fc.boolean(),
});
const keywordPattern: fc.Arbitrary<Pattern> = fc.oneof(
  { weight: 4, arbitrary: single },
  fc.record({
    kind: fc.constant('any-of' as const),
    patterns: fc.array(single, { minLength: 1, maxLength: 3 }),
  }),
);
const pattern: fc.Arbitrary<Pattern> = fc.oneof(
  { weight: 6, arbitrary: keywordPattern },
  reference,
);

const { detection } = fc.letrec<{ detection: Detection }>((tie) => ({
  detection: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({
      kind: fc.constant('field' as const),
      field: fc.constantFrom(...NAMES),
      link: fc.constantFrom('any' as const, 'all' as const),
      isNegated: fc.boolean(),
      patterns: fc.array(pattern, { minLength: 1, maxLength: 4 }),
      text: fc.constant('item'),
    }),
    fc.record({
      kind: fc.constant('keyword' as const),
      link: fc.constantFrom('any' as const, 'all' as const),
      patterns: fc.array(keywordPattern, { minLength: 1, maxLength: 3 }),
      text: fc.constant(''),
    }),
    fc.record({
      kind: fc.constantFrom('all' as const, 'any' as const),
      parts: fc.array(tie('detection'), { minLength: 1, maxLength: 3 }),
    }),
  ),
}));

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('x', 'y').map(identifier),
    fc.record({ kind: fc.constant('constant' as const), value: fc.boolean() }),
    fc.record({ kind: fc.constant('not' as const), operand: tie('condition') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      operands: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }),
    }),
  ),
}));

const logSource: fc.Arbitrary<LogSource> = fc.record({
  category: fc.constantFrom(null, 'c'),
  product: fc.constantFrom(null, 'p', 'q'),
  service: fc.constantFrom(null, 's'),
});

const rules: fc.Arbitrary<readonly SigmaRule[]> = fc
  .array(fc.tuple(detection, detection, condition, logSource), { minLength: 1, maxLength: 12 })
  .map((parts) =>
    parts.map(([x, y, given, source], index) =>
      rule(`${index}`, { x, y }, { condition: given, logSource: source }),
    ),
  );

const { value } = fc.letrec<{ value: FieldValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 4, arbitrary: text },
    fc.constantFrom(null, true, false, 0, 1, 4688, 1.5, 1e21),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), tie('value'), { maxKeys: 2 }),
  ),
}));

const subject = fc
  .record({
    fields: fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 4 }),
    raw: text,
    logSources: fc.array(logSource, { maxLength: 3 }),
  })
  .map(({ fields, raw, logSources }) => event({}, { fields: new Map(fields), raw, logSources }));

test('the evaluators agree on generated rules and events, and matches have their reasons', () => {
  const total = { matched: 0, tried: 0, all: 0 };
  fc.assert(
    fc.property(rules, fc.array(subject, { minLength: 1, maxLength: 8 }), (given, events) => {
      const engine = compileEngine(given);
      const reference = createReferenceMatcher(given);
      for (const item of events) {
        const { matched, tried } = expectAgreement(engine, reference, item);
        total.matched += matched;
        total.tried += tried;
        total.all += given.length;
        const explained = given.filter((one) => explainMatch(one, item).length > 0);
        expect(reference.match(item)).toEqual(expect.arrayContaining(explained));
      }
    }),
    { numRuns: 1500 },
  );
  // the generators are worth something only if rules do match, and buckets leave rules out
  expect(total.matched).toBeGreaterThan(1000);
  expect(total.tried).toBeLessThan(total.all / 2);
});
