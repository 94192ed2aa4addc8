// What every store of a data folder does: run for the database and for the fake that stands for it in tests.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AlertAct, QueueAct } from '../../src/lifecycle/act.ts';
import { verifyChain } from '../../src/lifecycle/chain.ts';
import { UNTOUCHED } from '../../src/lifecycle/history.ts';
import {
  StoreError,
  type Commit,
  type QueueQuery,
  type QueueStore,
  type ServiceStore,
  type StoreOpener,
} from '../../src/ports/store.ts';
import { makeAlert, makeWrite } from './alerts.ts';

export interface StoreUnderTest {
  readonly opener: StoreOpener;
  /** An empty data folder. */
  readonly folder: string;
  /** Called after each test. */
  readonly clean: () => void | Promise<void>;
}

const DAY_MS = 86_400_000;
const AN = { name: 'an', timeMs: 5000 };
const BINH = { name: 'binh', timeMs: 6000 };
const EXCEPTION: Extract<QueueAct, { kind: 'suppress' }> = {
  kind: 'suppress',
  suppression: {
    kind: 'exception',
    scope: { ruleId: 'rule-1', unit: null, groupKey: [{ field: '__proto__', value: "a'b" }] },
    owner: 'an',
    reason: 'máy quét nội bộ',
    fromMs: 0,
    untilMs: 10 * DAY_MS,
  },
};

export function describeStore(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`${name} as a store`, () => {
    let under: StoreUnderTest;
    let store: ServiceStore;
    beforeEach(async () => {
      under = await make();
      store = under.opener.openService(under.folder);
    });
    afterEach(async () => {
      store.close();
      await under.clean();
    });
    const reopen = (): ServiceStore => {
      store.close();
      store = under.opener.openService(under.folder);
      return store;
    };
    testCommits(() => store, reopen);
    testLists(() => store);
    testActs(() => store, reopen);
    testOpening(
      () => under,
      () => store,
    );
  });
}

const commitOf = (rest: Partial<Commit>): Commit => ({
  state: new Map(),
  journal: null,
  dropsJournal: false,
  alerts: [],
  ...rest,
});
const write = (store: ServiceStore, ...alerts: Commit['alerts']): void =>
  store.commit(commitOf({ alerts }));
const ack = (store: QueueStore, alertId: string, actor = AN): ReturnType<QueueStore['act']> =>
  store.act({ alertId, act: { kind: 'ack' }, version: null }, actor);
const idsOf = (store: QueueStore, query: Partial<QueueQuery>): string =>
  store
    .list({ limit: 100, ...query })
    .map(({ alert }) => alert.id.at(-1))
    .join('');

function testCommits(store: () => ServiceStore, reopen: () => ServiceStore): void {
  test('a new store is empty', () => {
    expect(store().load()).toEqual({ state: new Map(), journal: [] });
    expect(store().list({ limit: 10 })).toEqual([]);
    expect(store().lastChange).toBe(0);
    expect(store().readState('status')).toBeNull();
  });

  test('state and journal come back as the last commits left them, also after opening again', () => {
    store().commit(
      commitOf({
        state: new Map([
          ['a', 'một'],
          ['b', '2'],
        ]),
        journal: 'j1',
      }),
    );
    store().commit(
      commitOf({
        state: new Map([
          ['b', null],
          ['c', '\u0000"'],
        ]),
        journal: 'j2',
      }),
    );
    const left = {
      state: new Map([
        ['a', 'một'],
        ['c', '\u0000"'],
      ]),
      journal: ['j1', 'j2'],
    };
    expect(store().load()).toEqual(left);
    expect(reopen().load()).toEqual(left);
    expect(store().readState('c')).toBe('\u0000"');
    expect(store().readState('b')).toBeNull();

    store().commit(commitOf({ state: new Map([['a', '3']]), dropsJournal: true, journal: 'j3' }));
    expect(reopen().load().journal).toEqual(['j3']);
    store().commit(commitOf({ dropsJournal: true }));
    expect(store().load().journal).toEqual([]);
  });

  test('an alert is stored whole, grows in place, and keeps its status', () => {
    const first = makeWrite({ groupKey: [{ field: '__proto__', value: 'x' }] });
    write(store(), first);
    const { alert } = first;
    expect(store().get(alert.id)).toEqual({
      alert,
      status: UNTOUCHED,
      recurrenceOf: null,
      suppressedBy: null,
      change: 1,
    });
    ack(store(), alert.id);
    write(
      store(),
      makeWrite({ ...alert, count: 9, lastMs: 2000 }, { recurrenceOf: 'b', suppressedBy: 's' }),
    );
    const grown = store().get(alert.id);
    expect(grown).toMatchObject({ recurrenceOf: 'b', suppressedBy: 's', change: 3 });
    expect(grown?.alert).toEqual({ ...alert, count: 9, lastMs: 2000 });
    expect(grown?.status).toMatchObject({ state: 'acked', owner: 'an', version: 1 });
    expect(reopen().get(alert.id)).toEqual(grown);
    expect(store().count({ includesSuppressed: true })).toBe(1);
  });

  test('drafts of a grouping key, the latest first', () => {
    for (const [id, windowStartMs, groupingKey] of [
      ['a1', 10, 'k'],
      ['a2', 30, 'k'],
      ['a3', 20, 'k'],
      ['a4', 20, 'other'],
    ] as const) {
      write(store(), makeWrite({ id, windowStartMs }, { groupingKey }));
    }
    expect(store().findDrafts('k', 30, 2)).toEqual(['draft of a2', 'draft of a3']);
    expect(store().findDrafts('k', 29, 9)).toEqual(['draft of a3', 'draft of a1']);
    expect(store().findDrafts('none', 99, 9)).toEqual([]);
  });

  test('notes of a consumer are replaced and removed', () => {
    store().writeNote('notify', '1');
    store().writeNote('notify', '2');
    expect(reopen().readNote('notify')).toBe('2');
    store().writeNote('notify', null);
    expect(store().readNote('notify')).toBeNull();
    expect(store().load().state).toEqual(new Map());
  });
}

