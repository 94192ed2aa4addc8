// Calendar arithmetic on milliseconds since 1970-01-01 UTC, without Date: the pure rooms have no clock and no zone.
// Days are counted in eras of 400 years of 146,097 days that begin on 1 March, so that a leap day ends its year.

const MS_PER_DAY = 86_400_000;
const DAYS_PER_ERA = 146_097;
/** Days from 0000-03-01 to 1970-01-01. */
const EPOCH_DAYS = 719_468;

/** A date and time of day in the proleptic Gregorian calendar, with no zone of its own. */
export interface CivilTime {
  readonly year: number;
  /** 1..12 */
  readonly month: number;
  /** 1..31 */
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

/** Days from 1970-01-01 to the given date; negative before. The date is not checked. */
function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - EPOCH_DAYS;
}

/** Milliseconds since 1970-01-01 of a civil time read as UTC; null when there is no such date or time of day. */
export function civilToMs(time: CivilTime): number | null {
  const { year, month, day, hour, minute, second, millisecond } = time;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  // 60 is a leap second: the first moment of the next minute, as POSIX counts. 24:00:00 is not accepted.
  if (hour > 23 || minute > 59 || second > 60) return null;
  const seconds = (hour * 60 + minute) * 60 + second;
  return daysFromCivil(year, month, day) * MS_PER_DAY + seconds * 1000 + millisecond;
}

/** The civil time in UTC. */
export function msToCivil(ms: number): CivilTime {
  const days = Math.floor(ms / MS_PER_DAY);
  const ofDay = Math.floor(ms - days * MS_PER_DAY);
  const shifted = days + EPOCH_DAYS;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
    hour: Math.floor(ofDay / 3_600_000),
    minute: Math.floor(ofDay / 60_000) % 60,
    second: Math.floor(ofDay / 1000) % 60,
    millisecond: ofDay % 1000,
  };
}

/** 0 = Sunday … 6 = Saturday, in UTC. */
export function weekdayOf(ms: number): number {
  const days = Math.floor(ms / MS_PER_DAY) + 4;
  return ((days % 7) + 7) % 7;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** ISO 8601 in UTC with milliseconds, `2026-11-23T08:05:00.000Z`; years outside 0..9999 get a sign and six digits. */
export function formatUtc(ms: number): string {
  const { year, month, day, hour, minute, second, millisecond } = msToCivil(ms);
  const date = `${formatYear(year)}-${pad(month, 2)}-${pad(day, 2)}`;
  return `${date}T${pad(hour, 2)}:${pad(minute, 2)}:${pad(second, 2)}.${pad(millisecond, 3)}Z`;
}

function formatYear(year: number): string {
  if (year >= 0 && year <= 9999) return pad(year, 4);
  return `${year < 0 ? '-' : '+'}${pad(Math.abs(year), 6)}`;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
