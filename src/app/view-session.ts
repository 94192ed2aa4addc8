import type { Clock } from '../ports.ts';
import { StoreError, type QueueStore } from '../ports/store.ts';
import { takeSnapshot, type MonitorView } from './dashboard-snapshot.ts';
import { readStatus, STATUS_KEY, type ServiceStatus } from './service/status.ts';
import { createStoredQueue } from './service/stored-queue.ts';
import type { Session } from './session.ts';
import type { Workspace } from './workspace.ts';

/** A service that runs writes every five seconds. */
const STALE_MS = 15_000;
const PAGE = 1000;

/** Shows what another process watches: its alerts and its status, read from the store. */
export function createViewSession(
  workspace: Workspace,
  { store, clock }: { readonly store: QueueStore; readonly clock: Clock },
): Session {
  const queue = createStoredQueue(
    store,
    workspace.inventory.units.map(({ id }) => id),
  );
  let change = store.lastChange;
  let fault: string | null = null;
  let told: string | null = null;
  let shown: ReturnType<Session['snapshot']> | null = null;

  /** Null while the store cannot be read, for a moment or until a person mends it. */
  const attempt = <T>(read: () => T): T | null => {
    try {
      const value = read();
      fault = null;
      return value;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      fault = error.message;
      return null;
    }
  };

  return {
    start: () => Promise.resolve(),
    tick() {
      const rows = attempt(() => store.changedAfter(change, PAGE)) ?? [];
      change = rows.at(-1)?.change ?? change;
      return rows.map(({ alert }) => alert);
    },
    isReady: () => true,
    bySource: () => new Map(),
    listening: () => null,
    takeProblems() {
      const news = fault === null || fault === told ? [] : [fault];
      told = fault;
      return news;
    },
    snapshot() {
      const nowMs = clock.nowMs();
      const taken = attempt(() => ({
        view: queue.view(nowMs),
        status: readStatus(store.readState(STATUS_KEY)),
      }));
      const status = taken?.status ?? null;
      const problems = [...(fault === null ? [] : [fault]), ...judgeStatus(status, nowMs)];
      if (taken === null && shown !== null)
        return { ...shown, nowMs, health: { ...shown.health, problems } };
      const watch = withProblems(status ?? NOTHING_KNOWN, problems);
      const view = taken?.view ?? { alerts: [], open: NO_ALERTS, units: new Map() };
      shown = takeSnapshot({ workspace, mode: 'live', nowMs, watch, queue: view });
      return shown;
    },
    stop: () => Promise.resolve([]),
    end() {
      store.close();
      return Promise.resolve();
    },
  };
}

/** What is wrong with a service that writes such a status. */
function judgeStatus(status: ServiceStatus | null, nowMs: number): readonly string[] {
  if (status === null) return ['the service has not written its status yet'];
  const lateMs = nowMs - status.nowMs;
  if (lateMs <= STALE_MS) return [];
  return [`the service has written nothing for ${Math.round(lateMs / 1000)} s`];
}

const NO_ALERTS = { critical: 0, high: 0, medium: 0, low: 0, informational: 0 };
const NO_MINUTES = Array.from({ length: 60 }, () => 0);

const NOTHING_KNOWN: MonitorView = {
  events: 0,
  eventsPerSecond: 0,
  eventsPerMinute: { firewall: NO_MINUTES, endpoint: NO_MINUTES, antivirus: NO_MINUTES },
  units: {},
  reading: {
    droppedLines: 0,
    unparsedLines: 0,
    sourcesUp: 0,
    sourcesTotal: 0,
    lagMs: 0,
    problems: [],
  },
  rules: { rulesLoaded: 0, rulesRefused: 0 },
};

function withProblems(view: MonitorView, problems: readonly string[]): MonitorView {
  const { reading } = view;
  return { ...view, reading: { ...reading, problems: [...reading.problems, ...problems] } };
}
