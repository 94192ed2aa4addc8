import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Alert } from '../../src/alert/alert.ts';
import { toAlertId } from '../../src/alert/alert-id.ts';
import { MAX_FIRST_RAW_CHARS, MAX_RAW_CHARS } from '../../src/alert/draft/evidence.ts';
import { createAlertGrouper } from '../../src/alert/grouper.ts';
import type { AlertGrouper, AlertGrouperOptions } from '../../src/alert/grouper.ts';
import type { CorrelationFinding, Finding } from '../../src/correlate/finding.ts';
import type { Event } from '../../src/event/event.ts';
import type { SigmaRule } from '../../src/sigma/rule.ts';
import { correlation, event, field, glob, rule } from '../support/sigma-ast.ts';

const HOUR = 3_600_000;
const RULE = rule('r', { sel: field('f', [glob('*x*')], { text: 'f|contains' }) });

function hit(timeMs: number, rest: Partial<Event> = {}, of: SigmaRule = RULE): Finding {
  return { kind: 'event', rule: of, event: event({ f: 'x' }, { timeMs, raw: 'f=x', ...rest }) };
}

function group(
  findings: readonly Finding[],
  options: Partial<AlertGrouperOptions> = {},
): AlertGrouper {
  const grouper = createAlertGrouper({ windowMs: HOUR, ...options });
  for (const finding of findings) grouper.push(finding);
  return grouper;
}

const summary = (alerts: readonly Alert[]) =>
  alerts.map(({ windowStartMs, count }) => [windowStartMs, count]);
const custom = (entries: Record<string, unknown>) => new Map(Object.entries(entries));

test('an alert says what its findings say', () => {
  const given = rule(
    'rule-id',
    { sel: field('f', [glob('*x*')], { text: 'f|contains' }) },
    {
      title: 'Title',
      author: 'Author',
      level: 'high',
      tags: ['soclite.layer-2', 'soclite.tier-network', 'attack.t1046'],
      custom: custom({
        'soclite.title-vi': 'Tiêu đề',
        'soclite.next-steps-vi': ['Một', 'Hai'],
        'soclite.next-steps-en': 'One',
      }),
    },
  );
  const grouper = group([
    hit(1000, { machine: 'm2', system: 's' }, given),
    hit(2000, { machine: 'm2', system: 's' }, given),
  ]);
  const evidence = (timeMs: number) => ({
    file: 'test.log',
    line: 1,
    timeMs,
    ruleId: 'rule-id',
    raw: 'f=x',
    omittedChars: 0,
    fields: [{ selection: 'sel', field: 'f', value: 'x', item: 'f|contains' }],
  });
  expect(grouper.all()).toEqual([
    {
      id: toAlertId({
        ruleId: 'rule-id',
        unit: 'unit-a',
        groupKey: [{ field: 'machine', value: 'm2' }],
        windowStartMs: 1000,
      }),
      ruleId: 'rule-id',
      title: 'Title',
      titleVi: 'Tiêu đề',
      author: 'Author',
      tags: ['soclite.layer-2', 'soclite.tier-network', 'attack.t1046'],
      layer: 2,
      tier: 'network',
      severity: 'high',
      unit: 'unit-a',
      isProvince: false,
      units: ['unit-a'],
      system: 's',
      groupKey: [{ field: 'machine', value: 'm2' }],
      correlation: null,
      windowStartMs: 1000,
      firstMs: 1000,
      lastMs: 2000,
      count: 2,
      machines: ['m2'],
      evidence: [evidence(1000), evidence(2000)],
      nextStepsVi: ['Một', 'Hai'],
      nextStepsEn: ['One'],
    },
  ]);
});

describe('windows', () => {
  test.each<[string, readonly number[], readonly (readonly number[])[]]>([
    ['open at the earliest finding', [5, 6, HOUR + 4], [[5, 3]]],
    [
      'end after their length',
      [5, HOUR + 5],
      [
        [5, 1],
        [HOUR + 5, 1],
      ],
    ],
    [
      'a late finding joins the window that covers it',
      [5, HOUR + 5, 7],
      [
        [5, 2],
        [HOUR + 5, 1],
      ],
    ],
    [
      'a late finding before all windows opens one',
      [100, 50],
      [
        [50, 1],
        [100, 1],
      ],
    ],
    [
      'of two windows that cover it, the later',
      [100, 50, 120],
      [
        [50, 1],
        [100, 2],
      ],
    ],
  ])('%s', (_name, times, expected) => {
    expect(summary(group(times.map((time) => hit(time))).all())).toEqual(expected);
  });

  test('a rule may give its own length', () => {
    const given = rule('r', {}, { custom: custom({ 'soclite.window': '1d' }) });
    const findings = [hit(0, {}, given), hit(20 * HOUR, {}, given)];
    expect(summary(group(findings).all())).toEqual([[0, 2]]);
  });
});

