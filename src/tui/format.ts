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

/** A moment in a zone `offsetMinutes` east of UTC, as the screen writes it: dd/mm/yyyy and 24 h. */
export interface LocalTime {
  readonly date: string;
  readonly time: string;
}

export function toLocalTime(timeMs: number, offsetMinutes: number): LocalTime {
  const localMs = timeMs + offsetMinutes * MINUTE_MS;
  const days = Math.floor(localMs / DAY_MS);
  const seconds = Math.floor((localMs - days * DAY_MS) / 1000);
  const { year, month, day } = toCivil(days);
  return {
    date: `${pad(day)}/${pad(month)}/${year}`,
    time: `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`,
  };
}

/** `+07`, `+05:30`, `-03`. */
export function formatZone(offsetMinutes: number): string {
  const minutes = Math.abs(offsetMinutes);
  const rest = minutes % 60 === 0 ? '' : `:${pad(minutes % 60)}`;
  return `${offsetMinutes < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}${rest}`;
}

/** Days since 1970-01-01 to the Gregorian date, by eras of 400 years that begin on 1 March. */
function toCivil(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
