import { describe, expect, test } from 'vitest';
import { createCorrelator, listSilentRuleIds } from '../../src/correlate/correlator.ts';
import type { CorrelationFinding } from '../../src/correlate/finding.ts';
import type { CorrelatorLimits } from '../../src/correlate/limits.ts';
import type { Event, FieldValue } from '../../src/event/event.ts';
import type { SigmaCorrelation, SigmaRule } from '../../src/sigma/rule.ts';
import { correlation, event, rule } from '../support/sigma-ast.ts';

const R = rule('r', {});
const S = rule('s', {});

/** An event at a second, with fields, matching rules. */
type Step = readonly [
  seconds: number,
  fields?: Record<string, FieldValue>,
  rest?: Partial<Event>,
  rules?: readonly SigmaRule[],
];

function run(
  given: SigmaCorrelation,
  steps: readonly Step[],
  limits?: Partial<CorrelatorLimits>,
): { findings: readonly CorrelationFinding[]; evictions: number } {
  const correlator = createCorrelator({ rules: [R, S], correlations: [given] }, limits);
  const findings = steps.flatMap(([seconds, fields = {}, rest = {}, rules = [R]]) => {
    const subject = event(fields, { timeMs: seconds * 1000, ...rest });
    return correlator.push({ event: subject, rules });
  });
  return { findings, evictions: correlator.evictions };
}

/** `last second: count of the condition / events reported` of each finding. */
function summary(given: SigmaCorrelation, steps: readonly Step[]): readonly string[] {
  return run(given, steps).findings.map(
    ({ lastMs, count, eventCount }) => `${lastMs / 1000}: ${count}/${eventCount}`,
  );
}

const count3 = correlation('c');
const distinct2 = correlation('c', {
  type: 'value_count',
  fields: ['user'],
  conditions: [{ operator: 'gte', value: 2 }],
});
const at = (...seconds: number[]): Step[] => seconds.map((second) => [second]);

describe('event_count', () => {
  test.each<[string, SigmaCorrelation, readonly Step[], readonly string[]]>([
    ['below the threshold', count3, at(0, 1), []],
    ['fires with all its events', count3, at(0, 1, 2), ['2: 3/3']],
    ['both ends of the window count', count3, at(0, 5, 10), ['10: 3/3']],
    ['outside the window', count3, at(0, 5, 10.001), []],
    ['slides over bucket borders', count3, at(8, 9, 11), ['11: 3/3']],
    [
      'each further event is reported once',
      count3,
      at(0, 1, 2, 3, 4),
      ['2: 3/3', '3: 4/1', '4: 5/1'],
    ],
    ['becomes false, then true again', count3, at(0, 1, 2, 11.5, 11.6), ['2: 3/3', '11.6: 3/2']],
    ['the window empties', count3, at(0, 1, 2, 30, 31, 32), ['2: 3/3', '32: 3/3']],
    ['equal times', count3, at(5, 5, 5), ['5: 3/3']],
    [
      'a range',
      correlation('c', {
        conditions: [
          { operator: 'gt', value: 1 },
          { operator: 'lte', value: 2 },
        ],
      }),
      at(0, 1, 2, 3),
      ['1: 2/2'],
    ],
    [
      'lt',
      correlation('c', { conditions: [{ operator: 'lt', value: 2 }] }),
      at(0, 1, 20),
      ['0: 1/1', '20: 1/1'],
    ],
    [
      'eq',
      correlation('c', { conditions: [{ operator: 'eq', value: 2 }] }),
      at(0, 1, 2),
      ['1: 2/2'],
    ],
    [
      'neq',
      correlation('c', { conditions: [{ operator: 'neq', value: 2 }] }),
      at(0, 1, 2),
      ['0: 1/1', '2: 3/2'],
    ],
  ])('%s', (_name, given, steps, expected) => {
    expect(summary(given, steps)).toEqual(expected);
  });
});

