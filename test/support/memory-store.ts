// The store of a data folder, in memory, for tests of everybody who uses one. Behaves as the database does; held to
// that by test/support/store-conformance.ts.
import { compareLevels } from '../../src/alert/order.ts';
import { matchesQuery } from '../../src/alert/query.ts';
import type { Step, Suppression } from '../../src/lifecycle/act.ts';
import { applyAct } from '../../src/lifecycle/apply-act.ts';
import { chainStep } from '../../src/lifecycle/chain.ts';
import { statusAfter } from '../../src/lifecycle/history.ts';
import { refuse } from '../../src/lifecycle/refusal.ts';
import { applyQueueAct } from '../../src/lifecycle/suppression.ts';
import {
  StoreError,
  type ActResult,
  type AlertWrite,
  type Commit,
  type QueueQuery,
  type QueueStore,
  type RuleGroup,
  type ServiceStore,
  type StoredAlert,
  type StoreFault,
  type StoreOpener,
} from '../../src/ports/store.ts';
import { foldText } from '../../src/util/text-fold.ts';

/** What would be on the disk. */
interface Disk {
  readonly state: Map<string, string>;
  journal: string[];
  readonly rows: Map<string, { readonly write: AlertWrite; readonly change: number }>;
  readonly steps: Step[];
  readonly notes: Map<string, string>;
  lastChange: number;
  /** The handle that ingests, while it is open. */
  holder: object | null;
}

export interface MemoryStores extends StoreOpener {
  /** Every call fails with this fault until it is null again; nothing is written meanwhile. */
  fault: StoreFault | null;
  /** As if the process that ingests was killed: its handle is dead, the lock is free, what was committed stays. */
  kill(folder: string): void;
  /** The rows of the chain, to be tampered with. */
  rawSteps(folder: string): Step[];
}

export function createMemoryStores(): MemoryStores {
  const disks = new Map<string, Disk>();
  const stores: MemoryStores = {
    fault: null,
    openService(folder) {
      check(stores);
      const disk = disks.get(folder) ?? emptyDisk();
      if (disk.holder !== null) throw new StoreError('busy', `process 1 ingests in ${folder}`);
      disks.set(folder, disk);
      const handle = createHandle(disk, stores);
      disk.holder = handle;
      return handle;
    },
    openQueue(folder) {
      check(stores);
      const disk = disks.get(folder);
      if (disk === undefined) throw new StoreError('unavailable', `there is no store in ${folder}`);
      return createHandle(disk, stores);
    },
    check: () => [],
    backup: () => Promise.resolve(0),
    kill(folder) {
      const disk = disks.get(folder);
      if (disk !== undefined) disk.holder = null;
    },
    rawSteps: (folder) => disks.get(folder)?.steps ?? [],
  };
  return stores;
}

function emptyDisk(): Disk {
  return {
    state: new Map(),
    journal: [],
    rows: new Map(),
    steps: [],
    notes: new Map(),
    lastChange: 0,
    holder: null,
  };
}

function check({ fault }: { readonly fault: StoreFault | null }): void {
  if (fault !== null) throw new StoreError(fault, `the store is ${fault}`);
}

function createHandle(disk: Disk, stores: MemoryStores): ServiceStore {
  let isOpen = true;
  const ready = (): Disk => {
    check(stores);
    if (!isOpen) throw new StoreError('unavailable', 'the store is closed');
    return disk;
  };
  const handle: ServiceStore = {
    ...createQueue(ready),
    // a getter does not survive the spread
    get lastChange() {
      return ready().lastChange;
    },
    commit(commit) {
      if (ready().holder !== handle) throw new StoreError('busy', 'another process ingests');
      applyCommit(disk, commit);
    },
    load: () => ({ state: new Map(ready().state), journal: [...disk.journal] }),
    findDrafts: (groupingKey, untilMs, limit) =>
      [...ready().rows.values()]
        .map(({ write }) => write)
        .filter((write) => write.groupingKey === groupingKey)
        .filter(({ alert }) => alert.windowStartMs <= untilMs)
        .toSorted((a, b) => b.alert.windowStartMs - a.alert.windowStartMs)
        .slice(0, limit)
        .map(({ draft }) => draft),
    close() {
      isOpen = false;
      if (disk.holder === handle) disk.holder = null;
    },
  };
  return handle;
}

