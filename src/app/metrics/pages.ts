import type { AlertState } from '../../lifecycle/act.ts';
import type { Clock } from '../../ports.ts';
import type { Machine } from '../../ports/machine.ts';
import type { MetricsPages } from '../../ports/metrics.ts';
import { StoreError, type QueueStore } from '../../ports/store.ts';
import { LEVELS } from '../../sigma/rule.ts';
import { readNotes } from '../notify/note-keys.ts';
import { readStatus, STATUS_KEY, type ServiceStatus } from '../service/status.ts';
import type { Workspace } from '../workspace.ts';
import type { MeteredStore } from './commit-meter.ts';
import { findFaults } from './health.ts';
import { serviceMetrics, type NotificationCounts, type QueueCount } from './service-metrics.ts';

const STATES: readonly AlertState[] = ['new', 'acked', 'escalated'];
/** Whoever asks more often gets what was found before: asking must not cost the watching anything. */
const FRESH_MS = 1000;
/** Counting the queue costs most. */
const COUNT_MS = 10_000;

interface Found {
  readonly nowMs: number;
  readonly status: ServiceStatus | null;
  readonly notifications: NotificationCounts | null;
  readonly fault: string | null;
}

export interface PagesEffects extends MeteredStore {
  readonly clock: Clock;
  readonly machine: Machine;
  readonly program: string;
}

/** The pages of a running service. */
export function createMetricsPages(
  workspace: () => Workspace,
  { store, counts, clock, machine, program }: PagesEffects,
): MetricsPages {
  let found: Found | null = null;
  let counted: { readonly nowMs: number; readonly queue: readonly QueueCount[] } | null = null;

  const look = (nowMs: number): Found => {
    if (found !== null && Math.abs(nowMs - found.nowMs) < FRESH_MS) return found;
    const status = found?.status ?? null;
    found = guarded(
      () => ({ nowMs, ...readStore(store), fault: null }),
      (fault) => ({ nowMs, status, notifications: null, fault }),
    );
    return found;
  };
  const faultsOf = ({ status, fault }: Found, nowMs: number): readonly string[] =>
    findFaults({
      status,
      commits: counts(),
      readFault: fault,
      maxLagMs: workspace().limits.lagMs,
      nowMs,
    });
  const countFresh = (nowMs: number): readonly QueueCount[] | null => {
    if (counted !== null && Math.abs(nowMs - counted.nowMs) < COUNT_MS) return counted.queue;
    counted = guarded(
      () => ({ nowMs, queue: countQueue(store) }),
      () => null,
    );
    return counted?.queue ?? null;
  };

  return {
    metrics() {
      const nowMs = clock.nowMs();
      const now = look(nowMs);
      const { status, notifications, fault } = now;
      return serviceMetrics({
        program,
        status,
        commits: counts(),
        isHealthy: faultsOf(now, nowMs).length === 0,
        isStoreUp: fault === null && counts().fault === null,
        queue: countFresh(nowMs),
        notifications,
        freeDiskBytes: machine.disk(workspace().dataFolder)?.freeBytes ?? null,
      });
    },
    faults() {
      const nowMs = clock.nowMs();
      return faultsOf(look(nowMs), nowMs);
    },
  };
}

function guarded<T, F>(work: () => T, failed: (fault: string) => F): T | F {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return failed(error.message);
  }
}

function readStore(store: QueueStore): Pick<Found, 'status' | 'notifications'> {
  const { queue, dead } = readNotes(store);
  const notifications = {
    pending: queue?.pending.length ?? 0,
    dead: dead.length,
    sent: queue?.counts.sent ?? 0,
    failed: queue?.counts.failed ?? 0,
  };
  return { status: readStatus(store.readState(STATUS_KEY)), notifications };
}

function countQueue(store: QueueStore): readonly QueueCount[] {
  return STATES.flatMap((state) => {
    let above = 0;
    return LEVELS.toReversed().map((severity) => {
      const all = store.count({ states: [state], minimumLevel: severity });
      const alerts = all - above;
      above = all;
      return { severity, state, alerts };
    });
  });
}
