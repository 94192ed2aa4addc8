// The types by example, as a rule's author would try them.
import { describe, expect, test } from 'vitest';
import { createCorrelator } from '../../src/correlate/correlator.ts';
import type { Event, FieldValue } from '../../src/event/event.ts';
import type { SigmaCorrelation } from '../../src/sigma/rule.ts';
import { correlation, event, rule } from '../support/sigma-ast.ts';

const RULES = ['a', 'b', 'c'].map((id) => rule(id, {}));

/** An event at a second that matches the rules named by single letters. */
type Step = readonly [
  seconds: number,
  rules: string,
  fields?: Record<string, FieldValue>,
  rest?: Partial<Event>,
];

/** `id @ last second: count / events reported` of each finding; `|` stands where the input ended. */
function run(correlations: readonly SigmaCorrelation[], steps: readonly Step[]): readonly string[] {
  const correlator = createCorrelator({ rules: RULES, correlations });
  const show = (findings: ReturnType<typeof correlator.advance>): readonly string[] =>
    findings.map(
      ({ rule: { id }, lastMs, count, eventCount }) =>
        `${id} @ ${lastMs / 1000}: ${count}/${eventCount}`,
    );
  const live = steps.flatMap(([seconds, letters, fields = {}, rest = {}], line) =>
    show(
      correlator.push({
        event: event(fields, {
          timeMs: seconds * 1000,
          origin: { source: 's', file: 'f', line },
          ...rest,
        }),
        rules: RULES.filter(({ id }) => letters.includes(id)),
      }),
    ),
  );
  const late = show(correlator.advance(Number.POSITIVE_INFINITY));
  return late.length === 0 ? live : [...live, '|', ...late];
}

function temporal(
  type: 'temporal' | 'temporal_ordered',
  ...alternatives: readonly (readonly [present: string, absent?: string])[]
): SigmaCorrelation {
  return correlation('t', {
    type,
    ruleIds: ['a', 'b', 'c'],
    conditions: [],
    alternatives: alternatives.map(([present, absent = '']) => ({
      present: present.split(''),
      absent: absent.split(''),
    })),
  });
}

const AB = temporal('temporal', ['ab']);
const A_THEN_B = temporal('temporal_ordered', ['ab']);

test.each<[string, SigmaCorrelation, readonly Step[], readonly string[]]>([
  [
    'any order',
    AB,
    [
      [0, 'b'],
      [1, 'a'],
    ],
    ['t @ 1: 2/2'],
  ],
  [
    'both ends of the window',
    AB,
    [
      [0, 'a'],
      [10, 'b'],
    ],
    ['t @ 10: 2/2'],
  ],
  [
    'too far apart',
    AB,
    [
      [0, 'a'],
      [10.001, 'b'],
    ],
    [],
  ],
  ['one event for both', AB, [[0, 'ab']], ['t @ 0: 2/1']],
  [
    'the same rule twice',
    AB,
    [
      [0, 'a'],
      [1, 'a'],
    ],
    [],
  ],
  [
    'other units',
    AB,
    [
      [0, 'a', {}, { unit: 'u' }],
      [1, 'b', {}, { unit: 'v' }],
    ],
    [],
  ],
  [
    'in order',
    A_THEN_B,
    [
      [0, 'a'],
      [1, 'b'],
    ],
    ['t @ 1: 2/2'],
  ],
  [
    'in the other order',
    A_THEN_B,
    [
      [0, 'b'],
      [1, 'a'],
    ],
    [],
  ],
  [
    'A B A',
    A_THEN_B,
    [
      [0, 'a'],
      [1, 'b'],
      [2, 'a'],
    ],
    ['t @ 1: 2/2', 't @ 2: 2/1'],
  ],
  [
    'B A B',
    A_THEN_B,
    [
      [0, 'b'],
      [1, 'a'],
      [2, 'b'],
    ],
    ['t @ 2: 2/3'],
  ],
  [
    'the A that still is in the window',
    A_THEN_B,
    [
      [0, 'a'],
      [5, 'a'],
      [12, 'b'],
    ],
    ['t @ 12: 2/2'],
  ],
  [
    'equal times as they arrive',
    A_THEN_B,
    [
      [0, 'a'],
      [0, 'b'],
    ],
    ['t @ 0: 2/2'],
  ],
  [
    'equal times the other way round',
    A_THEN_B,
    [
      [0, 'b'],
      [0, 'a'],
    ],
    [],
  ],
  ['one event for two steps', A_THEN_B, [[0, 'ab']], ['t @ 0: 2/1']],
  [
    'a count of rules in order',
    correlation('t', {
      type: 'temporal_ordered',
      ruleIds: ['a', 'b', 'c'],
      conditions: [{ operator: 'gte', value: 2 }],
    }),
    [
      [0, 'c'],
      [1, 'b'],
      [2, 'a'],
      [3, 'c'],
    ],
    ['t @ 3: 2/4'],
  ],
])('temporal: %s', (_name, given, steps, expected) => {
  expect(run([given], steps)).toEqual(expected);
});

