import type { Alert } from '../alert/alert.ts';
import type { Inventory, Unit } from '../layers/inventory.ts';
import {
  type DashboardData,
  type DashboardHealth,
  type SeverityCounts,
  type UnitStatus,
} from '../tui/dashboard-data.ts';
import type { Monitor } from './monitor.ts';
import { unitSilence } from './unit-silence.ts';
import type { Workspace } from './workspace.ts';

const HOUR_MS = 3_600_000;
const HOURS = 24;

export interface SnapshotInput {
  readonly workspace: Workspace;
  readonly monitor: Monitor;
  readonly mode: DashboardData['mode'];
  readonly nowMs: number;
  /** The reading side's share of the health: sources, unparsed and dropped lines, problems. */
  readonly reading: Pick<
    DashboardHealth,
    'droppedLines' | 'unparsedLines' | 'sourcesUp' | 'sourcesTotal' | 'lagMs' | 'problems'
  >;
}

/** Everything the dashboard shows at one moment. */
export function takeSnapshot(input: SnapshotInput): DashboardData {
  const { workspace, monitor, nowMs } = input;
  const alerts = monitor.alerts();
  const byUnit = groupByUnit(alerts);
  return {
    name: workspace.inventory.name,
    mode: input.mode,
    nowMs,
    zoneOffsetMinutes: workspace.zone.offsetMinutes(nowMs),
    units: workspace.inventory.units.map((unit) =>
      unitStatus(unit, byUnit.get(unit.id) ?? [], input),
    ),
    alerts,
    machineNames: machineNames(workspace.inventory),
    totals: { events: monitor.activity.events, open: countBySeverity(alerts) },
    health: {
      ...input.reading,
      eventsPerSecond: monitor.activity.eventsPerSecond(nowMs),
      rulesLoaded:
        workspace.rules.ruleSet.rules.length + workspace.rules.ruleSet.correlations.length,
      rulesRefused: workspace.rules.refused.length,
    },
    eventsPerMinute: monitor.activity.perMinute(nowMs),
  };
}

function unitStatus(unit: Unit, alerts: readonly Alert[], input: SnapshotInput): UnitStatus {
  const { lastEventMs, isSilent } = unitSilence(unit.id, input);
  return {
    id: unit.id,
    shortName: unit.shortName,
    name: unit.name,
    state: !unit.isMonitored ? 'unmonitored' : isSilent ? 'silent' : 'ok',
    lastEventMs,
    open: countBySeverity(alerts),
    hourly: hourly(alerts, input.nowMs),
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
