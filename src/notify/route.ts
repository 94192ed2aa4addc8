// Which news go where, and when.
import { levelRank } from '../alert/order.ts';
import type { Alert, Layer } from '../alert/alert.ts';
import type { NewsKind } from '../lifecycle/news.ts';

/** So many in a window that begins with the first. */
export interface Rate {
  readonly count: number;
  readonly windowMs: number;
}

/** Minutes of the day, local; over midnight when `until` is not after `from`. */
export interface QuietHours {
  readonly fromMinute: number;
  readonly untilMinute: number;
}

export interface Route {
  readonly id: string;
  readonly channels: readonly string[];
  /** Ids, null = unknown unit; null instead of a list = every unit. */
  readonly units: readonly (string | null)[] | null;
  readonly layers: readonly Layer[] | null;
  readonly minimumSeverity: Alert['severity'];
  readonly rules: readonly string[] | null;
  readonly reasons: readonly NewsKind[];
  /** How long news are gathered into one message; null = a message each. */
  readonly digestMs: number | null;
  readonly quietHours: QuietHours | null;
  /** Messages of one rule, and of one unit; what goes beyond is gathered. Null = no ceiling. */
  readonly ceiling: { readonly rule: Rate | null; readonly unit: Rate | null };
}

export function matchesRoute(route: Route, alert: Alert, kind: NewsKind): boolean {
  const { units, layers, rules, reasons, minimumSeverity } = route;
  // a province's alert concerns each unit that it lists
  const concerned = alert.isProvince ? alert.units : [alert.unit];
  return (
    reasons.includes(kind) &&
    levelRank(alert.severity) >= levelRank(minimumSeverity) &&
    (units === null || concerned.some((unit) => units.includes(unit))) &&
    (layers === null || layers.includes(alert.layer)) &&
    (rules === null || rules.includes(alert.ruleId))
  );
}

const MS_PER_MINUTE = 60_000;
const MINUTES_PER_DAY = 1440;

/** When the quiet hours that hold now end; null = it is not quiet. `offsetMinutes` = east of UTC. */
export function quietUntil(
  quiet: QuietHours | null,
  nowMs: number,
  offsetMinutes: number,
): number | null {
  if (quiet === null) return null;
  const minutes = Math.floor(nowMs / MS_PER_MINUTE);
  const now = modulo(minutes + offsetMinutes, MINUTES_PER_DAY);
  const length = modulo(quiet.untilMinute - quiet.fromMinute, MINUTES_PER_DAY);
  const gone = modulo(now - quiet.fromMinute, MINUTES_PER_DAY);
  return gone < length ? (minutes + length - gone) * MS_PER_MINUTE : null;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
