// A grouper that is stopped, goes on, forgets and remembers raises what one that never did raises.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toAlertId } from '../../src/alert/alert-id.ts';
import { createAlertGrouper } from '../../src/alert/grouper.ts';
import type { AlertGrouper, AlertGrouperOptions, SavedGrouper } from '../../src/alert/grouper.ts';
import type { Finding } from '../../src/correlate/finding.ts';
import { correlation, event, rule } from '../support/sigma-ast.ts';
import { createStoredAlerts } from '../support/stored-alerts.ts';

const HOUR = 3_600_000;
const RULE = rule('r', {}, { level: 'medium' });
const COUNTED = correlation('c');

function hit(timeMs: number, rest: Parameters<typeof event>[1] = {}): Finding {
  return { kind: 'event', rule: RULE, event: event({ f: 'x' }, { timeMs, ...rest }) };
}

const anyFinding: fc.Arbitrary<Finding> = fc
  .record({
    step: fc.integer({ min: 0, max: 12 }),
    machine: fc.constantFrom('a', 'b', null),
    unit: fc.constantFrom('u', null),
    system: fc.constantFrom('s1', 's4', null),
    raw: fc.constantFrom('one', 'two', 'x'.repeat(3000)),
    line: fc.nat(100),
    isCounted: fc.boolean(),
  })
  .map(({ step, line, isCounted, ...rest }): Finding => {
    const timeMs = step * 20 * 60_000;
    const origin = { source: 's', file: 'f', line };
    const seen = event({ f: 'x' }, { ...rest, timeMs, origin });
    if (!isCounted) return { kind: 'event', rule: RULE, event: seen };
    return {
      kind: 'correlation',
      rule: COUNTED,
      group: [{ field: 'ip', value: 'i' }],
      unit: rest.unit,
      count: line,
      events: [{ rule: RULE, event: seen }],
      eventCount: 1 + (line % 3),
      units: rest.unit === null ? [] : [rest.unit],
      machines: rest.machine === null ? [] : [rest.machine],
      firstMs: timeMs - 5,
      lastMs: timeMs,
    };
  });

const OPTIONS: AlertGrouperOptions = {
  windowMs: HOUR,
  maxEvidence: 3,
  maxMachines: 1,
  maxPerRuleAndUnit: 3,
  stepsOf: (system) => (system === 's4' ? 1 : 0),
  evidence: { maxChars: 6000, maxWaitingWeight: 20_000 },
};

const viaText = (saved: SavedGrouper): SavedGrouper =>
  JSON.parse(JSON.stringify(saved)) as SavedGrouper;
const show = (grouper: AlertGrouper): unknown => ({
  alerts: grouper.all(),
  overflowed: grouper.overflowed,
  cutShort: grouper.cutShort,
});

test('saved and restored anywhere: the same alerts as without', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyFinding, fc.boolean()), { size: 'medium' }), (steps) => {
      const whole = createAlertGrouper(OPTIONS);
      let cut = createAlertGrouper(OPTIONS);
      for (const [finding, isCut] of steps) {
        whole.push(finding);
        cut.push(finding);
        if (isCut) cut = createAlertGrouper(OPTIONS, viaText(cut.save()));
      }
      expect(show(cut)).toEqual(show(whole));
      expect(cut.takeChanged()).toEqual(whole.takeChanged());
    }),
  );
});

test('what was stored may be forgotten: the same alerts, and memory holds open windows only', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(anyFinding, fc.constantFrom<('store' | 'cut')[]>([], ['store'], ['store', 'cut'])),
      ),
      (steps) => {
        // room for evidence is room in memory: it is not part of what must be equal
        const options = { ...OPTIONS, maxPerRuleAndUnit: 100, evidence: {} };
        const whole = createAlertGrouper(options);
        const store = createStoredAlerts();
        let grouper = createAlertGrouper({ ...options, recall: store });
        let watermarkMs = 0;
        for (const [finding, actions] of steps) {
          whole.push(finding);
          grouper.push(finding);
          if (!actions.includes('store')) continue;
          store.take(grouper.takeChanged());
          watermarkMs = Math.max(watermarkMs, finding.kind === 'event' ? finding.event.timeMs : 0);
          grouper.forget(watermarkMs);
          if (actions.includes('cut'))
            grouper = createAlertGrouper({ ...options, recall: store }, viaText(grouper.save()));
          const ends = grouper.all().map(({ windowStartMs }) => windowStartMs + HOUR);
          expect(ends.every((end) => end >= watermarkMs)).toBe(true);
        }
        store.take(grouper.takeChanged());
        const stored = [...store.alerts.values()].map(({ alert }) => alert);
        const byId = new Map(stored.map((alert) => [alert.id, alert]));
        expect(byId).toEqual(new Map(whole.all().map((alert) => [alert.id, alert])));
      },
    ),
  );
});

test('in order of time nothing is asked of the store but for new alerts', () => {
  const store = createStoredAlerts();
  const grouper = createAlertGrouper({ windowMs: HOUR, recall: store });
  for (let minute = 0; minute < 600; minute += 1) {
    grouper.push(hit(minute * 60_000));
    store.take(grouper.takeChanged());
    grouper.forget(minute * 60_000);
  }
  expect([store.alerts.size, store.asked]).toEqual([10, 10]);
});