describe('value_count', () => {
  const users = (...names: (FieldValue | undefined)[]): Step[] =>
    names.map((user, index) => [index, user === undefined ? {} : { user }]);
  test.each<[string, readonly Step[], readonly string[]]>([
    ['the same value', users('a', 'a', 'a'), []],
    ['two values', users('a', 'a', 'b'), ['2: 2/3']],
    ['further events count', users('a', 'b', 'a'), ['1: 2/2', '2: 2/1']],
    ['case matters', users('a', 'A'), ['1: 2/2']],
    ['numbers are their text', users(1, '1'), []],
    ['absent and null do not count', users('a', undefined, null, 'b'), ['3: 2/2']],
    ['an array adds each element', users(['a', 'b']), ['0: 2/1']],
    [
      'a value leaves with its last event',
      [
        [0, { user: 'a' }],
        [1, { user: 'a' }],
        [11, { user: 'b' }],
        [12, { user: 'b' }],
      ],
      ['11: 2/2'],
    ],
  ])('%s', (_name, steps, expected) => {
    expect(summary(distinct2, steps)).toEqual(expected);
  });
});

describe('groups', () => {
  const byIp = correlation('c', { groupBy: ['ip'], conditions: [{ operator: 'gte', value: 2 }] });
  test.each<[string, SigmaCorrelation, readonly Step[], readonly string[]]>([
    [
      'apart by value',
      byIp,
      [
        [0, { ip: 'a' }],
        [1, { ip: 'b' }],
        [2, { ip: 'a' }],
      ],
      ['2: 2/2'],
    ],
    ['a lacking field is not counted', byIp, [[0], [1], [2, { ip: null }], [3, { ip: null }]], []],
    [
      'an empty value is a value',
      byIp,
      [
        [0, { ip: '' }],
        [1, { ip: '' }],
      ],
      ['1: 2/2'],
    ],
    [
      'case matters',
      byIp,
      [
        [0, { ip: 'a' }],
        [1, { ip: 'A' }],
      ],
      [],
    ],
    [
      'numbers are their text',
      byIp,
      [
        [0, { ip: 1 }],
        [1, { ip: '1' }],
      ],
      ['1: 2/2'],
    ],
    [
      'values do not run together',
      correlation('c', { ...byIp, groupBy: ['a', 'b'] }),
      [
        [0, { a: 'x,', b: 'y' }],
        [1, { a: 'x', b: ',y' }],
      ],
      [],
    ],
    [
      'apart by unit',
      byIp,
      [
        [0, { ip: 'a' }, { unit: 'u' }],
        [1, { ip: 'a' }, { unit: 'v' }],
      ],
      [],
    ],
    [
      'the unknown unit is a unit of its own',
      byIp,
      [
        [0, { ip: 'a' }, { unit: null }],
        [1, { ip: 'a' }],
        [2, { ip: 'a' }, { unit: null }],
      ],
      ['2: 2/2'],
    ],
    [
      'province scope joins units',
      { ...byIp, scope: 'province' },
      [
        [0, { ip: 'a' }, { unit: 'u' }],
        [1, { ip: 'a' }, { unit: null }],
      ],
      ['1: 2/2'],
    ],
    [
      'an event that matches two rules counts once',
      { ...byIp, ruleIds: ['r', 's'] },
      [
        [0, { ip: 'a' }, {}, [R, S]],
        [1, { ip: 'a' }, {}, [R, S]],
      ],
      ['1: 2/2'],
    ],
    [
      'aliases name a field per rule',
      {
        ...byIp,
        ruleIds: ['r', 's'],
        aliases: new Map([
          [
            'ip',
            new Map([
              ['r', 'src'],
              ['s', 'dst'],
            ]),
          ],
        ]),
      },
      [
        [0, { src: 'a', dst: 'b' }, {}, [R]],
        [1, { src: 'c', dst: 'a' }, {}, [S]],
      ],
      ['1: 2/2'],
    ],
    [
      'rules that are not referenced',
      byIp,
      [
        [0, { ip: 'a' }, {}, [S]],
        [1, { ip: 'a' }, {}, [S]],
      ],
      [],
    ],
  ])('%s', (_name, given, steps, expected) => {
    expect(summary(given, steps)).toEqual(expected);
  });

  test('a finding says its group, units, machines and events', () => {
    const given = correlation('c', { groupBy: ['ip', 'port'], scope: 'province' });
    const steps: Step[] = [
      [0, { ip: 'a', port: 1 }, { unit: 'v', machine: 'm2' }],
      [1, { ip: 'a', port: 1 }, { unit: null, machine: null }],
      [2, { ip: 'a', port: 1 }, { unit: 'u', machine: 'm1' }],
    ];
    const [finding, ...rest] = run(given, steps, { maxEvidence: 2 }).findings;
    expect(rest).toEqual([]);
    expect({ ...finding, events: finding?.events.map((item) => item.event.timeMs) }).toEqual({
      kind: 'correlation',
      rule: given,
      group: [
        { field: 'ip', value: 'a' },
        { field: 'port', value: '1' },
      ],
      unit: null,
      count: 3,
      events: [0, 2000],
      eventCount: 3,
      units: ['u', 'v'],
      machines: ['m1', 'm2'],
      firstMs: 0,
      lastMs: 2000,
    });
  });
});