const ROWS = [
  makeWrite({ id: 'aaaa1', severity: 'low', firstMs: 10, lastMs: 50 }),
  makeWrite({
    id: 'aaaa2',
    severity: 'critical',
    unit: null,
    units: [],
    firstMs: 30,
    lastMs: 40,
    layer: 1,
  }),
  makeWrite({
    id: 'aaab3',
    severity: 'critical',
    ruleId: 'rule-2',
    firstMs: 20,
    lastMs: 40,
    count: 5,
  }),
  makeWrite({
    id: 'aaac4',
    isProvince: true,
    unit: null,
    units: ['so-tttt', 'so-yte'],
    firstMs: 60,
    lastMs: 90,
    groupKey: [{ field: 'src_ip', value: '203.0.113.7' }],
    titleVi: 'Dò mật khẩu rồi đăng nhập được',
    machines: ['ĐƠN-VỊ-01'],
  }),
  makeWrite({ id: 'aaad5', firstMs: 70, lastMs: 70 }, { suppressedBy: 'exception-1' }),
];

function testLists(store: () => ServiceStore): void {
  const orders: readonly (readonly [string, Partial<QueueQuery>, string])[] = [
    ['newest first by default', {}, '4123'],
    ['oldest first', { order: 'oldest-first' }, '1324'],
    ['most severe first', { order: 'most-severe-first' }, '3241'],
    ['a page', { order: 'oldest-first', limit: 2, offset: 1 }, '32'],
    ['past the end', { offset: 9 }, ''],
    ['suppressed too', { includesSuppressed: true }, '45123'],
    ['a unit, and the province alert that touches it', { unit: 'so-tttt' }, '413'],
    ['another unit', { unit: 'so-yte' }, '4'],
    ['unknown unit', { unit: null }, '2'],
    ['a layer', { layer: 1 }, '2'],
    ['a level or above', { minimumLevel: 'high' }, '423'],
    ['since', { sinceMs: 50 }, '41'],
    ['until', { untilMs: 20 }, '13'],
    ['a rule', { ruleId: 'rule-2' }, '3'],
    ['a state', { states: ['new'] }, '423'],
    ['several states', { states: ['acked', 'closed', 'new'] }, '4123'],
    ['no state', { states: [] }, ''],
    ['an owner', { owner: 'an' }, '1'],
    ['text without diacritics', { text: 'mat KHAU dang' }, '4'],
    ['an address', { text: '203.0.113.7' }, '4'],
    ['a machine with Đ', { text: 'don-vi-01' }, '4'],
    ['all words must occur', { text: 'mật shell-script' }, ''],
    ['text of the evidence', { text: 'uploads' }, '4123'],
    ['text with signs of a query language', { text: 'mật" OR *' }, ''],
    ['blank text', { text: '  ' }, '4123'],
  ];
  test.each(orders)('lists: %s', (_name, query, ids) => {
    write(store(), ...ROWS);
    ack(store(), 'aaaa1');
    expect(idsOf(store(), query)).toBe(ids);
    const { limit: _limit, offset = 0, order: _order, ...filter } = query;
    const all = idsOf(store(), { ...filter, limit: 100 }).length;
    expect(store().count(filter)).toBe(all);
    expect(offset).toBeGreaterThanOrEqual(0);
  });

  test('groups by rule, the most alerts first', () => {
    write(store(), ...ROWS);
    const { title } = makeAlert();
    expect(store().groupByRule({})).toEqual([
      { ruleId: 'rule-1', title, alerts: 3, findings: 3, lastMs: 90 },
      { ruleId: 'rule-2', title, alerts: 1, findings: 5, lastMs: 40 },
    ]);
    expect(store().groupByRule({ ruleId: 'rule-2' })).toHaveLength(1);
  });

  test('a prefix names an alert when it is long enough and of one alert only', () => {
    write(store(), ...ROWS, makeWrite({ id: 'aaab3x' }));
    const found = ['aaac4', 'aaac', 'aaaa', 'aaa', 'zzzz', '', 'AAAC', 'aaab3', '%%%%', '____'];
    expect(found.map((id) => store().get(id)?.alert.id ?? null)).toEqual([
      'aaac4',
      'aaac4',
      null,
      null,
      null,
      null,
      null,
      'aaab3',
      null,
      null,
    ]);
  });

  test('a reader with a cursor sees each change once, in order', () => {
    write(store(), ...ROWS);
    const all = store().changedAfter(0, 3);
    expect(all.map(({ alert }) => alert.id)).toEqual(['aaaa1', 'aaaa2', 'aaab3']);
    const cursor = store().lastChange;
    expect(store().changedAfter(all[2]?.change ?? 0, 9)).toHaveLength(2);
    expect(store().changedAfter(cursor, 9)).toEqual([]);
    ack(store(), 'aaaa2');
    write(store(), makeWrite({ id: 'aaaa1', count: 2 }));
    const changed = store().changedAfter(cursor, 9);
    expect(changed.map(({ alert }) => alert.id)).toEqual(['aaaa2', 'aaaa1']);
    expect(changed.at(-1)?.change).toBe(store().lastChange);
  });
}

