import { civilToMs } from '../../util/utc-time.ts';
import type { ClockReading } from '../timestamp.ts';
import { readDigits, readFraction, skipDigits } from './digits.ts';

export interface ReadingAt extends ClockReading {
  /** Index after the last character of the time. */
  readonly end: number;
}

/**
 * ISO 8601 / RFC 3339 at `start`: `2026-11-23T08:05:00`, `T` or one space between date and time, seconds and
 * fraction (`.` or `,`, any number of digits) optional, then `Z`, `±hh:mm`, `±hhmm`, `±hh` or nothing; a space may
 * stand before the zone. Null when there is no such time.
 */
export function readIsoTime(text: string, start = 0): ReadingAt | null {
  const year = readDigits(text, start, start + 4);
  const month = readDigits(text, start + 5, start + 7);
  const day = readDigits(text, start + 8, start + 10);
  if (year < 0 || month < 0 || day < 0) return null;
  const dash = text[start + 4];
  if (text[start + 7] !== dash || (dash !== '-' && dash !== '/')) return null;
  const between = text[start + 10];
  if (between !== 'T' && between !== ' ' && between !== 't') return null;
  const clock = readClock(text, start + 11);
  if (clock === null) return null;
  const localMs = civilToMs({ year, month, day, ...clock });
  if (localMs === null) return null;
  const zone = readZone(text, clock.end);
  return zone === null
    ? { localMs, offsetMinutes: null, end: clock.end }
    : { localMs, offsetMinutes: zone.offsetMinutes, end: zone.end };
}

/** The whole of `text` is an ISO time; outer spaces are allowed. */
export function parseIsoTime(text: string): ClockReading | null {
  const trimmed = text.trim();
  const reading = readIsoTime(trimmed);
  return reading === null || reading.end !== trimmed.length ? null : reading;
}

interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  readonly end: number;
}

/** `hh:mm[:ss[.fraction]]` at `start`; the values are not checked against their ranges. */
export function readClock(text: string, start: number): Clock | null {
  const hour = readDigits(text, start, start + 2);
  const minute = readDigits(text, start + 3, start + 5);
  if (hour < 0 || minute < 0 || text[start + 2] !== ':') return null;
  if (text[start + 5] !== ':') return { hour, minute, second: 0, millisecond: 0, end: start + 5 };
  const second = readDigits(text, start + 6, start + 8);
  if (second < 0) return null;
  const mark = text[start + 8];
  const fractionEnd = mark === '.' || mark === ',' ? skipDigits(text, start + 9) : 0;
  if (fractionEnd <= start + 9) return { hour, minute, second, millisecond: 0, end: start + 8 };
  const millisecond = readFraction(text, start + 9, fractionEnd);
  return { hour, minute, second, millisecond, end: fractionEnd };
}

interface ZoneAt {
  readonly offsetMinutes: number;
  readonly end: number;
}

function readZone(text: string, start: number): ZoneAt | null {
  const at = text[start] === ' ' ? start + 1 : start;
  const sign = text[at];
  if (sign === 'Z' || sign === 'z') return { offsetMinutes: 0, end: at + 1 };
  if (sign === 'U' && text.startsWith('UTC', at)) return { offsetMinutes: 0, end: at + 3 };
  if (sign !== '+' && sign !== '-') return null;
  const hours = readDigits(text, at + 1, at + 3);
  if (hours < 0 || hours > 18) return null;
  const minutesAt = text[at + 3] === ':' ? at + 4 : at + 3;
  const minutes = readDigits(text, minutesAt, minutesAt + 2);
  const total = hours * 60 + Math.max(minutes, 0);
  return {
    offsetMinutes: sign === '-' ? -total : total,
    end: minutes < 0 ? at + 3 : minutesAt + 2,
  };
}