function applyCommit(disk: Disk, commit: Commit): void {
  for (const [key, text] of commit.state) {
    if (text === null) disk.state.delete(key);
    else disk.state.set(key, text);
  }
  if (commit.dropsJournal) disk.journal = [];
  if (commit.journal !== null) disk.journal.push(commit.journal);
  for (const write of commit.alerts) {
    disk.lastChange += 1;
    disk.rows.set(write.alert.id, { write, change: disk.lastChange });
  }
}

function createQueue(ready: () => Disk): QueueStore {
  return {
    list: (query) => selectRows(ready(), query),
    count: (query) => selectRows(ready(), { ...query, limit: Infinity }).length,
    get: (id) => findRow(ready(), id),
    groupByRule: (query) => groupByRule(selectRows(ready(), { ...query, limit: Infinity })),
    changedAfter: (change, limit) =>
      listRows(ready())
        .filter((row) => row.change > change)
        .toSorted((a, b) => a.change - b.change)
        .slice(0, limit),
    get lastChange() {
      return ready().lastChange;
    },
    act: (request, actor) => act(ready(), request, actor),
    steps: ({ alertId, afterSequence = 0, limit }) =>
      ready()
        .steps.filter((step) => step.sequence > afterSequence)
        .filter((step) => alertId === undefined || step.alertId === alertId)
        .slice(0, limit),
    suppressions: () => countSuppressions(ready()),
    readState: (key) => ready().state.get(key) ?? null,
    readNote: (key) => ready().notes.get(key) ?? null,
    writeNote(key, text) {
      if (text === null) ready().notes.delete(key);
      else ready().notes.set(key, text);
    },
    deleteClosedAlerts(olderThanMs, unit, isDryRun) {
      const old = listRows(ready()).filter(
        ({ alert, status }) =>
          status.state === 'closed' && alert.lastMs < olderThanMs && alert.unit === unit,
      );
      if (!isDryRun) for (const { alert } of old) ready().rows.delete(alert.id);
      return old.length;
    },
    close: () => undefined,
  };
}

function stepsOf(disk: Disk, alertId: string): readonly Step[] {
  return disk.steps.filter((step) => step.alertId === alertId);
}

function listRows(disk: Disk): readonly StoredAlert[] {
  return [...disk.rows.values()].map(({ write, change }) => ({
    alert: write.alert,
    status: statusAfter(stepsOf(disk, write.alert.id)),
    recurrenceOf: write.recurrenceOf,
    suppressedBy: write.suppressedBy,
    change,
  }));
}

function findRow(disk: Disk, id: string): StoredAlert | null {
  const named = listRows(disk).filter(({ alert }) => alert.id.startsWith(id));
  const exact = named.find(({ alert }) => alert.id === id);
  if (exact !== undefined) return exact;
  return id.length >= 4 && named.length === 1 ? (named[0] ?? null) : null;
}

function selectRows(disk: Disk, query: QueueQuery): readonly StoredAlert[] {
  const { order = 'newest-first', offset = 0, limit } = query;
  return listRows(disk)
    .filter((row) => isSelected(row, query))
    .toSorted(ORDERS[order])
    .slice(offset, offset + limit);
}

function isSelected(row: StoredAlert, query: QueueQuery): boolean {
  const { states, ruleId, owner, text = '', includesSuppressed = false } = query;
  const folded = foldText(searchText(row));
  return (
    matchesQuery(row.alert, query) &&
    (states === undefined || states.includes(row.status.state)) &&
    (ruleId === undefined || row.alert.ruleId === ruleId) &&
    (owner === undefined || row.status.owner === owner) &&
    (includesSuppressed || row.suppressedBy === null) &&
    foldText(text)
      .split(/\s+/)
      .every((word) => folded.includes(word))
  );
}