const A_NOT_C = temporal('temporal', ['a', 'c']);

test.each<[string, SigmaCorrelation, readonly Step[], readonly string[]]>([
  [
    'decided when the window has closed',
    A_NOT_C,
    [
      [0, 'a'],
      [10.001, 'b'],
    ],
    ['t @ 0: 1/1'],
  ],
  [
    'not before',
    A_NOT_C,
    [
      [0, 'a'],
      [10, 'b'],
    ],
    ['|', 't @ 0: 1/1'],
  ],
  ['at the end of the input', A_NOT_C, [[0, 'a']], ['|', 't @ 0: 1/1']],
  [
    'after it',
    A_NOT_C,
    [
      [0, 'a'],
      [10, 'c'],
    ],
    [],
  ],
  [
    'before it',
    A_NOT_C,
    [
      [0, 'c'],
      [10, 'a'],
    ],
    [],
  ],
  [
    'long after it',
    A_NOT_C,
    [
      [0, 'a'],
      [10.001, 'c'],
    ],
    ['t @ 0: 1/1'],
  ],
  [
    'long before it',
    A_NOT_C,
    [
      [0, 'c'],
      [10.001, 'a'],
    ],
    ['|', 't @ 10.001: 1/1'],
  ],
  ['at the same event', A_NOT_C, [[0, 'ac']], []],
  [
    'in another unit',
    A_NOT_C,
    [
      [0, 'a', {}, { unit: 'u' }],
      [1, 'c', {}, { unit: 'v' }],
    ],
    ['|', 't @ 0: 1/1'],
  ],
  [
    'near one of two that must be present, not near both',
    temporal('temporal', ['ab', 'c']),
    [
      [0, 'c'],
      [4, 'a'],
      [12, 'b'],
    ],
    ['|', 't @ 12: 2/2'],
  ],
  [
    'an alternative',
    temporal('temporal', ['ab'], ['a', 'c']),
    [
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
      [30, 'a'],
    ],
    ['t @ 1: 2/2', '|', 't @ 30: 1/1'],
  ],
  [
    'in order',
    temporal('temporal_ordered', ['ab', 'c']),
    [
      [0, 'b'],
      [1, 'a'],
      [2, 'b'],
    ],
    ['|', 't @ 2: 2/2'],
  ],
  [
    'once while it stays true, then what is new',
    A_NOT_C,
    [
      [0, 'a'],
      [5, 'a'],
      [16, 'a'],
      [40, 'a'],
    ],
    ['t @ 5: 1/2', 't @ 16: 1/1', '|', 't @ 40: 1/1'],
  ],
])('absent: %s', (_name, given, steps, expected) => {
  expect(run([given], steps)).toEqual(expected);
});

function numeric(
  type: SigmaCorrelation['type'],
  operator: 'gte' | 'lt',
  value: number,
  percentile: number | null = null,
): SigmaCorrelation {
  return correlation('n', {
    type,
    ruleIds: ['a'],
    fields: ['x'],
    percentile,
    conditions: [{ operator, value }],
  });
}

test.each<[string, SigmaCorrelation, readonly (FieldValue | undefined)[], readonly string[]]>([
  ['a sum of numbers and of text', numeric('value_sum', 'gte', 3), [1, '2.5'], ['n @ 1: 3.5/2']],
  [
    'other values do not count',
    numeric('value_sum', 'gte', 3),
    ['1 MB', '', null, true, undefined, '0x5', 3],
    ['n @ 6: 3/1'],
  ],
  ['an array counts each', numeric('value_sum', 'gte', 3), [[1, '2']], ['n @ 0: 3/1']],
  [
    'sums do not drift',
    numeric('value_sum', 'lt', 0),
    [1e17, 0.1, -1e17, -0.1, -1],
    ['n @ 4: -1/5'],
  ],
  ['negative', numeric('value_sum', 'lt', -1), [-2], ['n @ 0: -2/1']],
  ['an average', numeric('value_avg', 'gte', 2.5), [1, 4], ['n @ 1: 2.5/2']],
  ['a median of two', numeric('value_median', 'gte', 2.5, 50), [1, 4], ['n @ 1: 2.5/2']],
  [
    'a median of three',
    numeric('value_median', 'gte', 2, 50),
    [1, 9, 2],
    ['n @ 1: 5/2', 'n @ 2: 2/1'],
  ],
  ['a percentile', numeric('value_percentile', 'gte', 3.7, 90), [1, 2, 3, 4], ['n @ 3: 3.7/4']],
  ['the lowest', numeric('value_percentile', 'lt', 2, 0), [3, 1], ['n @ 1: 1/2']],
  [
    'text of any length that is no number',
    numeric('value_sum', 'gte', 1),
    ['9'.repeat(100), '1e999'],
    [],
  ],
])('values: %s', (_name, given, values, expected) => {
  const steps = values.map((x, index): Step => [index, 'a', x === undefined ? {} : { x }]);
  expect(run([given], steps)).toEqual(expected);
});

