// What a correlation's author is told: which matches counted, in which groups, and how near each came.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCorrelator } from '../../src/correlate/correlator.ts';
import { createExplainer } from '../../src/correlate/explainer.ts';
import type { CorrelationExplanation } from '../../src/correlate/explanation.ts';
import type { FieldValue } from '../../src/event/event.ts';
import type { SigmaCorrelation } from '../../src/sigma/rule.ts';
import { correlation, event, rule } from '../support/sigma-ast.ts';

const RULES = ['a', 'b', 'c'].map((id) => rule(id, {}));

/** An event at a second that matches the rules named by single letters. */
type Step = readonly [seconds: number, rules: string, fields?: Record<string, FieldValue>];

interface Run {
  readonly explanations: readonly CorrelationExplanation[];
  readonly findings: number;
}

function run(correlations: readonly SigmaCorrelation[], steps: readonly Step[]): Run {
  const ruleSet = { rules: RULES, correlations };
  const explainer = createExplainer(ruleSet);
  const correlator = createCorrelator(ruleSet, {}, null, explainer.observer);
  let findings = 0;
  for (const [index, [seconds, letters, fields = {}]] of steps.entries())
    findings += correlator.push({
      event: event(fields, {
        timeMs: seconds * 1000,
        origin: { source: 's', file: 'f', line: index + 1 },
      }),
      rules: RULES.filter(({ id }) => letters.includes(id)),
    }).length;
  findings += correlator.advance(Number.POSITIVE_INFINITY).length;
  return { explanations: explainer.explain(), findings };
}

/** The groups as lines: `key: count[!] lines; what is lacking`. */
function groupLines({ groups }: CorrelationExplanation): readonly string[] {
  return groups.map(({ values, window }) => {
    const names = (rules: typeof window.missing): string => rules.map(({ id }) => id).join('');
    const lacks = Object.entries({
      missing: names(window.missing),
      misplaced: names(window.misplaced),
      unwanted: names(window.unwanted),
      values: window.values.join(','),
    }).filter(([, text]) => text !== '');
    return [
      `${values.map(({ value }) => value).join('/')}: ${window.count}${window.isTrue ? '!' : ''} of`,
      window.events.map(({ line }) => line).join(','),
      ...lacks.map(([name, text]) => `${name} ${text}`),
    ].join(' ');
  });
}

const COUNT = correlation('n', {
  type: 'event_count',
  ruleIds: ['a', 'b'],
  groupBy: ['u'],
  conditions: [{ operator: 'gte', value: 3 }],
});
const X = { u: 'x' };
const Y = { u: 'y' };
const temporal = (
  type: 'temporal' | 'temporal_ordered',
  ...alternatives: readonly (readonly [present: string, absent?: string])[]
): SigmaCorrelation =>
  correlation('t', {
    type,
    ruleIds: ['a', 'b', 'c'],
    groupBy: ['u'],
    conditions: [],
    alternatives: alternatives.map(([present, absent = '']) => ({
      present: present.split(''),
      absent: absent.split(''),
    })),
  });

test('the best window of each group, those that fired first; matches by rule; what was not counted', () => {
  const { explanations } = run(
    [COUNT],
    [
      [0, 'a', X],
      [1, 'a', Y],
      [2, 'a', { U: 'x' }],
      [3, 'b', X],
      [4, 'ab', X],
      [5, 'a', { u: null }],
      [60, 'a', Y],
    ],
  );
  const [found] = explanations;
  if (found === undefined) throw new Error('nothing explained');
  expect(groupLines(found)).toEqual(['x: 3! of 1,4,5', 'y: 1 of 2']);
  expect({
    firings: found.firings,
    groupCount: found.groupCount,
    matches: found.references.map(({ rule: { id }, matches }) => [id, matches]),
    leftOut: found.leftOut.map(({ events, rule: of, ...rest }) => ({
      ...rest,
      rule: of.id,
      lines: events.map(({ line }) => line),
    })),
  }).toEqual({
    firings: 1,
    groupCount: 2,
    matches: [
      ['a', 6],
      ['b', 2],
    ],
    leftOut: [
      {
        rule: 'a',
        reason: 'group-field-missing',
        field: 'u',
        nearestField: 'U',
        matches: 2,
        lines: [3, 6],
      },
    ],
  });
});

