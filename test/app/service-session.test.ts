import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { openServiceSession } from '../../src/app/service-session.ts';
import { readStatus } from '../../src/app/service/status.ts';
import type { Session } from '../../src/app/session.ts';
import { openWorkspace, type Workspace } from '../../src/app/workspace.ts';
import { createReferenceMatcher } from '../../src/detect/reference.ts';
import { textFiles } from '../../src/io/text-files.ts';
import { StoreError, type ServiceStore } from '../../src/ports/store.ts';
import { createFakeTailer, type FakeTailer } from '../support/fake-tailer.ts';
import { fakeMachine } from '../support/fake-machine.ts';
import { createMemoryStores, type MemoryStores } from '../support/memory-store.ts';
import { freshFolder } from '../support/fresh-folder.ts';

const CONFIG = `units: [{ id: u1, name: U, short-name: U }]
rules: [rules]
sources: [{ id: win, path: 'logs/{unit}/win.log' }]
alerts: { lateness: 100ms }
`;
const RULE_ID = '44444444-4444-4444-8444-444444444444';
const RULE = `title: Failed
id: ${RULE_ID}
level: medium
logsource: { product: windows, service: security }
detection: { selection: { EventID: 4625 }, condition: selection }
`;
const NOW = Date.UTC(2026, 10, 23, 9);
const hit = (afterMs: number, computer = 'pc'): string =>
  `${JSON.stringify({ EventID: 4625, Channel: 'Security', Computer: computer, '@timestamp': new Date(NOW + afterMs).toISOString() })}\n`;

let workspace: Workspace;
let stores: MemoryStores;
let log: { text: string };
const clock = { ms: NOW, nowMs: () => clock.ms };

beforeEach(async () => {
  const folder = freshFolder({ 'soclite.yml': CONFIG, 'rules/r.yml': RULE });
  const opened = await openWorkspace(
    {
      configPath: join(folder, 'soclite.yml'),
      rulePaths: [],
      indicatorPaths: [],
      bundled: { rules: 'rules', mappings: 'seeds/mappings' },
    },
    textFiles,
  );
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  workspace = opened.value;
  stores = createMemoryStores();
  log = { text: '' };
  clock.ms = NOW;
});

interface Running {
  readonly session: Session;
  readonly tailer: FakeTailer;
  readonly store: ServiceStore;
  /** Ticks for some time; what was given, as id and count. */
  run(ms: number): readonly (readonly [string, number])[];
}

async function start(isPrinting = true): Promise<Running> {
  const { configPath, dataFolder } = workspace;
  const tailer = createFakeTailer(join(configPath ?? '', '..', 'logs/u1/win.log'), log);
  const store = stores.openService(dataFolder);
  const session = openServiceSession(workspace, {
    store,
    tailer,
    matcher: createReferenceMatcher(workspace.rules.ruleSet.rules),
    clock,
    machine: fakeMachine(),
    process: { pid: 1, host: 'h', program: '0' },
    isPrinting,
  });
  await session.start();
  return {
    session,
    tailer,
    store,
    run(ms) {
      const given: (readonly [string, number])[] = [];
      for (let passed = 0; passed < ms; passed += 50) {
        clock.ms += 50;
        for (const { id, count } of session.tick()) given.push([id, count]);
      }
      return given;
    },
  };
}

const kill = (): void => stores.kill(workspace.dataFolder);
const stored = (store: ServiceStore): readonly unknown[] =>
  store
    .list({ ruleId: RULE_ID, limit: 100, includesSuppressed: true, order: 'oldest-first' })
    .map(({ alert, recurrenceOf, suppressedBy }) => ({
      count: alert.count,
      recurrenceOf,
      suppressedBy,
    }));

describe('killed', () => {
  test('at any commit it goes on where it was: counts are true, nothing is read twice', async () => {
    const first = await start();
    void first.tailer.append(hit(0));
    expect(first.run(300).map(([, count]) => count)).toEqual([1]);
    void first.tailer.append(hit(1000));
    kill();
    const second = await start();
    expect(second.tailer.startedAt[0]).toBe(hit(0).length);
    expect(second.run(300).at(-1)?.[1]).toBe(2);
    expect(stored(second.store)).toEqual([{ count: 2, recurrenceOf: null, suppressedBy: null }]);
  });

  test('before what waits was raised: it waits on', async () => {
    const first = await start();
    first.run(200);
    void first.tailer.append(hit(300));
    expect(first.run(50)).toEqual([]);
    kill();
    const second = await start();
    expect(second.tailer.startedAt[0]).toBe(hit(300).length);
    expect(second.run(300).map(([, count]) => count)).toEqual([1]);
  });

  test('after a commit and before its alert was shown: it is shown by the next run', async () => {
    const first = await start();
    void first.tailer.append(hit(0));
    const [given] = first.run(300);
    kill();
    const second = await start();
    // shown and not yet known as shown: again, never not at all
    expect(second.run(50)).toEqual([]);
    void second.tailer.append(hit(500));
    expect(second.run(300)).toEqual([[given?.[0], 2]]);
  });
});

