// Random correlations and streams for the properties of this folder.
import fc from 'fast-check';
import type { Event, FieldValue } from '../../src/event/event.ts';
import type { CorrelationType, SigmaCorrelation } from '../../src/sigma/rule.ts';
import { correlation, event, rule } from '../support/sigma-ast.ts';

export const RULES = ['r', 's', 't'].map((id) => rule(id, {}));
const SPAN_MS = 10;

export interface StreamItem {
  readonly event: Event;
  readonly rules: readonly string[];
}

const step = fc.record({
  gapMs: fc.constantFrom(0, 0, 1, 1, 2, 3, 5, 10, 11),
  unit: fc.constantFrom('u', 'u', 'v', null),
  ip: fc.constantFrom('a', 'a', 'a', 'b', undefined),
  other: fc.constantFrom('a', 'b'),
  user: fc.constantFrom('x', 'y', 'z', null, ['x', 'z'], undefined),
  size: fc.constantFrom<FieldValue | undefined>(
    0.1,
    0.2,
    1,
    '1.5',
    -2,
    7,
    'x',
    [3, '0.3'],
    undefined,
  ),
  more: fc.constantFrom<FieldValue>(5, 0.7),
  rules: fc.subarray(['r', 's', 't'], { minLength: 1 }),
});

/** Events in event-time order, some at equal times; each matches one or more rules. */
export const stream: fc.Arbitrary<readonly StreamItem[]> = fc
  .array(step, { maxLength: 40, size: 'max' })
  .map((steps) => {
    let timeMs = 1000;
    return steps.map(({ gapMs, unit, rules, ...rest }, index) => {
      timeMs += gapMs;
      const present = Object.entries(rest).filter(([, value]) => value !== undefined);
      const fields = Object.fromEntries(present) as Record<string, FieldValue>;
      // the raw text tells events of equal times apart, as their lines do
      const raw = String(index).padStart(4, '0');
      return { event: event(fields, { timeMs, unit, raw, machine: null }), rules };
    });
  });

const operator = fc.constantFrom('gt', 'gte', 'lt', 'lte', 'eq', 'neq') as fc.Arbitrary<
  SigmaCorrelation['conditions'][number]['operator']
>;

function conditions(values: readonly number[]): fc.Arbitrary<SigmaCorrelation['conditions']> {
  const one = fc.record({ operator, value: fc.constantFrom(...values) });
  return fc.array(one, { minLength: 1, maxLength: 2 });
}

const alternative = fc
  .record({
    present: fc.array(fc.constantFrom('r', 's', 't'), { minLength: 1, maxLength: 3 }),
    absent: fc.subarray(['r', 's', 't'], { maxLength: 1 }),
  })
  .filter(({ present, absent }) => !present.some((id) => absent.includes(id)));

const test = {
  event_count: fc.record({ conditions: conditions([1, 2, 3, 5]) }),
  value_count: fc.record({
    conditions: conditions([1, 2, 3]),
    fields: fc.constantFrom(['user'], ['user', 'other']),
  }),
  temporal: fc.oneof(
    fc.record({ conditions: conditions([1, 2, 3]) }),
    fc.record({
      conditions: fc.constant([]),
      alternatives: fc.array(alternative, { minLength: 1, maxLength: 3 }),
    }),
  ),
  temporal_ordered: fc.oneof(
    fc.record({ conditions: conditions([1, 2, 3]) }),
    fc.record({
      conditions: fc.constant([]),
      alternatives: fc.array(alternative, { minLength: 1, maxLength: 3 }),
    }),
  ),
  value_sum: fc.record({ conditions: conditions([0.3, 1, 4.5, 8]), fields: fc.constant(['size']) }),
  value_avg: fc.record({ conditions: conditions([0.1, 1, 1.5]), fields: fc.constant(['size']) }),
  value_percentile: fc.record({
    conditions: conditions([0.1, 1, 1.5, 5]),
    fields: fc.constant(['size']),
    percentile: fc.constantFrom(0, 10, 50, 95, 99.9, 100),
  }),
  value_median: fc.record({
    conditions: conditions([0.1, 1, 1.5]),
    fields: fc.constant(['size']),
    percentile: fc.constant(50),
  }),
} as const satisfies Record<CorrelationType, fc.Arbitrary<Partial<SigmaCorrelation>>>;

/** A correlation over r, s and t; sometimes s has its group value and size under another name. */
export function randomCorrelation(type: CorrelationType, id = 'c'): fc.Arbitrary<SigmaCorrelation> {
  return fc
    .record({
      test: test[type],
      groupBy: fc.constantFrom([], ['ip'], ['ip']),
      isAliased: fc.boolean(),
      scope: fc.constantFrom('unit' as const, 'province' as const),
    })
    .map(({ test: asked, groupBy, isAliased, scope }) =>
      correlation(id, {
        type,
        groupBy,
        scope,
        ruleIds: ['r', 's', 't'],
        timespanMs: SPAN_MS,
        aliases: isAliased ? aliases('s') : new Map(),
        ...asked,
      }),
    );
}

function aliases(id: string): SigmaCorrelation['aliases'] {
  return new Map([
    ['ip', new Map([[id, 'other']])],
    ['size', new Map([[id, 'more']])],
  ]);
}

/** Correlations of correlations: an inner one, one over it and a rule, and one over both. */
export const chain: fc.Arbitrary<readonly SigmaCorrelation[]> = fc
  .record({
    types: fc.tuple(
      ...Array.from({ length: 3 }, () =>
        fc.constantFrom<CorrelationType>('event_count', 'temporal', 'temporal_ordered'),
      ),
    ),
  })
  .chain(({ types: [inner = 'temporal', middle = 'temporal', outer = 'temporal'] }) =>
    fc.tuple(
      randomCorrelation(inner, 'inner'),
      randomCorrelation(middle, 'middle'),
      randomCorrelation(outer, 'outer'),
    ),
  )
  .map(([inner, middle, outer]) => [
    { ...inner, groupBy: ['ip'], scope: 'unit', aliases: new Map() },
    over({ ...middle, groupBy: ['ip'], scope: 'unit' }, { r: 'inner' }),
    over({ ...outer, groupBy: [] }, { r: 'inner', s: 'middle' }),
  ]);

/** Puts other references in place of rules. */
function over(given: SigmaCorrelation, names: Record<string, string>): SigmaCorrelation {
  const toName = (id: string): string => names[id] ?? id;
  return {
    ...given,
    aliases: new Map(),
    ruleIds: given.ruleIds.map(toName),
    alternatives: given.alternatives.map(({ present, absent }) => ({
      present: present.map(toName),
      absent: absent.map(toName),
    })),
  };
}
