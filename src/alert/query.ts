import type { Level } from '../sigma/rule.ts';
import type { Layer } from '../sigma/soclite-keys.ts';
import type { Alert } from './alert.ts';
import { compareLevels } from './order.ts';

/** Which alerts to show; what is left out does not restrict. */
export interface AlertQuery {
  /** Owned by the unit, or of the province and touching it. Null = unknown unit. */
  readonly unit?: string | null;
  readonly layer?: Layer;
  readonly minimumLevel?: Level;
  /** Alerts with something at or after this time. */
  readonly sinceMs?: number;
  /** Alerts with something at or before this time. */
  readonly untilMs?: number;
}

export function matchesQuery(alert: Alert, query: AlertQuery): boolean {
  return (
    isOfUnit(alert, query.unit) &&
    (query.layer === undefined || alert.layer === query.layer) &&
    (query.minimumLevel === undefined || compareLevels(alert.severity, query.minimumLevel) >= 0) &&
    (query.sinceMs === undefined || alert.lastMs >= query.sinceMs) &&
    (query.untilMs === undefined || alert.firstMs <= query.untilMs)
  );
}

function isOfUnit(alert: Alert, unit: string | null | undefined): boolean {
  if (unit === undefined) return true;
  if (unit === null) return alert.unit === null && !alert.isProvince;
  return alert.unit === unit || (alert.isProvince && alert.units.includes(unit));
}