function testActs(store: () => ServiceStore, reopen: () => ServiceStore): void {
  const id = makeAlert().id;
  const act = (done: AlertAct, version: number | null, actor = AN): ReturnType<QueueStore['act']> =>
    store().act({ alertId: id, act: done, version }, actor);

  test('an act is a step of the chain and a new status', () => {
    write(store(), makeWrite());
    const done = act({ kind: 'ack' }, 0);
    const status = { ...UNTOUCHED, state: 'acked', owner: 'an', version: 1, sinceMs: 5000 };
    expect(done).toMatchObject({
      ok: true,
      status,
      step: { sequence: 1, actor: 'an', timeMs: 5000 },
    });
    expect(store().get(id)?.status).toEqual(status);
    const close = {
      kind: 'close',
      verdict: 'false-positive',
      reason: 'máy quét "nội bộ"',
    } as const;
    act(close, 1, BINH);
    const steps = store().steps({ limit: 9 });
    expect(steps.map((step) => [step.sequence, step.alertId, step.act, step.actor])).toEqual([
      [1, id, { kind: 'ack' }, 'an'],
      [2, id, close, 'binh'],
    ]);
    expect(verifyChain(steps)).toMatchObject({ steps: 2, faults: [] });
    expect(reopen().steps({ limit: 9 })).toEqual(steps);
    expect(store().get(id)?.status).toMatchObject({
      state: 'closed',
      owner: 'an',
      reason: close.reason,
    });
  });

  test('who comes second is refused and told who was first; nothing is written', () => {
    write(store(), makeWrite());
    act({ kind: 'ack' }, 0);
    const before = store().lastChange;
    const stale = act({ kind: 'ack' }, 0, BINH);
    expect(stale).toMatchObject({ ok: false, code: 'stale', first: { actor: 'an', sequence: 1 } });
    expect(act({ kind: 'ack' }, null, BINH)).toMatchObject({ ok: false, code: 'wrong-state' });
    expect(act({ kind: 'note', text: ' ' }, null)).toMatchObject({ ok: false, code: 'bad-text' });
    expect(ack(store(), 'nobody')).toEqual({
      ok: false,
      code: 'unknown-alert',
      first: null,
      status: null,
    });
    expect(store().steps({ limit: 9 })).toHaveLength(1);
    expect(store().lastChange).toBe(before);
  });

  test('undo leads back and is a step', () => {
    write(store(), makeWrite());
    act({ kind: 'ack' }, 0);
    expect(act({ kind: 'undo', sequence: 1 }, 1, BINH)).toMatchObject({ code: 'not-your-step' });
    expect(act({ kind: 'undo', sequence: 1 }, 1)).toMatchObject({
      ok: true,
      step: { sequence: 2 },
    });
    expect(store().get(id)?.status).toEqual({ ...UNTOUCHED, version: 2 });
    expect(verifyChain(store().steps({ limit: 9 })).faults).toEqual([]);
  });

  test('steps by alert, after a number, at most so many', () => {
    write(store(), makeWrite(), makeWrite({ id: 'other' }));
    act({ kind: 'ack' }, 0);
    ack(store(), 'other');
    act({ kind: 'note', text: 'Đ' }, 1);
    const sequences = (query: Parameters<QueueStore['steps']>[0]): readonly number[] =>
      store()
        .steps(query)
        .map(({ sequence }) => sequence);
    expect(sequences({ limit: 2 })).toEqual([1, 2]);
    expect(sequences({ afterSequence: 2, limit: 9 })).toEqual([3]);
    expect(sequences({ alertId: id, limit: 9 })).toEqual([1, 3]);
    expect(sequences({ alertId: id, afterSequence: 1, limit: 9 })).toEqual([3]);
  });

  test('suppressions are made, counted and lifted', () => {
    const made = store().act({ alertId: null, act: EXCEPTION }, AN);
    expect(made).toMatchObject({ ok: true, status: null, step: { sequence: 1, alertId: null } });
    write(
      store(),
      makeWrite({ count: 4 }, { suppressedBy: 'exception-1' }),
      makeWrite({ id: 'b' }),
    );
    const suppression = { id: 'exception-1', ...EXCEPTION.suppression };
    expect(store().suppressions()).toEqual([
      { ...suppression, isLifted: false, alerts: 1, findings: 4 },
    ]);
    const lift = { kind: 'lift', suppressionId: 'exception-1', reason: 'xong' } as const;
    expect(store().act({ alertId: null, act: lift }, BINH)).toMatchObject({ ok: true });
    expect(store().act({ alertId: null, act: lift }, BINH)).toMatchObject({
      code: 'already-lifted',
    });
    const unknown = { ...lift, suppressionId: 'exception-9' };
    expect(store().act({ alertId: null, act: unknown }, AN)).toMatchObject({
      code: 'unknown-suppression',
    });
    expect(reopen().suppressions()).toEqual([
      { ...suppression, isLifted: true, alerts: 1, findings: 4 },
    ]);
    expect(verifyChain(store().steps({ limit: 9 })).faults).toEqual([]);
  });

  test('a suppression that never ends is refused', () => {
    const suppression = { ...EXCEPTION.suppression, untilMs: 31 * DAY_MS };
    const refused = store().act({ alertId: null, act: { ...EXCEPTION, suppression } }, AN);
    expect(refused).toMatchObject({ ok: false, code: 'bad-suppression', status: null });
    expect(store().suppressions()).toEqual([]);
  });

  test('retention deletes old closed alerts of a unit and leaves their steps', () => {
    write(store(), makeWrite({ lastMs: 10 }), makeWrite({ id: 'open', lastMs: 10 }));
    act({ kind: 'close', verdict: 'benign', reason: 'r' }, null);
    expect(store().deleteClosedAlerts(10, 'so-tttt', false)).toBe(0);
    expect(store().deleteClosedAlerts(11, 'so-yte', false)).toBe(0);
    expect(store().deleteClosedAlerts(11, 'so-tttt', true)).toBe(1);
    expect(store().get(id)).not.toBeNull();
    expect(store().deleteClosedAlerts(11, 'so-tttt', false)).toBe(1);
    expect(store().get(id)).toBeNull();
    expect(store().steps({ alertId: id, limit: 9 })).toHaveLength(1);
    expect(store().count({})).toBe(1);
  });
}

