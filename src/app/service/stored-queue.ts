import type { Alert } from '../../alert/alert.ts';
import type { AlertState } from '../../lifecycle/act.ts';
import type { QueueStore } from '../../ports/store.ts';
import { LEVELS, type Level } from '../../sigma/rule.ts';
import { viewAlerts, type QueueView, type UnitQueue } from '../dashboard-snapshot.ts';

const OPEN: readonly AlertState[] = ['new', 'acked', 'escalated'];
/** Alerts that a face lists: nobody scrolls through more, and `soclite alerts` finds the others. */
const MAX_LISTED = 500;
/** With more open alerts than are listed the counts of units cost a query each: taken this often. */
const COUNT_MS = 5000;
/** … and the list itself this often: in a flood something changes all the time. */
const LIST_MS = 1000;

interface Known {
  readonly change: number;
  readonly view: QueueView;
  readonly nowMs: number;
  readonly isLong: boolean;
}

/** The open alerts of a store for a face: read again only when something changed. */
export interface StoredQueue {
  view(nowMs: number): QueueView;
}

export function createStoredQueue(store: QueueStore, units: readonly string[]): StoredQueue {
  let known: Known | null = null;
  let counted: { readonly nowMs: number; readonly units: ReadonlyMap<string, UnitQueue> } | null =
    null;

  const countUnits = (listed: QueueView, nowMs: number): ReadonlyMap<string, UnitQueue> => {
    if (counted !== null && Math.abs(nowMs - counted.nowMs) < COUNT_MS) return counted.units;
    const exact = units.map((unit): readonly [string, UnitQueue] => {
      const hourly = listed.units.get(unit)?.hourly ?? [];
      return [unit, { open: countBySeverity(store, unit), hourly }];
    });
    counted = { nowMs, units: new Map(exact) };
    return counted.units;
  };

  return {
    view(nowMs) {
      if (known !== null && known.isLong && Math.abs(nowMs - known.nowMs) < LIST_MS)
        return known.view;
      const change = store.lastChange;
      // hours go by without a change too
      const isFresh = known !== null && known.change === change && nowMs - known.nowMs < 60_000;
      if (isFresh && known !== null) return known.view;
      const alerts = listOpen(store);
      const listed = viewAlerts(alerts, nowMs);
      const view =
        alerts.length < MAX_LISTED
          ? listed
          : { alerts, open: countBySeverity(store), units: countUnits(listed, nowMs) };
      known = { change, view, nowMs, isLong: alerts.length >= MAX_LISTED };
      return view;
    },
  };
}

/** The most severe and the newest. */
function listOpen(store: QueueStore): readonly Alert[] {
  const severe = store.list({ states: OPEN, order: 'most-severe-first', limit: MAX_LISTED });
  if (severe.length < MAX_LISTED) return severe.map(({ alert }) => alert);
  const newest = store.list({ states: OPEN, order: 'newest-first', limit: MAX_LISTED });
  const byId = new Map([...severe, ...newest].map(({ alert }) => [alert.id, alert]));
  return [...byId.values()];
}

function countBySeverity(store: QueueStore, unit?: string): QueueView['open'] {
  const ofUnit = unit === undefined ? {} : { unit };
  const atLeast = (level: Level): number =>
    store.count({ states: OPEN, minimumLevel: level, ...ofUnit });
  const counts = { critical: 0, high: 0, medium: 0, low: 0, informational: 0 };
  let above = 0;
  for (const level of LEVELS.toReversed()) {
    const all = atLeast(level);
    counts[level] = all - above;
    above = all;
  }
  return counts;
}
