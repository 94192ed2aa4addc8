// The times that syslog senders write (RFC 3164 section 4.1.2 and what devices really do): `Nov 21 23:02:29`, with
// a fraction, with the year before or after, with a Cisco `*` or `.` in front, or ISO 8601.
import { civilToMs, msToCivil } from '../../util/utc-time.ts';
import { toUtcMs, UTC } from '../timestamp.ts';
import type { TimeZone } from '../timestamp.ts';
import { readDigits, skipDigits } from './digits.ts';
import { readClock, readIsoTime } from './iso-time.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MS_PER_DAY = 86_400_000;

export interface SyslogTime {
  readonly timeMs: number;
  /** Whether it was written as ISO 8601. */
  readonly isIso: boolean;
  readonly end: number;
}

export interface TimeContext {
  readonly zone: TimeZone;
  readonly referenceTimeMs: number;
}

/** The time at `start`; a space or the end of the text must follow it. */
export function readSyslogTime(
  text: string,
  start: number,
  context: TimeContext,
): SyslogTime | null {
  const time =
    text.charCodeAt(start) < 58
      ? (readIso(text, start, context) ?? readMonthFirst(text, start, context))
      : readMonthFirst(text, start, context);
  if (time === null) return null;
  const next = text[time.end];
  return next === undefined || next === ' ' || next === ':' ? time : null;
}

function readIso(text: string, start: number, context: TimeContext): SyslogTime | null {
  const reading = readIsoTime(text, start);
  if (reading === null) return null;
  return { timeMs: toUtcMs(reading, context.zone), isIso: true, end: reading.end };
}

/** `[2018 ]Nov [ ]1[ 2026] 23:02:29[.123][ 2026][ UTC]` */
function readMonthFirst(text: string, start: number, context: TimeContext): SyslogTime | null {
  let at = text[start] === '*' || text[start] === '.' ? start + 1 : start;
  let year = readYear(text, at);
  if (year >= 0) at += 5;
  const month = MONTHS.indexOf(text.slice(at, at + 3).toLowerCase()) + 1;
  if (month === 0 || text[at + 3] !== ' ') return null;
  at += text[at + 4] === ' ' ? 5 : 4;
  const dayEnd = skipDigits(text, at);
  const day = dayEnd - at <= 2 ? readDigits(text, at, dayEnd) : -1;
  if (day < 1 || text[dayEnd] !== ' ') return null;
  at = dayEnd + 1;
  if (year < 0) {
    year = readYear(text, at);
    if (year >= 0) at += 5;
  }
  const clock = readClock(text, at);
  if (clock === null) return null;
  let { end } = clock;
  if (year < 0 && text[end] === ' ') {
    year = readYear(text, end + 1);
    if (year >= 0) end += 5;
  }
  return resolve({ year, month, day, ...clock }, readZoneWord(text, end), context);
}

/** Four digits before a space, or -1. */
function readYear(text: string, at: number): number {
  return text[at + 4] === ' ' ? readDigits(text, at, at + 4) : -1;
}

interface ZoneWord {
  readonly isUtc: boolean;
  readonly end: number;
}

/** ` UTC:` and the like, as Cisco writes zones. Other abbreviations name several zones each: the source's holds. */
function readZoneWord(text: string, at: number): ZoneWord {
  ZONE_WORD.lastIndex = at;
  const word = ZONE_WORD.exec(text)?.[1];
  if (word === undefined) return { isUtc: false, end: at };
  return { isUtc: word === 'UTC' || word === 'GMT', end: at + 1 + word.length };
}

const ZONE_WORD = / ([A-Z]{2,5})(?=:|$)/y;

interface WrittenTime extends YearlessTime {
  /** -1 when it is not written. */
  readonly year: number;
}

function resolve(time: WrittenTime, zone: ZoneWord, context: TimeContext): SyslogTime | null {
  const { referenceTimeMs } = context;
  const given = zone.isUtc ? { zone: UTC, referenceTimeMs } : context;
  const localMs = time.year < 0 ? nearestYear(time, given) : civilToMs(time);
  if (localMs === null) return null;
  const timeMs = toUtcMs({ localMs, offsetMinutes: null }, given.zone);
  return { timeMs, isIso: false, end: zone.end };
}

interface YearlessTime {
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

/** The latest year that puts the time at most one day after the reference time (product.md, "Time"). */
function nearestYear(date: YearlessTime, context: TimeContext): number | null {
  const limitMs = context.referenceTimeMs + MS_PER_DAY;
  const newest = msToCivil(limitMs).year + 1;
  // 29 February may have to go back eight years (1896 to 1904)
  for (let year = newest; year > newest - 10; year -= 1) {
    const localMs = civilToMs({ ...date, year });
    if (localMs === null) continue;
    if (toUtcMs({ localMs, offsetMinutes: null }, context.zone) <= limitMs) return localMs;
  }
  return null;
}