describe('group keys', () => {
  const byUser = rule('r', {}, { custom: custom({ 'soclite.group-by': ['user', 'ip'] }) });
  const keyOf = (finding: Finding) => group([finding]).all()[0]?.groupKey;
  const withFields = (fields: Record<string, string>, rest: Partial<Event> = {}): Finding => ({
    kind: 'event',
    rule: byUser,
    event: event(fields, rest),
  });
  test.each<[string, Finding, Alert['groupKey']]>([
    ['the machine', hit(0, { machine: 'm' }), [{ field: 'machine', value: 'm' }]],
    ['none, when the machine is unknown', hit(0, { machine: null }), []],
    [
      'soclite.group-by',
      withFields({ user: 'u', ip: 'i' }),
      [
        { field: 'user', value: 'u' },
        { field: 'ip', value: 'i' },
      ],
    ],
    ['the fields that there are', withFields({ ip: 'i' }), [{ field: 'ip', value: 'i' }]],
    [
      'the machine, when there are none',
      withFields({}),
      [{ field: 'machine', value: 'machine-a' }],
    ],
  ])('%s', (_name, finding, expected) => {
    expect(keyOf(finding)).toEqual(expected);
  });

  test('rules, units, machines and windows are apart, and each has its own id', () => {
    const findings = [
      hit(0),
      hit(0, {}, rule('other', {})),
      hit(0, { unit: 'unit-b' }),
      hit(0, { unit: null }),
      hit(0, { unit: 'null' }),
      hit(0, { machine: 'machine-b' }),
      hit(HOUR),
    ];
    const ids = group(findings)
      .all()
      .map(({ id, count }) => {
        expect(count).toBe(1);
        expect(id).toMatch(/^[\da-f]{16}$/);
        return id;
      });
    expect(new Set(ids).size).toBe(findings.length);
  });

  test('path, line and raw text do not change the id', () => {
    const [a] = group([hit(0)]).all();
    const [b] = group([hit(0, { origin: { source: 's', file: 'f', line: 9 }, raw: '' })]).all();
    expect(a?.id).toBe(b?.id);
  });
});

describe('correlations', () => {
  const given = correlation('c', {
    scope: 'province',
    level: 'critical',
    type: 'value_count',
    fields: ['port'],
    groupBy: ['ip'],
    timespanMs: 60_000,
  });
  const firewall = rule(
    'fw',
    {},
    {
      logSource: { category: 'firewall', product: null, service: null },
    },
  );
  const finding = (lastMs: number, eventCount: number, unit: string): CorrelationFinding => ({
    kind: 'correlation',
    rule: given,
    group: [{ field: 'ip', value: '1.2.3.4' }],
    unit: null,
    count: 99,
    events: [{ rule: firewall, event: event({}, { timeMs: lastMs, unit }) }],
    eventCount,
    units: [unit],
    machines: [`machine of ${unit}`],
    firstMs: lastMs - 10,
    lastMs,
  });

  test('an alert grows with the events that contribute', () => {
    const [alert, ...rest] = group([
      finding(1000, 10, 'v'),
      { ...finding(1500, 1, 'u'), count: 100 },
      finding(1600, 1, 'u'),
    ]).all();
    expect(rest).toEqual([]);
    expect(alert).toMatchObject({
      groupKey: [{ field: 'ip', value: '1.2.3.4' }],
      correlation: {
        type: 'value_count',
        field: 'port',
        groupBy: ['ip'],
        timespanMs: 60_000,
        conditions: [{ operator: 'gte', value: 3 }],
        greatestCount: 100,
      },
      unit: null,
      isProvince: true,
      units: ['u', 'v'],
      machines: ['machine of u', 'machine of v'],
      windowStartMs: 1000,
      firstMs: 990,
      lastMs: 1600,
      count: 12,
      layer: 2,
      tier: 'network',
      severity: 'critical',
    });
    expect(alert?.evidence.map(({ ruleId, timeMs }) => [ruleId, timeMs])).toEqual([
      ['fw', 1000],
      ['fw', 1500],
      ['fw', 1600],
    ]);
  });
});

