// A core that dies anywhere and goes on from what was stored raises what one that never died raises.
import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GroupedAlert } from '../../src/alert/grouper.ts';
import { readCore } from '../../src/app/core-snapshot.ts';
import type { MatchedEvent } from '../../src/app/detection.ts';
import { MonitorCore, type MonitorCoreOptions } from '../../src/app/monitor-core.ts';
import type { SavedTexts } from '../../src/ports.ts';
import type { RuleSet } from '../../src/sigma/rule.ts';
import { CORRELATION_TYPES } from '../../src/sigma/rule.ts';
import { chain, randomCorrelation, RULES, stream } from '../correlate/random-streams.ts';
import { correlation, event, field, glob, rule } from '../support/sigma-ast.ts';
import { createStoredAlerts, type StoredAlerts } from '../support/stored-alerts.ts';

const numRuns = Math.ceil(Number(process.env['SOCLITE_ORACLE_STREAMS'] ?? 10_000) / 50);
const LATENESS_MS = 15;
const OPTIONS: Omit<MonitorCoreOptions, 'recall'> = {
  latenessMs: LATENESS_MS,
  windowMs: 25,
  maxEvidence: 3,
  maxPerRuleAndUnit: 3,
};

const ruleSets: fc.Arbitrary<RuleSet> = fc
  .tuple(
    fc.oneof(
      chain,
      ...CORRELATION_TYPES.map((type) => randomCorrelation(type).map((given) => [given])),
    ),
    fc.boolean(),
  )
  .map(([correlations, generate]) => ({
    rules: RULES,
    correlations: correlations.map((given) => ({ ...given, generate })),
  }));

type Op =
  | { readonly kind: 'match'; readonly matched: MatchedEvent; readonly nowMs: number }
  | { readonly kind: 'tick'; readonly nowMs: number }
  | { readonly kind: 'close'; readonly at: number; readonly isClosed: boolean };

/** Events in the order of their arrival, at most the lateness after their time, and ticks between them. */
const arrivals: fc.Arbitrary<readonly Op[]> = fc
  .tuple(
    stream,
    fc.array(fc.integer({ min: 0, max: LATENESS_MS }), { minLength: 40, maxLength: 40 }),
    fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 10 }),
  )
  .map(([items, delays, gaps]) => {
    const matches = items.map(({ event: seen, rules }, index): Op => ({
      kind: 'match',
      matched: { event: seen, rules: RULES.filter(({ id }) => rules.includes(id)) },
      nowMs: seen.timeMs + (delays[index] ?? 0),
    }));
    const endMs = (items.at(-1)?.event.timeMs ?? 1000) + 2 * LATENESS_MS;
    const ticks: Op[] = [];
    for (let nowMs = 1000, turn = 0; nowMs < endMs; turn += 1) {
      nowMs += gaps[turn % gaps.length] ?? 1;
      ticks.push({ kind: 'tick', nowMs });
    }
    const timeOf = (op: Op): number => (op.kind === 'close' ? 0 : op.nowMs);
    return [...matches, ...ticks].toSorted((a, b) => timeOf(a) - timeOf(b));
  });

const closings = fc.array(
  fc.record({ place: fc.nat(200), at: fc.nat(20), isClosed: fc.boolean() }),
  { maxLength: 6 },
);

function withClosings(
  ops: readonly Op[],
  added: readonly { readonly place: number; readonly at: number; readonly isClosed: boolean }[],
): readonly Op[] {
  const all = [...ops];
  for (const { place, at, isClosed } of added)
    all.splice(place % (all.length + 1), 0, { kind: 'close', at, isClosed });
  return all;
}

/** What outlives the process. */
interface Disk {
  snapshot: SavedTexts | null;
  journals: string[];
  /** How many ops are in it. */
  done: number;
  closed: ReadonlySet<string>;
}

class Run {
  readonly store: StoredAlerts = createStoredAlerts();
  readonly disk: Disk = { snapshot: null, journals: [], done: 0, closed: new Set() };
  core: MonitorCore;
  readonly #ruleSet: RuleSet;

  constructor(ruleSet: RuleSet) {
    this.#ruleSet = ruleSet;
    this.core = new MonitorCore(ruleSet, { ...OPTIONS, recall: this.store });
    this.core.started(0);
    this.core.caughtUp(0);
  }

  perform(op: Op): void {
    if (op.kind === 'match') this.core.match(op.matched, op.nowMs);
    else if (op.kind === 'tick') this.core.tick(op.nowMs);
    else {
      const known = new Set([
        ...this.store.alerts.keys(),
        ...this.core.alerts().map((alert) => alert.id),
      ]);
      const id = [...known].toSorted((a, b) => (a < b ? -1 : 1))[op.at % (known.size || 1)];
      if (id === undefined) return;
      if (op.isClosed) this.store.closed.add(id);
      else this.store.closed.delete(id);
      this.core.setClosed(id, op.isClosed);
    }
  }

