import type { Alert } from '../alert/alert.ts';
import { PROVINCE } from './unit-names.ts';

export interface SummaryRow {
  readonly key: string;
  /** Alerts in this row. */
  readonly alerts: number;
  /** Findings of all its alerts. */
  readonly count: number;
}

export interface AlertSummary {
  /** Unit id; `''` = unknown unit; a province alert stands under `province`. */
  readonly byUnit: readonly SummaryRow[];
  readonly byLayer: readonly SummaryRow[];
  readonly byRule: readonly SummaryRow[];
}

/** Alerts and findings per unit, layer and rule, most alerts first. */
export function summarise(
  alerts: readonly Alert[],
  titleOf: (alert: Alert) => string,
): AlertSummary {
  return {
    byUnit: tally(alerts, (alert) => (alert.isProvince ? PROVINCE : (alert.unit ?? ''))),
    byLayer: tally(alerts, (alert) => String(alert.layer)),
    byRule: tally(alerts, titleOf),
  };
}

function tally(alerts: readonly Alert[], keyOf: (alert: Alert) => string): readonly SummaryRow[] {
  const rows = new Map<string, { alerts: number; count: number }>();
  for (const alert of alerts) {
    const key = keyOf(alert);
    const row = rows.get(key) ?? { alerts: 0, count: 0 };
    rows.set(key, { alerts: row.alerts + 1, count: row.count + alert.count });
  }
  return [...rows]
    .map(([key, row]) => ({ key, ...row }))
    .toSorted((a, b) => b.alerts - a.alerts || (a.key < b.key ? -1 : 1));
}