describe('bounds', () => {
  test('evidence is the first records and the latest', () => {
    const findings = Array.from({ length: 100 }, (_, index) => hit(index));
    const [alert] = group(findings, { maxEvidence: 3 }).all();
    expect(alert?.evidence.map(({ timeMs }) => timeMs)).toEqual([0, 1, 99]);
    expect(alert?.count).toBe(100);
  });

  test('machines', () => {
    const given = rule('r', {}, { custom: custom({ 'soclite.group-by': 'f' }) });
    const findings = ['c', 'b', 'a'].map((machine) => hit(0, { machine }, given));
    const [alert] = group(findings, { maxMachines: 2 }).all();
    expect(alert).toMatchObject({ machines: ['b', 'c'], count: 3 });
  });

  test('raw records: the first is kept longer, what is cut off is told', () => {
    const long = (length: number) => `${'x'.repeat(length - 2)}😀😀`;
    const findings = [
      hit(0, { raw: long(MAX_FIRST_RAW_CHARS) }),
      hit(1, { raw: long(MAX_RAW_CHARS) }),
    ];
    const [alert] = group([...findings, hit(2)]).all();
    expect(alert?.evidence.map(({ raw, omittedChars }) => [raw, omittedChars])).toEqual([
      [`${'x'.repeat(MAX_FIRST_RAW_CHARS - 2)}…`, 4],
      [`${'x'.repeat(MAX_RAW_CHARS - 2)}…`, 4],
      ['f=x', 0],
    ]);
  });

  test('raw records of all alerts: when there is no room left, further ones keep their start, counted', () => {
    const raw = 'y'.repeat(2000);
    const findings = Array.from({ length: 4 }, (_, index) =>
      hit(index, { machine: `m${index}`, raw }),
    );
    const grouper = group(findings, { evidence: { maxChars: 5000 } });
    const kept = grouper
      .all()
      .map(({ evidence }) => evidence.map((one) => [one.raw.length, one.omittedChars]));
    expect(kept).toEqual([[[2000, 0]], [[2000, 0]], [[512, 1489]], [[512, 1489]]]);
    expect(grouper.cutShort).toBe(2);
    grouper.takeChanged();
    grouper.forget(HOUR * 2);
    grouper.push(hit(HOUR * 3, { raw }));
    expect(grouper.all()[0]?.evidence[0]?.omittedChars).toBe(0);
  });

  test('names and group values that are very long stay different', () => {
    const machines = ['a', 'b'].map((end) => `${'m'.repeat(5000)}${end}`);
    const alerts = group(machines.map((machine) => hit(0, { machine }))).all();
    const values = alerts.flatMap(({ groupKey }) => groupKey.map(({ value }) => value));
    expect(new Set(values).size).toBe(2);
    expect(values.map(({ length }) => length)).toEqual([512, 512]);
    expect(new Set(alerts.flatMap((alert) => alert.machines))).toEqual(new Set(values));
  });

  test('alerts: further groups share one alert for each rule and unit, and nothing is lost', () => {
    const findings = Array.from({ length: 10 }, (_, index) =>
      hit(index, { machine: `m${index}`, unit: index % 2 === 0 ? 'u' : 'v' }),
    );
    const grouper = group([...findings, hit(20, { machine: 'm0', unit: 'u' })], { maxAlerts: 2 });
    expect(
      grouper.all().map(({ unit, groupKey, count }) => [unit, groupKey[0]?.value, count]),
    ).toEqual([
      ['u', 'm0', 2],
      ['v', 'm1', 1],
      ['u', '*', 4],
      ['v', '*', 4],
    ]);
    expect(grouper.overflowed).toBe(8);
  });
});

test('the system is the one that all findings share', () => {
  const system = (...systems: (string | null)[]) =>
    group(systems.map((name) => hit(0, { system: name }))).all()[0]?.system;
  expect([system('a', 'a'), system('a', 'b'), system('a', null), system(null)]).toEqual([
    'a',
    null,
    null,
    null,
  ]);
});

test('takeChanged gives what is new or has grown, once', () => {
  const grouper = group([hit(0), hit(1, { machine: 'other' })]);
  const take = () => grouper.takeChanged().map(({ alert }) => alert);
  expect(summary(take())).toEqual([
    [0, 1],
    [1, 1],
  ]);
  expect(grouper.takeChanged()).toEqual([]);
  const id = grouper.push(hit(2));
  expect(summary(take())).toEqual([[0, 2]]);
  expect(grouper.get(id)?.lastMs).toBe(2);
  expect(grouper.get('missing')).toBeUndefined();
});

const finding = fc
  .record({
    timeMs: fc.integer({ min: 0, max: 5 }).map((step) => step * 20 * 60_000),
    machine: fc.constantFrom('a', 'b', null),
    unit: fc.constantFrom('u', null),
    line: fc.nat(),
  })
  .map(({ line, ...rest }) =>
    hit(rest.timeMs, { ...rest, origin: { source: '', file: '', line } }),
  );

test('findings of equal times in any order make the same ids and counts', () => {
  const timeOf = (item: Finding) => (item.kind === 'event' ? item.event.timeMs : 0);
  fc.assert(
    fc.property(
      fc
        .array(finding, { minLength: 1 })
        .chain((findings) =>
          fc.tuple(
            fc.constant(findings),
            fc.shuffledSubarray(findings, { minLength: findings.length }),
          ),
        ),
      ([findings, shuffled]) => {
        const outcome = (items: readonly Finding[]) =>
          group(items.toSorted((a, b) => timeOf(a) - timeOf(b)))
            .all()
            .map(({ id, count, firstMs, lastMs }) => ({ id, count, firstMs, lastMs }));
        expect(outcome(shuffled)).toEqual(outcome(findings));
      },
    ),
  );
});

test('looking in between changes nothing, and no finding is lost', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(finding, fc.boolean())), (steps) => {
      const watched = createAlertGrouper({ windowMs: HOUR });
      for (const [item, isLooking] of steps) {
        watched.push(item);
        if (isLooking) watched.takeChanged();
      }
      const whole = group(steps.map(([item]) => item)).all();
      expect(watched.all()).toEqual(whole);
      expect(whole.reduce((sum, { count }) => sum + count, 0)).toBe(steps.length);
    }),
  );
});