test.each<[string, SigmaCorrelation, readonly Step[], readonly string[]]>([
  ['no match at all', COUNT, [], []],
  [
    'temporal: the rule that is missing',
    temporal('temporal', ['abc']),
    [
      [0, 'a', X],
      [1, 'c', X],
      [2, 'b', Y],
    ],
    ['x: 2 of 1,2 missing b', 'y: 1 of 3 missing ac'],
  ],
  [
    'temporal: rules too far apart are missing in each window',
    temporal('temporal', ['ab']),
    [
      [0, 'a', X],
      [11, 'b', X],
    ],
    ['x: 1 of 1 missing b'],
  ],
  [
    'temporal with a count: rules that did not match',
    { ...temporal('temporal'), conditions: [{ operator: 'gte', value: 2 }] },
    [[0, 'a', X]],
    ['x: 1 of 1 missing bc'],
  ],
  [
    'in order: a rule that matched too early is out of order',
    temporal('temporal_ordered', ['ab']),
    [
      [0, 'b', X],
      [1, 'a', X],
    ],
    ['x: 1 of 1,2 misplaced b'],
  ],
  [
    'in order: behind a missing rule nothing is out of order',
    temporal('temporal_ordered', ['abc']),
    [
      [0, 'c', X],
      [1, 'a', X],
    ],
    ['x: 1 of 1,2 missing b'],
  ],
  [
    'in order, and true',
    temporal('temporal_ordered', ['ab']),
    [
      [0, 'b', X],
      [1, 'a', X],
      [2, 'b', X],
    ],
    ['x: 2! of 1,2,3'],
  ],
  [
    'a rule that must not match',
    temporal('temporal', ['a', 'b']),
    [
      [0, 'a', X],
      [1, 'b', X],
    ],
    ['x: 0 of 1,2 unwanted b'],
  ],
  [
    'a rule that must not match, and one that is missing; of two alternatives the nearer',
    temporal('temporal', ['ab', 'c'], ['abc', 'b']),
    [[0, 'a', X]],
    ['x: 0 of 1 missing b'],
  ],
  [
    'in order with a rule that must not match',
    temporal('temporal_ordered', ['ab', 'c']),
    [
      [0, 'b', X],
      [1, 'a', X],
    ],
    ['x: 0 of 2 missing b'],
  ],
  [
    'distinct values',
    correlation('v', {
      type: 'value_count',
      ruleIds: ['a'],
      fields: ['f'],
      conditions: [{ operator: 'gt', value: 2 }],
    }),
    [
      [0, 'a', { f: 'p' }],
      [1, 'a', { f: ['q', 'p'] }],
      [20, 'a', { f: 'r' }],
    ],
    [': 2 of 1,2 values p,q'],
  ],
  [
    'figures; below is as good as above',
    correlation('s', {
      type: 'value_sum',
      ruleIds: ['a'],
      fields: ['f'],
      conditions: [{ operator: 'lt', value: 5 }],
    }),
    [
      [0, 'a', { f: 9 }],
      [20, 'a', { f: '6' }],
      [40, 'a', { f: 'none' }],
    ],
    [': 6 of 2 values 6'],
  ],
  [
    'a range: the window nearest to it',
    correlation('z', {
      ruleIds: ['a'],
      conditions: [
        { operator: 'gt', value: 2 },
        { operator: 'lt', value: 4 },
      ],
    }),
    [
      [0, 'a'],
      [1, 'a'],
      [20, 'a'],
    ],
    [': 2 of 1,2'],
  ],
])('%s', (_name, rules, steps, lines) => {
  const { explanations } = run([rules], steps);
  expect(explanations.flatMap(groupLines)).toEqual(lines);
});

