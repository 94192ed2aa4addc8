import { msToCivil } from '../util/utc-time.ts';
import type { Strings } from './strings.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `2.411` or `2,411`. */
export function formatCount(count: number, strings: Strings): string {
  const digits = String(Math.trunc(count));
  return digits.replace(/\B(?=(\d{3})+$)/g, strings.thousands);
}

/** An age in at most 4 cells: `45s`, `18p`, `3g`, `12n`; a time in the future counts as now. */
export function formatAge(ageMs: number, strings: Strings): string {
  const [second, minute, hour, day] = strings.age;
  if (ageMs < MINUTE_MS) return `${Math.max(0, Math.floor(ageMs / 1000))}${second}`;
  if (ageMs < 100 * MINUTE_MS) return `${Math.floor(ageMs / MINUTE_MS)}${minute}`;
  if (ageMs < 2 * DAY_MS) return `${Math.floor(ageMs / HOUR_MS)}${hour}`;
  return `${Math.min(999, Math.floor(ageMs / DAY_MS))}${day}`;
}

/** A length of time in the largest unit that says it whole: `10 phút`, `90 giây`. */
export function formatDuration(durationMs: number, strings: Strings): string {
  const whole = (unitMs: number): boolean => durationMs >= unitMs && durationMs % unitMs === 0;
  const count = (unitMs: number): string => formatCount(durationMs / unitMs, strings);
  if (whole(DAY_MS)) return strings.duration(count(DAY_MS), 'day');
  if (whole(HOUR_MS)) return strings.duration(count(HOUR_MS), 'hour');
  if (whole(MINUTE_MS)) return strings.duration(count(MINUTE_MS), 'minute');
  return strings.duration(count(1000), 'second');
}

/** A moment in a zone `offsetMinutes` east of UTC, as the screen writes it: dd/mm/yyyy and 24 h. */
export interface LocalTime {
  readonly date: string;
  readonly time: string;
}

export function toLocalTime(timeMs: number, offsetMinutes: number): LocalTime {
  const local = msToCivil(timeMs + offsetMinutes * MINUTE_MS);
  return {
    date: `${pad(local.day)}/${pad(local.month)}/${local.year}`,
    time: `${pad(local.hour)}:${pad(local.minute)}:${pad(local.second)}`,
  };
}

/** `+07`, `+05:30`, `-03`. */
export function formatZone(offsetMinutes: number): string {
  const minutes = Math.abs(offsetMinutes);
  const rest = minutes % 60 === 0 ? '' : `:${pad(minutes % 60)}`;
  return `${offsetMinutes < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}${rest}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
