import type { Alert } from '../alert/alert.ts';
import type { Inventory, Unit } from '../layers/inventory.ts';
import {
  type DashboardData,
  type DashboardHealth,
  type SeverityCounts,
  type UnitStatus,
} from '../tui/dashboard-data.ts';
import type { Activity } from './activity.ts';
import { unitSilence, type UnitSilence } from './unit-silence.ts';
import type { Workspace } from './workspace.ts';

const HOUR_MS = 3_600_000;
const HOURS = 24;

/** What is known of the watching, whoever watches. */
export interface MonitorView {
  readonly events: number;
  readonly eventsPerSecond: number;
  readonly eventsPerMinute: DashboardData['eventsPerMinute'];
  readonly units: Readonly<Record<string, UnitSilence>>;
  /** The reading side's share of the health: sources, unparsed and dropped lines, problems. */
  readonly reading: Reading;
  readonly rules: Pick<DashboardHealth, 'rulesLoaded' | 'rulesRefused'>;
}

export type Reading = Pick<
  DashboardHealth,
  'droppedLines' | 'unparsedLines' | 'sourcesUp' | 'sourcesTotal' | 'lagMs' | 'problems'
>;

/** The alerts that stand open: those to show, and the counts of all. */
export interface QueueView {
  readonly alerts: readonly Alert[];
  readonly open: SeverityCounts;
  readonly units: ReadonlyMap<string, UnitQueue>;
}

export interface UnitQueue {
  readonly open: SeverityCounts;
  /** Findings an hour over the last day, oldest first. */
  readonly hourly: readonly number[];
}

export interface SnapshotInput {
  readonly workspace: Workspace;
  readonly mode: DashboardData['mode'];
  readonly nowMs: number;
  readonly watch: MonitorView;
  readonly queue: QueueView;
}

/** Everything the dashboard shows at one moment. */
export function takeSnapshot(input: SnapshotInput): DashboardData {
  const { workspace, nowMs, watch, queue } = input;
  return {
    name: workspace.inventory.name,
    mode: input.mode,
    nowMs,
    zoneOffsetMinutes: workspace.zone.offsetMinutes(nowMs),
    units: workspace.inventory.units.map((unit) => unitStatus(unit, input)),
    alerts: queue.alerts,
    machineNames: machineNames(workspace.inventory),
    totals: { events: watch.events, open: queue.open },
    health: { ...watch.reading, ...watch.rules, eventsPerSecond: watch.eventsPerSecond },
    eventsPerMinute: watch.eventsPerMinute,
  };
}

/** How a monitor of this process sees it. */
export function viewMonitor(
  workspace: Workspace,
  activity: Activity,
  reading: Reading,
  nowMs: number,
): MonitorView {
  const { ruleSet, refused } = workspace.rules;
  const units = workspace.inventory.units.map(
    ({ id }) => [id, unitSilence(id, { workspace, activity, nowMs })] as const,
  );
  return {
    events: activity.events,
    eventsPerSecond: activity.eventsPerSecond(nowMs),
    eventsPerMinute: activity.perMinute(nowMs),
    units: Object.fromEntries(units),
    reading,
    rules: {
      rulesLoaded: ruleSet.rules.length + ruleSet.correlations.length,
      rulesRefused: refused.length,
    },
  };
}

/** Counts of alerts that are all at hand. */
export function viewAlerts(alerts: readonly Alert[], nowMs: number): QueueView {
  const units = [...groupByUnit(alerts)].map(([unit, ofUnit]) => {
    const view = { open: countBySeverity(ofUnit), hourly: hourly(ofUnit, nowMs) };
    return [unit, view] as const;
  });
  return { alerts, open: countBySeverity(alerts), units: new Map(units) };
}

const NO_HOURS = Array.from({ length: HOURS }, () => 0);

function unitStatus(unit: Unit, { watch, queue }: SnapshotInput): UnitStatus {
  const { lastEventMs, isSilent } = watch.units[unit.id] ?? { lastEventMs: null, isSilent: true };
  const { open, hourly: hours } = queue.units.get(unit.id) ?? {
    open: countBySeverity([]),
    hourly: NO_HOURS,
  };
  return {
    id: unit.id,
    shortName: unit.shortName,
    name: unit.name,
    state: !unit.isMonitored ? 'unmonitored' : isSilent ? 'silent' : 'ok',
    lastEventMs,
    open,
    hourly: hours,
    contact: unit.contact,
  };
}

function countBySeverity(alerts: readonly Alert[]): SeverityCounts {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, informational: 0 };
  for (const alert of alerts) counts[alert.severity] += 1;
  return counts;
}

/** Findings an hour over the last day, oldest first; an alert's count stands at its last hour. */
function hourly(alerts: readonly Alert[], nowMs: number): readonly number[] {
  const buckets = Array.from({ length: HOURS }, () => 0);
  for (const alert of alerts) {
    const age = Math.floor((nowMs - alert.lastMs) / HOUR_MS);
    const at = HOURS - 1 - Math.max(age, 0);
    const before = buckets[at];
    if (before !== undefined) buckets[at] = before + alert.count;
  }
  return buckets;
}

/** The inventory's machines by address; an inventory never changes, so they are listed once. */
function machineNames(inventory: Inventory): ReadonlyMap<string, string> {
  const known = namesByInventory.get(inventory);
  if (known !== undefined) return known;
  const names = new Map(
    inventory.machines.flatMap(({ name, addresses }) =>
      addresses.map((address) => [address, name] as const),
    ),
  );
  namesByInventory.set(inventory, names);
  return names;
}

const namesByInventory = new WeakMap<Inventory, ReadonlyMap<string, string>>();

/** A province alert is marked in each of its units. */
function groupByUnit(alerts: readonly Alert[]): ReadonlyMap<string, readonly Alert[]> {
  const groups = new Map<string, Alert[]>();
  for (const alert of alerts) {
    for (const unit of alert.isProvince ? alert.units : [alert.unit]) {
      if (unit === null) continue;
      const group = groups.get(unit);
      if (group === undefined) groups.set(unit, [alert]);
      else group.push(alert);
    }
  }
  return groups;
}