test('a value that cannot be counted is told by the name that the rule gives the field', () => {
  const aliased = correlation('v', {
    type: 'value_count',
    ruleIds: ['a'],
    fields: ['who'],
    conditions: [{ operator: 'gt', value: 2 }],
    aliases: new Map([['who', new Map([['a', 'User']])]]),
  });
  const { explanations } = run([aliased], [[0, 'a', { user: 'x' }]]);
  expect(explanations[0]?.leftOut).toMatchObject([
    { reason: 'value-missing', field: 'User', nearestField: 'user', matches: 1 },
  ]);
});

test('a correlation of correlations: what the inner one fired is a match of the outer', () => {
  const outer = correlation('o', {
    type: 'temporal_ordered',
    ruleIds: ['n', 'c'],
    groupBy: ['u'],
    conditions: [],
    alternatives: [{ present: ['n', 'c'], absent: [] }],
  });
  const steps: readonly Step[] = [
    [0, 'a', X],
    [1, 'a', X],
    [2, 'c', X],
    [3, 'a', X],
  ];
  const { explanations } = run([outer, COUNT], steps);
  expect(explanations.map(({ rule: { id }, firings }) => [id, firings])).toEqual([
    ['o', 0],
    ['n', 1],
  ]);
  expect(explanations.map(groupLines)).toEqual([['x: 1 of 3,4 misplaced c'], ['x: 3! of 1,2,4']]);
});

test('many groups and events: the lists are cut, the numbers are whole', () => {
  const steps = Array.from({ length: 300 }, (_, at): Step => [
    at / 100,
    'a',
    { u: `u${at % 150}` },
  ]);
  const busy = Array.from({ length: 100 }, (_, at): Step => [4 + at / 100, 'a', X]);
  const { explanations } = run([COUNT], [...steps, ...busy]);
  const [found] = explanations;
  expect(found).toMatchObject({ groupCount: 151, firings: 1, references: [{ matches: 400 }, {}] });
  expect(found?.groups).toHaveLength(100);
  expect(found?.groups[0]).toMatchObject({ matches: 100, window: { count: 100, eventCount: 100 } });
  expect(found?.groups[0]?.window.events).toHaveLength(20);
});

test('listening changes nothing, and no group is called true whose correlation never fired', () => {
  const correlations = [
    COUNT,
    temporal('temporal', ['ab', 'c']),
    { ...temporal('temporal_ordered', ['abc']), id: 'u' },
  ];
  const step = fc.tuple(
    fc.integer({ min: 0, max: 4 }),
    fc.constantFrom('a', 'b', 'c', 'ab', 'bc'),
    fc.constantFrom<Record<string, FieldValue>>(X, Y, {}),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (gaps) => {
      let seconds = 0;
      const steps = gaps.map(([gap, rules, fields]): Step => {
        seconds += gap;
        return [seconds, rules, fields];
      });
      const heard = run(correlations, steps);
      const plain = createCorrelator({ rules: RULES, correlations });
      let findings = 0;
      for (const [at, letters, fields = {}] of steps)
        findings += plain.push({
          event: event(fields, { timeMs: at * 1000 }),
          rules: RULES.filter(({ id }) => letters.includes(id)),
        }).length;
      findings += plain.advance(Number.POSITIVE_INFINITY).length;
      expect(heard.findings).toBe(findings);
      for (const { firings, groups } of heard.explanations) {
        expect(groups.some(({ window }) => window.isTrue)).toBe(firings > 0);
        for (const { window } of groups) {
          const lacks = [...window.missing, ...window.misplaced, ...window.unwanted].length;
          expect(window.isTrue && lacks > 0).toBe(false);
        }
      }
    }),
  );
});