  commit(kind: 'journal' | 'snapshot', done: number): void {
    const { disk } = this;
    this.store.take(this.core.takeChanged());
    if (kind === 'snapshot') {
      disk.snapshot = this.core.save();
      disk.journals = [];
    } else {
      const journal = this.core.takeJournal();
      if (journal !== null) disk.journals.push(journal);
    }
    disk.done = done;
    disk.closed = new Set(this.store.closed);
    this.core.stored();
  }

  die(): void {
    const { snapshot, journals, closed } = this.disk;
    const read = snapshot === null ? null : readCore(snapshot);
    if (read?.ok === false) throw new Error(read.reason);
    const saved = read?.ok === true ? read.value : null;
    this.core = new MonitorCore(this.#ruleSet, { ...OPTIONS, recall: this.store }, saved);
    // the first journal tells of the beginning
    if (snapshot === null && journals.length === 0) {
      this.core.started(0);
      this.core.caughtUp(0);
    }
    for (const journal of journals) {
      const fault = this.core.replay(journal);
      if (fault !== null) throw new Error(fault);
    }
    this.core.takeChanged();
    this.store.closed.clear();
    for (const id of closed) this.store.closed.add(id);
  }

  finish(): ReadonlyMap<string, GroupedAlert> {
    this.core.finish();
    this.store.take(this.core.takeChanged());
    return this.store.alerts;
  }
}

const fates = fc.array(
  fc.constantFrom('go on', 'go on', 'go on', 'journal', 'journal', 'snapshot', 'die'),
  { minLength: 10, maxLength: 60 },
);

function expectSame(got: Run, wanted: Run): number {
  const alerts = wanted.finish();
  const found = got.finish();
  // quick first: most are equal
  const text = (map: typeof found): string =>
    JSON.stringify([...map].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  if (text(found) !== text(alerts)) expect(found).toEqual(alerts);
  expect({
    evictions: got.core.evictions,
    overflowed: got.core.overflowed,
    droppedMatches: got.core.droppedMatches,
  }).toEqual({
    evictions: wanted.core.evictions,
    overflowed: wanted.core.overflowed,
    droppedMatches: 0,
  });
  return alerts.size;
}

test('committed and killed anywhere: the same alerts, evidence and repeats of closed ones', () => {
  let raised = 0;
  let deaths = 0;
  fc.assert(
    fc.property(ruleSets, arrivals, closings, fates, (ruleSet, arrived, added, fate) => {
      const ops = withClosings(arrived, added);
      const wanted = new Run(ruleSet);
      for (const op of ops) wanted.perform(op);

      const got = new Run(ruleSet);
      for (let at = 0, turn = 0; at < ops.length; turn += 1) {
        const op = ops[at];
        if (op !== undefined) got.perform(op);
        at += 1;
        // past the list it goes on, so that it comes to an end
        const next = fate[turn] ?? 'go on';
        if (next === 'journal' || next === 'snapshot') got.commit(next, at);
        if (next !== 'die') continue;
        deaths += 1;
        got.die();
        at = got.disk.done;
      }
      raised += expectSame(got, wanted);
    }),
    { numRuns },
  );
  expect(raised).toBeGreaterThan(numRuns);
  expect(deaths).toBeGreaterThan(numRuns);
});

test('a stop of any length, with a backlog to read after it: the same alerts', () => {
  let raised = 0;
  fc.assert(
    fc.property(
      ruleSets,
      arrivals,
      fc.array(fc.tuple(fc.nat(60), fc.nat(30)), { minLength: 1, maxLength: 4 }),
      (ruleSet, ops, stops) => {
        const wanted = new Run(ruleSet);
        for (const op of ops) wanted.perform(op);

        const got = new Run(ruleSet);
        let at = 0;
        for (const [until, missed] of stops) {
          for (; at < Math.min(until, ops.length); at += 1) {
            const op = ops[at];
            if (op !== undefined) got.perform(op);
          }
          got.commit('journal', at);
          got.die();
          // what came while it was down is read at once, then the ticks begin again
          const backlog = ops.slice(at, at + missed);
          // the clock does not go back meanwhile, also when nothing came
          const passed = ops.slice(0, at + missed);
          const nowMs = Math.max(0, ...passed.map((op) => (op.kind === 'close' ? 0 : op.nowMs)));
          got.core.started(nowMs);
          for (const op of backlog) if (op.kind === 'match') got.perform({ ...op, nowMs });
          got.core.caughtUp(nowMs);
          at += backlog.length;
        }
        for (const op of ops.slice(at)) got.perform(op);
        raised += expectSame(got, wanted);
      },
    ),
    { numRuns: Math.ceil(numRuns / 4) },
  );
  expect(raised).toBeGreaterThan(numRuns / 4);
});

describe('a rule set that changed', () => {
  const [one, two] = [
    rule('one', { s: field('f', [glob('x')]) }),
    rule('two', { s: field('f', [glob('x')]) }),
  ];
  const counted = correlation('c', {
    ruleIds: ['one'],
    conditions: [{ operator: 'gte', value: 2 }],
    timespanMs: 1000,
  });
  const match = (timeMs: number): MatchedEvent => ({
    event: event({ f: 'x' }, { timeMs }),
    rules: [one, two],
  });
  const begin = (): MonitorCore => {
    const core = new MonitorCore(
      { rules: [one, two], correlations: [counted] },
      { ...OPTIONS, recall: null },
    );
    core.caughtUp(0);
    core.tick(0);
    core.match(match(1), 1);
    core.tick(20);
    core.match(match(21), 21);
    return core;
  };
  const raisedBy = (core: MonitorCore): readonly unknown[] => {
    core.finish();
    const alerts = core.alerts().map(({ ruleId, count }) => [ruleId, count]);
    return alerts.toSorted((a, b) => String(a).localeCompare(String(b)));
  };

  test('matches of rules that are gone are left out and counted; the others stay', () => {
    const journal = begin().takeJournal() ?? '';
    const without = (
      rules: RuleSet['rules'],
      correlations: RuleSet['correlations'],
    ): MonitorCore => {
      const core = new MonitorCore({ rules, correlations }, { ...OPTIONS, recall: null });
      expect(core.replay(journal)).toBeNull();
      return core;
    };
    const kept = without([one], [counted]);
    expect([kept.droppedMatches, raisedBy(kept)]).toEqual([0, [['c', 2]]]);
    const emptied = without([], []);
    expect([emptied.droppedMatches, raisedBy(emptied)]).toEqual([2, []]);
  });

  test('a snapshot likewise, and what an unchanged correlation has counted is kept', () => {
    const read = readCore(begin().save());
    const saved = read?.ok === true ? read.value : null;
    const core = new MonitorCore(
      { rules: [one], correlations: [counted] },
      { ...OPTIONS, recall: null },
      saved,
    );
    expect([core.droppedGroups, core.droppedMatches, raisedBy(core)]).toEqual([
      0,
      0,
      [
        ['c', 2],
        ['two', 1],
      ],
    ]);
    const changed = new MonitorCore(
      { rules: [], correlations: [] },
      { ...OPTIONS, recall: null },
      saved,
    );
    expect([changed.droppedGroups, changed.droppedMatches]).toEqual([1, 1]);
  });
});

describe('the clock', () => {
  const given: RuleSet = { rules: [rule('r', {})], correlations: [] };
  const live = (): MonitorCore => {
    const core = new MonitorCore(given, { ...OPTIONS, recall: null });
    core.caughtUp(0);
    core.tick(0);
    return core;
  };
  const seen: MatchedEvent = { event: event({}, { timeMs: 5 }), rules: given.rules };

  test('a match waits for the lateness, and no longer when the clock was set back', () => {
    const core = live();
    core.match(seen, 100_000);
    core.tick(50_000);
    expect(core.takeChanged()).toEqual([]);
    core.tick(50_000 + LATENESS_MS);
    expect(core.takeChanged()).toHaveLength(1);
  });

  test('a service in which nothing happens has nothing to store', () => {
    const core = live();
    core.takeJournal();
    for (let nowMs = 0; nowMs < 100_000; nowMs += 250) core.tick(nowMs);
    expect([core.journalChars, core.takeJournal()]).toEqual([0, null]);
  });
});

test.each([
  ['nothing', ''],
  ['something else', '{}\n[]'],
  ['another version', 'soclite-core 99 0000000000000000\n{}'],
])('a snapshot or journal that is %s is refused', (_name, text) => {
  const core = new MonitorCore({ rules: [], correlations: [] }, { ...OPTIONS, recall: null });
  const damaged = [...core.save().keys()].map((key) => new Map([...core.save(), [key, text]]));
  expect(damaged.map((texts) => readCore(texts)?.ok)).toEqual([false, false, false]);
  expect(core.replay(text)).not.toBeNull();
});

test('a reader that is behind brings nothing too late: waiting counts only until where it has read', () => {
  const given: RuleSet = { rules: [rule('r', {}), rule('s', {})], correlations: [] };
  const core = new MonitorCore(given, { ...OPTIONS, recall: null });
  core.caughtUp(0);
  core.match({ event: event({}, { timeMs: 105 }), rules: given.rules }, 110);
  // one file was read, the other is still at what was written before 100
  core.tick(500, 100);
  expect(core.takeChanged()).toEqual([]);
  core.match({ event: event({}, { timeMs: 101 }), rules: given.rules }, 500);
  core.tick(520, 519);
  expect(core.takeChanged().map(({ alert }) => [alert.windowStartMs, alert.count])).toEqual([
    [101, 2],
    [101, 2],
  ]);
});