function testOpening(under: () => StoreUnderTest, store: () => ServiceStore): void {
  const faultOf = (work: () => unknown): string | null => {
    try {
      work();
    } catch (error) {
      if (error instanceof StoreError) return error.fault;
      throw error;
    }
    return null;
  };

  test('one process ingests, others look and act beside it', () => {
    const { opener, folder } = under();
    expect(faultOf(() => opener.openService(folder))).toBe('busy');
    write(store(), makeWrite());
    const viewer = opener.openQueue(folder);
    const actor = opener.openQueue(folder);
    expect(ack(actor, makeAlert().id)).toMatchObject({ ok: true });
    expect(viewer.get(makeAlert().id)?.status.owner).toBe('an');
    expect(store().get(makeAlert().id)?.status.owner).toBe('an');
    write(store(), makeWrite({ count: 3 }));
    expect(viewer.get(makeAlert().id)).toMatchObject({
      alert: { count: 3 },
      status: { owner: 'an' },
    });
    store().commit(commitOf({ state: new Map([['status', '{}']]) }));
    expect(viewer.readState('status')).toBe('{}');
    viewer.close();
    actor.close();
  });

  test('there is no queue before a service made one', () => {
    const { opener, folder } = under();
    expect(faultOf(() => opener.openQueue(`${folder}/nowhere`))).toBe('unavailable');
  });

  test('the queue outlives the service', () => {
    const { opener, folder } = under();
    write(store(), makeWrite());
    store().close();
    const viewer = opener.openQueue(folder);
    expect(ack(viewer, makeAlert().id)).toMatchObject({ ok: true });
    viewer.close();
  });
}