function searchText({ alert }: StoredAlert): string {
  const { title, titleVi, unit, units, machines, groupKey, evidence } = alert;
  const values = groupKey.map(({ value }) => value);
  const raws = evidence.map(({ raw }) => raw);
  return [title, titleVi ?? '', unit ?? '', ...units, ...machines, ...values, ...raws].join('\n');
}

type Order = (a: StoredAlert, b: StoredAlert) => number;
const byId: Order = (a, b) => (a.alert.id < b.alert.id ? -1 : 1);
const oldestFirst: Order = (a, b) => a.alert.firstMs - b.alert.firstMs || byId(a, b);
const ORDERS = {
  'newest-first': (a, b) => b.alert.lastMs - a.alert.lastMs || byId(a, b),
  'oldest-first': oldestFirst,
  'most-severe-first': (a, b) =>
    compareLevels(b.alert.severity, a.alert.severity) || oldestFirst(a, b),
} as const satisfies Record<string, Order>;

function groupByRule(rows: readonly StoredAlert[]): readonly RuleGroup[] {
  const groups = new Map<string, RuleGroup>();
  for (const { alert } of rows) {
    const group = groups.get(alert.ruleId);
    groups.set(alert.ruleId, {
      ruleId: alert.ruleId,
      title: alert.title,
      alerts: (group?.alerts ?? 0) + 1,
      findings: (group?.findings ?? 0) + alert.count,
      lastMs: Math.max(group?.lastMs ?? alert.lastMs, alert.lastMs),
    });
  }
  return [...groups.values()].toSorted(
    (a, b) => b.alerts - a.alerts || (a.ruleId < b.ruleId ? -1 : 1),
  );
}

function act(
  disk: Disk,
  request: Parameters<QueueStore['act']>[0],
  { name, timeMs }: Parameters<QueueStore['act']>[1],
): ActResult {
  const append = (): Step => {
    const { alertId, act: done } = request;
    const step = chainStep(disk.steps.at(-1) ?? null, { alertId, act: done, actor: name, timeMs });
    disk.steps.push(step);
    return step;
  };
  if (request.alertId === null) {
    const verdict = applyQueueAct(listSuppressions(disk), request.act, { actor: name, timeMs });
    return verdict.ok ? { ok: true, step: append(), status: null } : { ...verdict, status: null };
  }
  const row = disk.rows.get(request.alertId);
  if (row === undefined) return { ...refuse('unknown-alert'), status: null };
  const steps = stepsOf(disk, request.alertId);
  const { version } = request;
  const decision = applyAct(steps, request.act, { actor: name, timeMs, version });
  if (!decision.ok) return { ...decision, status: statusAfter(steps) };
  disk.lastChange += 1;
  disk.rows.set(request.alertId, { ...row, change: disk.lastChange });
  return { ok: true, step: append(), status: decision.status };
}

function listSuppressions(disk: Disk): readonly (Suppression & { readonly isLifted: boolean })[] {
  const lifted = new Set(
    disk.steps.map(({ act: done }) => (done.kind === 'lift' ? done.suppressionId : null)),
  );
  return disk.steps.flatMap(({ act: done, sequence }) => {
    if (done.kind !== 'suppress') return [];
    const id = `${done.suppression.kind}-${sequence}`;
    return [{ id, ...done.suppression, isLifted: lifted.has(id) }];
  });
}

function countSuppressions(disk: Disk): ReturnType<QueueStore['suppressions']> {
  return listSuppressions(disk).map((suppression) => {
    const held = listRows(disk).filter(({ suppressedBy }) => suppressedBy === suppression.id);
    const findings = held.reduce((sum, { alert }) => sum + alert.count, 0);
    return { ...suppression, alerts: held.length, findings };
  });
}