describe('an alert that a person closed', () => {
  const [first, second] = [hit(0), hit(10)];
  const identity = {
    ruleId: 'r',
    unit: 'unit-a',
    groupKey: [{ field: 'machine', value: 'machine-a' }],
  };

  test('the next finding opens another, which says what it repeats', () => {
    const grouper = createAlertGrouper({ windowMs: HOUR });
    const id = grouper.push(first);
    grouper.setClosed(id, true);
    const again = grouper.push(second);
    expect(again).toBe(toAlertId({ ...identity, windowStartMs: 10 }));
    expect(
      grouper.takeChanged().map((one) => [one.alert.id, one.recurrenceOf, one.alert.count]),
    ).toEqual([
      [id, null, 1],
      [again, id, 1],
    ]);
    expect(grouper.push(hit(20))).toBe(again);
  });

  test('at the same moment its id is its own, each time', () => {
    const grouper = createAlertGrouper({ windowMs: HOUR });
    const ids = [0, 1, 2].map(() => {
      const id = grouper.push(first);
      grouper.setClosed(id, true);
      return id;
    });
    expect(ids).toEqual(
      [0, 1, 2].map((ordinal) => toAlertId({ ...identity, windowStartMs: 0, ordinal })),
    );
    const repeated = new Map(grouper.takeChanged().map((one) => [one.alert.id, one.recurrenceOf]));
    expect(ids.map((id) => repeated.get(id))).toEqual([null, ids[0], ids[1]]);
  });

  test('opened again, it takes findings as before', () => {
    const grouper = createAlertGrouper({ windowMs: HOUR });
    const id = grouper.push(first);
    grouper.setClosed(id, true);
    grouper.setClosed(id, false);
    expect(grouper.push(second)).toBe(id);
  });

  test('a repeat after the window has the id that a scan gives it, and says what it repeats, however long ago', () => {
    const store = createStoredAlerts();
    const grouper = createAlertGrouper({ windowMs: HOUR, recall: store });
    const id = grouper.push(first);
    store.take(grouper.takeChanged());
    grouper.forget(2 * HOUR);
    expect(grouper.all()).toEqual([]);
    store.closed.add(id);
    const later = 8000 * HOUR;
    const again = grouper.push(hit(later));
    expect(again).toBe(toAlertId({ ...identity, windowStartMs: later }));
    expect(grouper.takeChanged().map(({ recurrenceOf }) => recurrenceOf)).toEqual([id]);
  });

  test('forgotten and closed: a late finding opens another in its window', () => {
    const store = createStoredAlerts();
    const grouper = createAlertGrouper({ windowMs: HOUR, recall: store });
    const id = grouper.push(first);
    store.take(grouper.takeChanged());
    grouper.forget(2 * HOUR);
    store.closed.add(id);
    expect(grouper.push(first)).toBe(toAlertId({ ...identity, windowStartMs: 0, ordinal: 1 }));
  });

  test('one that was not closed is no repeat', () => {
    const grouper = createAlertGrouper({ windowMs: HOUR });
    grouper.push(first);
    grouper.push(hit(2 * HOUR));
    expect(grouper.takeChanged().map(({ recurrenceOf }) => recurrenceOf)).toEqual([null, null]);
  });
});

test('a rule and unit open so many alerts a window; the rest share one, and the next window counts anew', () => {
  const at = (timeMs: number, index: number, unit = 'u'): Finding =>
    hit(timeMs, { machine: `m${index}`, unit });
  const grouper = createAlertGrouper({ windowMs: HOUR, maxPerRuleAndUnit: 2 });
  const findings = [
    at(0, 0),
    at(1, 1),
    at(2, 2),
    at(3, 3),
    at(4, 0, 'v'),
    at(5, 0),
    at(HOUR, 4),
    at(HOUR, 5),
  ];
  for (const finding of findings) grouper.push(finding);
  expect(
    grouper
      .all()
      .map(({ unit, groupKey, windowStartMs, count }) => [
        unit,
        groupKey[0]?.value,
        windowStartMs,
        count,
      ]),
  ).toEqual([
    ['u', 'm0', 0, 2],
    ['u', 'm1', 1, 1],
    ['u', '*', 2, 3],
    ['v', 'm0', 4, 1],
    ['u', 'm4', HOUR, 1],
  ]);
  expect(grouper.overflowed).toBe(3);
});

test.each([
  { level: 'medium', systems: ['s1', 's4'], severity: 'high' },
  { level: 'medium', systems: ['s4', 's1', null], severity: 'high' },
  { level: 'medium', systems: ['s1', null], severity: 'medium' },
  { level: 'critical', systems: ['s4'], severity: 'critical' },
  { level: 'informational', systems: ['s4'], severity: 'informational' },
] as const)('severity: $level in $systems is $severity', ({ level, systems, severity }) => {
  const grouper = createAlertGrouper({
    windowMs: HOUR,
    stepsOf: (system) => (system === 's4' ? 1 : 0),
  });
  const given = rule('r', {}, { level });
  for (const system of systems)
    grouper.push({ kind: 'event', rule: given, event: event({}, { system }) });
  expect(grouper.all().map((alert) => alert.severity)).toEqual([severity]);
});