describe('limits', () => {
  const byIp = correlation('c', { groupBy: ['ip'], conditions: [{ operator: 'gte', value: 2 }] });
  test('groups that give way while open are counted', () => {
    const steps: Step[] = [
      [0, { ip: 'a' }],
      [1, { ip: 'b' }],
      [2, { ip: 'c' }],
      [3, { ip: 'a' }],
    ];
    expect(run(byIp, steps, { maxGroups: 2 })).toEqual({ findings: [], evictions: 2 });
  });

  test('groups that give way after their window are not', () => {
    const steps: Step[] = [
      [0, { ip: 'a' }],
      [1, { ip: 'b' }],
      [60, { ip: 'c' }],
      [61, { ip: 'd' }],
    ];
    expect(run(byIp, steps, { maxGroups: 2 }).evictions).toBe(0);
  });

  test('the oldest event of a full window gives way', () => {
    const given = correlation('c', { conditions: [{ operator: 'gte', value: 2 }] });
    const { findings, evictions } = run(given, at(0, 1, 2, 3, 4, 5), { maxGroupEvents: 1 });
    expect(findings.map(({ count, eventCount }) => [count, eventCount])).toEqual([
      [2, 2],
      [3, 1],
      [4, 1],
      [4, 1],
      [4, 1],
    ]);
    expect(evictions).toBe(2);
  });

  test('the least recent groups give way when there are too many events', () => {
    const steps: Step[] = Array.from({ length: 100 }, (_, index) => [index / 100, { ip: index }]);
    expect(run(byIp, steps, { maxEvents: 10 }).evictions).toBe(90);
  });

  test('evidence is bounded over all groups, counts are not', () => {
    const given = correlation('c', { groupBy: ['ip'] });
    const steps: Step[] = [0, 1, 2].flatMap((round) =>
      [0, 1, 2].map((ip): Step => [round, { ip }]),
    );
    // by number, or by size: an event without raw text weighs 512
    for (const limits of [{ maxHeldEvents: 2 }, { maxHeldWeight: 1000 }])
      expect(
        run(given, steps, limits).findings.map(({ events, eventCount }) => [
          events.length,
          eventCount,
        ]),
      ).toEqual([
        [2, 3],
        [2, 3],
        [1, 3],
      ]);
  });

  test.each([
    { name: 'a day later', laterSeconds: 86_400 },
    { name: 'at the same time', laterSeconds: 0 },
  ])('a flood of one correlation does not disable another, $name', ({ laterSeconds }) => {
    const flooded = correlation('flooded', {
      ruleIds: ['r'],
      groupBy: ['ip'],
      conditions: [{ operator: 'gte', value: 1000 }],
    });
    const other = correlation('other', { ruleIds: ['s'], groupBy: ['ip'] });
    const correlator = createCorrelator(
      { rules: [R, S], correlations: [flooded, other] },
      { maxEvents: 100 },
    );
    const push = (seconds: number, ip: string, rules: readonly SigmaRule[]) =>
      correlator.push({ event: event({ ip }, { timeMs: seconds * 1000 }), rules });
    for (let i = 0; i < 200; i += 1) push(0, `flood-${i}`, [R]);
    const fired = ['x', 'y', 'x', 'y', 'x', 'y'].flatMap((ip, i) =>
      push(laterSeconds + i, ip, [S]),
    );
    expect(fired.map(({ rule: { id }, group }) => [id, group[0]?.value])).toEqual([
      ['other', 'x'],
      ['other', 'y'],
    ]);
  });

  test('an event later than its window is counted as evicted', () => {
    expect(run(count3, at(20, 21, 5, 22))).toMatchObject({
      findings: [{ eventCount: 3 }],
      evictions: 1,
    });
  });
});

test('referenced rules are silent unless a correlation generates them', () => {
  const silent = listSilentRuleIds([
    correlation('a', { ruleIds: ['r', 's'] }),
    correlation('b', { ruleIds: ['s', 't'], generate: true }),
  ]);
  expect([...silent]).toEqual(['r']);
});