test('stopped it drains nothing: what waits is raised by the next run, and shown once', async () => {
  const first = await start();
  void first.tailer.append(hit(0));
  first.run(300);
  void first.tailer.append(hit(200));
  expect(await first.session.stop()).toEqual([]);
  await first.session.end();
  const second = await start();
  expect(second.run(300).map(([, count]) => count)).toEqual([2]);
});

test('what a person does to an alert is not shown as news; that it grew is', async () => {
  const first = await start();
  void first.tailer.append(hit(0));
  const [given] = first.run(300);
  const id = given?.[0] ?? '';
  const act = { alertId: id, act: { kind: 'ack' }, version: null } as const;
  first.store.act(act, { name: 'an', timeMs: clock.ms });
  expect(first.run(300)).toEqual([]);
  void first.tailer.append(hit(700));
  expect(first.run(300)).toEqual([[id, 2]]);
});

test('a person closes an alert: what comes then is a new one that repeats it', async () => {
  const service = await start();
  void service.tailer.append(hit(0));
  const [given] = service.run(300);
  const id = given?.[0] ?? '';
  const close = { kind: 'close', verdict: 'benign', reason: 'known' } as const;
  const actor = { name: 'an', timeMs: clock.ms };
  service.store.act({ alertId: id, act: { kind: 'ack' }, version: null }, actor);
  expect(service.store.act({ alertId: id, act: close, version: null }, actor).ok).toBe(true);
  service.run(50);
  void service.tailer.append(hit(500));
  service.run(300);
  expect(stored(service.store)).toEqual([
    { count: 1, recurrenceOf: null, suppressedBy: null },
    { count: 1, recurrenceOf: id, suppressedBy: null },
  ]);
});

describe('an alert whose window is over', () => {
  const over = async (): Promise<Running> => {
    const service = await start();
    void service.tailer.append(hit(0));
    service.run(300);
    clock.ms += 2 * 3_600_000;
    service.run(300);
    return service;
  };

  test('is forgotten, and found in the store when a late line belongs to it', async () => {
    const service = await over();
    expect(service.store.load().state.get('core/state')).toBeUndefined();
    void service.tailer.append(hit(10));
    service.run(300);
    void service.tailer.append(hit(20));
    service.run(300);
    expect(stored(service.store)).toEqual([{ count: 3, recurrenceOf: null, suppressedBy: null }]);
    kill();
    const again = await start();
    void again.tailer.append(hit(30));
    again.run(300);
    expect(stored(again.store)).toEqual([{ count: 4, recurrenceOf: null, suppressedBy: null }]);
  });

  test('and was closed: what comes after it repeats it', async () => {
    const service = await over();
    const [row] = service.store.list({ ruleId: RULE_ID, limit: 1 });
    const id = row?.alert.id ?? '';
    const close = { kind: 'close', verdict: 'benign', reason: 'known' } as const;
    const actor = { name: 'an', timeMs: clock.ms };
    service.store.act({ alertId: id, act: { kind: 'ack' }, version: null }, actor);
    service.store.act({ alertId: id, act: close, version: null }, actor);
    void service.tailer.append(hit(2 * 3_600_000));
    service.run(300);
    expect(stored(service.store)).toEqual([
      { count: 1, recurrenceOf: null, suppressedBy: null },
      { count: 1, recurrenceOf: id, suppressedBy: null },
    ]);
  });
});

test('what an exception holds is stored with it, and not shown', async () => {
  const service = await start();
  const suppression = {
    kind: 'exception',
    scope: { unit: 'u1' },
    owner: 'an',
    reason: 'known',
    fromMs: NOW - 1000,
    untilMs: NOW + 86_400_000,
  } as const;
  const act = { alertId: null, act: { kind: 'suppress', suppression } } as const;
  expect(service.store.act(act, { name: 'an', timeMs: NOW }).ok).toBe(true);
  void service.tailer.append(hit(0));
  expect(service.run(300)).toEqual([]);
  expect(stored(service.store)).toEqual([
    { count: 1, recurrenceOf: null, suppressedBy: 'exception-1' },
  ]);
});

