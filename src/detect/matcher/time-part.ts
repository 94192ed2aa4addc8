// Dates in field values as the time modifiers see them (semantics 3.11): the part is taken as written, without any
// conversion of zones. ISO 8601 calendar dates and times in extended form, with `T` or a space between them (Sysmon's
// UtcTime), and seconds or milliseconds since 1970 (UTC).
import type { Leaf } from '../../event/scalar.ts';
import { scalarText } from '../../event/scalar.ts';
import type { TimePart, TimePattern } from '../../sigma/pattern.ts';
import { civilToMs, msToCivil, weekdayOf } from '../../util/utc-time.ts';
import type { CivilTime } from '../../util/utc-time.ts';

/** A date; one that is written without a time of day has no hour and no minute. */
type WrittenTime = Omit<CivilTime, 'hour' | 'minute'> & {
  readonly hour: number | null;
  readonly minute: number | null;
};

/** Whether the part of the date that the leaf holds satisfies the pattern; a leaf that is no date does not. */
export function matchesTime(pattern: TimePattern, leaf: Leaf): boolean {
  const text = typeof leaf === 'string' || typeof leaf === 'number' ? scalarText(leaf) : null;
  const time = text === null ? null : readTime(text);
  const part = time === null ? null : partOf(time, pattern.part);
  if (part === null) return false;
  switch (pattern.operator) {
    case 'eq':
      return part === pattern.value;
    case 'lt':
      return part < pattern.value;
    case 'lte':
      return part <= pattern.value;
    case 'gt':
      return part > pattern.value;
    case 'gte':
      return part >= pattern.value;
  }
}

function partOf(time: WrittenTime, part: TimePart): number | null {
  return part === 'week' ? isoWeek(time) : time[part];
}

const ISO_TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?: ?(?:[Zz]|UTC|[+-]\d{2}(?::?\d{2})?))?)?$/;
const EPOCH = /^(\d{9,14})(?:\.\d{1,9})?$/;
/** Longer texts are no times; also bounds the work of the patterns. */
const MAX_CHARS = 48;
/** Seconds reach this in the year 5138, milliseconds did in 1973. */
const FIRST_MILLISECONDS = 100_000_000_000;

function readTime(text: string): WrittenTime | null {
  if (text.length > MAX_CHARS) return null;
  const found = ISO_TIME.exec(text);
  if (found !== null) return readIso(found);
  const digits = EPOCH.exec(text)?.[1];
  if (digits === undefined) return null;
  const count = Number(digits);
  return msToCivil(count < FIRST_MILLISECONDS ? count * 1000 : count);
}

function readIso(found: readonly (string | undefined)[]): WrittenTime | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1)
    .map((digits) => Number(digits ?? 0));
  const time: CivilTime = { year, month, day, hour, minute, second, millisecond: 0 };
  // there is no 30 February
  if (civilToMs(time) === null) return null;
  return found[4] === undefined ? { ...time, hour: null, minute: null } : time;
}

const DAY_MS = 86_400_000;

/** ISO 8601: week 1 holds the year's first Thursday, weeks begin on Monday; 1 to 53. */
function isoWeek({ year, month, day }: WrittenTime): number {
  const midnight = { hour: 0, minute: 0, second: 0, millisecond: 0 };
  const ms = civilToMs({ year, month, day, ...midnight }) ?? 0;
  const weekday = (weekdayOf(ms) + 6) % 7;
  const thursday = ms + (3 - weekday) * DAY_MS;
  const newYear = civilToMs({ year: msToCivil(thursday).year, month: 1, day: 1, ...midnight }) ?? 0;
  return Math.floor((thursday - newYear) / (7 * DAY_MS)) + 1;
}