test('value_count of several fields counts tuples in which every field is present', () => {
  const given = correlation('v', {
    type: 'value_count',
    ruleIds: ['a'],
    fields: ['x', 'y'],
    conditions: [{ operator: 'gte', value: 3 }],
  });
  const fields = [
    { x: 'p', y: 'q' },
    { x: 'p,q', y: '' },
    { x: 'p' },
    { x: 'p', y: null },
    { x: 'p', y: 'q' },
    { x: ['p', 'r'], y: 'q' },
  ];
  const steps = fields.map((item, index): Step => [index, 'a', item]);
  expect(run([given], steps)).toEqual(['v @ 5: 3/4']);
});

describe('correlations of correlations', () => {
  const many = correlation('many', { ruleIds: ['a'], groupBy: ['user'] });
  const thenB = correlation('then', {
    type: 'temporal_ordered',
    ruleIds: ['many', 'b'],
    groupBy: ['who'],
    conditions: [],
    alternatives: [{ present: ['many', 'b'], absent: [] }],
    aliases: new Map([
      [
        'who',
        new Map([
          ['many', 'user'],
          ['b', 'User'],
        ]),
      ],
    ]),
  });
  const steps: Step[] = [
    [0, 'a', { user: 'x' }],
    [1, 'a', { user: 'x' }],
    [2, 'a', { user: 'x' }],
    [3, 'b', { User: 'y' }],
    [4, 'b', { User: 'x' }],
  ];
  test.each([
    ['written in order', [many, thenB]],
    ['written the other way round', [thenB, many]],
  ])('%s', (_name, correlations) => {
    expect(run(correlations, steps)).toEqual(['many @ 2: 3/3', 'then @ 4: 2/2']);
  });

  test('the outer finding shows the events of the inner one', () => {
    const correlator = createCorrelator({ rules: RULES, correlations: [many, thenB] });
    const findings = steps.flatMap(([seconds, letters, fields = {}], line) =>
      correlator.push({
        event: event(fields, { timeMs: seconds * 1000, origin: { source: '', file: '', line } }),
        rules: RULES.filter(({ id }) => letters.includes(id)),
      }),
    );
    expect(findings[1]?.events.map((item) => [item.rule.id, item.event.origin.line])).toEqual([
      ['a', 0],
      ['a', 1],
      ['a', 2],
      ['b', 4],
    ]);
  });

  test('the inner one counts when it becomes true, not while it stays so', () => {
    const twice = correlation('twice', {
      ruleIds: ['many'],
      timespanMs: 100_000,
      conditions: [{ operator: 'gte', value: 2 }],
    });
    const at = (...seconds: number[]): Step[] => seconds.map((time) => [time, 'a', { user: 'x' }]);
    expect(run([many, twice], at(0, 1, 2, 3, 4, 30, 31, 32))).toEqual([
      'many @ 2: 3/3',
      'many @ 3: 4/1',
      'many @ 4: 5/1',
      'many @ 32: 3/3',
      'twice @ 32: 2/2',
    ]);
  });

  test('an inner one that waits for its window to close counts at that time', () => {
    const quiet = { ...A_NOT_C, id: 'quiet' };
    const both = correlation('both', {
      type: 'temporal',
      ruleIds: ['quiet', 'b'],
      conditions: [],
      alternatives: [{ present: ['quiet', 'b'], absent: [] }],
    });
    expect(
      run(
        [quiet, both],
        [
          [0, 'a'],
          [19, 'b'],
          [40, 'b'],
        ],
      ),
    ).toEqual(['quiet @ 0: 1/1', 'both @ 19: 2/2']);
  });
});

test('100,000 distinct values in one window are all counted, each by what it adds', () => {
  const given = correlation('v', {
    type: 'value_count',
    ruleIds: ['a'],
    fields: ['x'],
    timespanMs: 1_000_000,
    conditions: [{ operator: 'gt', value: 50_000 }],
  });
  const correlator = createCorrelator({ rules: RULES, correlations: [given] });
  let findings = 0;
  let last = 0;
  let slots = 0;
  for (let index = 0; index < 100_000; index += 1) {
    const subject = event({ x: `value-${index}` }, { timeMs: index });
    for (const { count, eventCount } of correlator.push({ event: subject, rules: RULES })) {
      findings += 1;
      slots += eventCount;
      last = count;
    }
  }
  expect([findings, slots, last, correlator.evictions]).toEqual([50_000, 100_000, 100_000, 0]);
});
