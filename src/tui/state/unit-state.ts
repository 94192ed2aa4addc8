import { SEVERITIES } from '../dashboard-data.ts';
import type { DashboardData, UnitStatus } from '../dashboard-data.ts';
import type { UnitArea } from '../layout.ts';
import type { UnitSort, UnitsState } from '../model.ts';
import { keepVisible } from './scroll.ts';

export function createUnits(data: DashboardData): UnitsState {
  return { order: orderUnits(data, 'worst'), selected: null, top: 0, sort: 'worst' };
}

/**
 * New data: while nobody reads the list (`isLive`, and the cursor never was in it) it is sorted anew; else the
 * order is kept, and units that are new stand at its end.
 */
export function refreshUnits(units: UnitsState, data: DashboardData, isLive: boolean): UnitsState {
  if (isLive && units.selected === null) return sortUnits(units, data, units.sort);
  const present = new Set(data.units.map((unit) => unit.id));
  const known = new Set(units.order);
  const added = data.units.map((unit) => unit.id).filter((id) => !known.has(id));
  if (added.length === 0 && units.order.every((id) => present.has(id))) return units;
  return { ...units, order: [...units.order.filter((id) => present.has(id)), ...added] };
}

export function sortUnits(units: UnitsState, data: DashboardData, sort: UnitSort): UnitsState {
  return { ...units, sort, order: orderUnits(data, sort) };
}

/** The units in the order shown. */
export function shownUnits(units: UnitsState, data: DashboardData): readonly UnitStatus[] {
  const byId = new Map(data.units.map((unit) => [unit.id, unit]));
  return units.order.flatMap((id) => byId.get(id) ?? []);
}

export function selectedUnitIndex(units: UnitsState): number {
  const at = units.selected === null ? 0 : units.order.indexOf(units.selected);
  return Math.max(0, at);
}

export function selectUnitIndex(units: UnitsState, index: number, area: UnitArea): UnitsState {
  const at = Math.max(0, Math.min(index, units.order.length - 1));
  const id = units.order[at];
  if (id === undefined) return units;
  const row = unitRow(at, units.order.length, area);
  return { ...units, selected: id, top: keepVisible(units.top, row, area.rect.height) };
}

/** Units fill the grid column by column, as names are read; the row of unit `index`. */
function unitRow(index: number, count: number, area: UnitArea): number {
  return index % unitRowCount(count, area);
}

export function unitRowCount(count: number, area: UnitArea): number {
  return Math.max(1, Math.ceil(count / area.across));
}

function orderUnits(data: DashboardData, sort: UnitSort): readonly string[] {
  const units = sort === 'inventory' ? data.units : data.units.toSorted(compareUnits);
  return units.map((unit) => unit.id);
}

/** Worst open alert first, then silent ones, then the rest; stable, so equals keep the inventory's order. */
function compareUnits(a: UnitStatus, b: UnitStatus): number {
  for (const severity of SEVERITIES) {
    const difference = b.open[severity] - a.open[severity];
    if (difference !== 0) return difference;
  }
  return Number(b.state === 'silent') - Number(a.state === 'silent');
}