describe('faults of the store', () => {
  test.each(['full', 'busy', 'unavailable'] as const)(
    '%s: reading waits, says why, and nothing is lost when it goes',
    async (fault) => {
      const service = await start();
      service.run(200);
      stores.fault = fault;
      void service.tailer.append(hit(0));
      expect(service.run(500)).toEqual([]);
      const held = service.tailer.append(hit(300, 'other'));
      expect(held).toBeInstanceOf(Promise);
      expect(service.session.takeProblems().join()).toContain('reading waits');
      expect(service.session.takeProblems()).toEqual([]);
      stores.fault = null;
      const given = service.run(6000);
      await held;
      expect(given.map(([, count]) => count)).toEqual([1, 1]);
      expect(service.session.takeProblems()).toEqual(['the store works again']);
      expect(service.tailer.append(hit(7000))).toBeUndefined();
    },
  );

  test.each(['corrupt', 'version'] as const)('%s: the service ends', async (fault) => {
    const service = await start();
    stores.fault = fault;
    void service.tailer.append(hit(0));
    expect(() => service.run(500)).toThrow(StoreError);
  });
});

describe('a state that is damaged', () => {
  const damage = async (key: string, text: string): Promise<StoreError> => {
    const service = await start();
    service.run(200);
    const state = new Map([[key, text]]);
    service.store.commit({ state, journal: null, dropsJournal: key === 'core/state', alerts: [] });
    kill();
    const error: unknown = await start().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof StoreError)) throw new Error('it started');
    return error;
  };

  test.each([
    ['the core', 'core/state', 'soclite-core 1 00\n{}'],
    ['what is seen of all events', 'monitor', 'soclite-monitor 1 0000000000000000\n{}'],
    ['the places in files', 'tail/stream/1', 'damaged'],
    ['a decoder', 'intake/stream/1', 'nothing'],
  ])('%s: the service does not begin anew, and says what to do', async (_name, key, text) => {
    const error = await damage(key, text);
    expect(error.fault).toBe('corrupt');
    expect(error.message).toContain('backup');
  });
});

test('a quiet service writes its status every five seconds, and nothing else', async () => {
  const service = await start();
  void service.tailer.append(hit(0));
  service.run(500);
  const journals = service.store.load().journal.length;
  const before = readStatus(service.store.readState('status'));
  expect(before).toMatchObject({
    pid: 1,
    host: 'h',
    isReady: true,
    events: 1,
    sources: [{ id: 'win', lines: 1, bytes: hit(0).length, unparsed: 0, lastEventMs: NOW }],
    units: { u1: { lastEventMs: NOW, isSilent: false } },
  });
  service.run(4000);
  expect(readStatus(service.store.readState('status'))).toEqual(before);
  service.run(2000);
  expect(readStatus(service.store.readState('status'))?.nowMs).toBeGreaterThan(before?.nowMs ?? 0);
  expect(service.store.load().journal.length).toBe(journals);
});

test('a long journal gives way to a snapshot', async () => {
  const service = await start();
  service.run(200);
  let most = 0;
  for (let round = 0; round < 12; round += 1) {
    const raw = 'x'.repeat(500_000);
    const line = hit(round * 1000).replace('"Computer"', `"Extra":"${raw}","Computer"`);
    void service.tailer.append(line);
    service.run(300);
    const { journal, state } = service.store.load();
    most = Math.max(most, journal.join('').length);
    if (journal.length === 0) expect(state.has('core/state')).toBe(true);
  }
  expect(most).toBeGreaterThan(1_000_000);
  expect(most).toBeLessThan(8_000_000);
  kill();
  const again = await start();
  again.run(300);
  expect(stored(again.store)).toEqual([{ count: 12, recurrenceOf: null, suppressedBy: null }]);
});

test('the dashboard has the open alerts of the store, whoever raised them', async () => {
  const first = await start(false);
  void first.tailer.append(hit(0));
  first.run(300);
  kill();
  const second = await start(false);
  const data = second.session.snapshot();
  expect({
    alerts: data.alerts.map(({ count }) => count),
    open: data.totals.open.medium,
    unit: data.units[0]?.open.medium,
    events: data.totals.events,
  }).toEqual({ alerts: [1], open: 1, unit: 1, events: 1 });
});
