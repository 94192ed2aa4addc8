import type { Alert } from '../../alert/alert.ts';
import type { DashboardData } from '../dashboard-data.ts';
import { NO_FILTER } from '../model.ts';
import type { Filter, QueueState } from '../model.ts';
import { alertFilter, listAlerts } from './alert-list.ts';
import { keepVisible } from './scroll.ts';

export function createQueue(data: DashboardData): QueueState {
  return {
    rows: listAlerts(data, NO_FILTER, 'worst'),
    pending: 0,
    selected: null,
    top: 0,
    isPaused: false,
    marks: [],
    filter: NO_FILTER,
    sort: 'worst',
  };
}

/** Whether new alerts flow into the list by themselves. */
export function isLive(queue: QueueState): boolean {
  return !queue.isPaused && queue.selected === null && queue.marks.length === 0;
}

/** New data: a live list is made anew; a held one keeps its rows and places, each row fresh in place. */
export function refreshQueue(queue: QueueState, data: DashboardData): QueueState {
  if (isLive(queue)) return rebuild(queue, data);
  const fresh = new Map(data.alerts.map((alert) => [alert.id, alert]));
  const shown = new Set(queue.rows.map((alert) => alert.id));
  const passes = alertFilter(data, queue.filter);
  return {
    ...queue,
    rows: queue.rows.map((alert) => fresh.get(alert.id) ?? alert),
    pending: data.alerts.filter((alert) => !shown.has(alert.id) && passes(alert)).length,
  };
}

/** Takes in what waits and sorts; the cursor stays on its alert, or goes to the top when that is filtered out. */
export function takeIn(queue: QueueState, data: DashboardData): QueueState {
  const next = rebuild(queue, data);
  const index = next.rows.findIndex((alert) => alert.id === queue.selected);
  return index > 0 ? next : { ...next, selected: null, top: 0 };
}

/** `takeIn` under another filter or order; from the top, because the person asked for another list. */
export function relist(
  queue: QueueState,
  data: DashboardData,
  change: Partial<Pick<QueueState, 'filter' | 'sort'>>,
): QueueState {
  return rebuild({ ...queue, ...change, selected: null, top: 0 }, data);
}

export function togglePause(queue: QueueState, data: DashboardData): QueueState {
  if (!queue.isPaused && isLive(queue)) return { ...queue, isPaused: true };
  return rebuild({ ...queue, isPaused: false, selected: null, top: 0 }, data);
}

/** Row of the cursor; -1 in an empty list. */
export function selectedIndex(queue: QueueState): number {
  if (queue.rows.length === 0) return -1;
  if (queue.selected === null) return 0;
  return Math.max(
    0,
    queue.rows.findIndex((alert) => alert.id === queue.selected),
  );
}

export function selectedAlert(queue: QueueState): Alert | null {
  return queue.rows[selectedIndex(queue)] ?? null;
}

/** Puts the cursor on `index`, within the list; the list is held from then on. */
export function selectIndex(queue: QueueState, index: number, height: number): QueueState {
  const at = Math.max(0, Math.min(index, queue.rows.length - 1));
  const alert = queue.rows[at];
  if (alert === undefined) return queue;
  return { ...queue, selected: alert.id, top: keepVisible(queue.top, at, height) };
}

/** The first row, whatever it is: the list flows again unless it was paused. */
export function selectFirst(queue: QueueState, data: DashboardData): QueueState {
  const first = { ...queue, selected: null, top: 0 };
  return queue.isPaused ? first : rebuild(first, data);
}

export function isFiltered(filter: Filter): boolean {
  return filter.minimum !== null || filter.unit.kind !== 'all' || filter.search !== '';
}

function rebuild(queue: QueueState, data: DashboardData): QueueState {
  return { ...queue, rows: listAlerts(data, queue.filter, queue.sort), pending: 0 };
}
