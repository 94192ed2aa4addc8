// Time zones for times that are written without one, and the way from a wall clock to UTC.

/** A time zone for times that are written without one. */
export interface TimeZone {
  /** IANA name (`Asia/Ho_Chi_Minh`) or a fixed offset (`+07:00`). */
  readonly name: string;
  /** Minutes east of UTC that hold at the local wall-clock time given as if it were UTC milliseconds. */
  offsetMinutes(localMs: number): number;
}

/** A wall-clock reading, as if it were UTC, and the zone that was written beside it, if any. */
export interface ClockReading {
  readonly localMs: number;
  /** Minutes east of UTC; null when no zone was written. */
  readonly offsetMinutes: number | null;
}

const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 86_400_000;
/** Zones change their offset on quarter hours only; readings of one quarter share the answer. */
const BUCKET_MS = 900_000;
const MAX_BUCKETS = 4096;

export const UTC: TimeZone = { name: 'UTC', offsetMinutes: () => 0 };

/** An IANA name, `UTC`, `Z`, or an offset (`+07:00`, `-0500`, `+7`); null for anything else. */
export function parseTimeZone(name: string): TimeZone | null {
  const text = name.trim();
  if (/^(?:UTC|GMT|Z)$/i.test(text)) return UTC;
  const offset = parseOffset(text);
  if (offset !== null) return { name: formatOffset(offset), offsetMinutes: () => offset };
  return /^[+-]/.test(text) ? null : createIanaZone(text);
}

/** `+07:00`, `+0700`, `+07`, `+7` and the same with `-`: minutes east of UTC; null for anything else. */
export function parseOffset(text: string): number | null {
  const match = /^([+-])(\d{1,2})(?::?([0-5]\d))?$/.exec(text);
  if (match === null) return null;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  if (minutes > 18 * 60) return null;
  return match[1] === '-' ? -minutes : minutes;
}

/** Milliseconds since 1970-01-01 UTC: by the written zone, else by `zone`. */
export function toUtcMs(reading: ClockReading, zone: TimeZone): number {
  const offset = reading.offsetMinutes ?? zone.offsetMinutes(reading.localMs);
  return reading.localMs - offset * MS_PER_MINUTE;
}

function formatOffset(minutes: number): string {
  const size = Math.abs(minutes);
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

function createIanaZone(name: string): TimeZone | null {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: name,
      timeZoneName: 'longOffset',
      year: 'numeric',
    });
  } catch {
    // RangeError "Invalid time zone specified": not a name that this runtime's zone data knows
    return null;
  }
  const buckets = new Map<number, number>();
  return {
    name,
    offsetMinutes(localMs) {
      const bucket = Math.floor(localMs / BUCKET_MS);
      const known = buckets.get(bucket);
      if (known !== undefined) return known;
      if (buckets.size >= MAX_BUCKETS) buckets.clear();
      const offset = offsetAtLocal(format, bucket * BUCKET_MS);
      buckets.set(bucket, offset);
      return offset;
    },
  };
}

/**
 * In the hour that a clock shows twice the first one is meant; in the hour that it skips the offset before the
 * change holds.
 */
function offsetAtLocal(format: Intl.DateTimeFormat, localMs: number): number {
  const before = offsetAt(format, localMs - MS_PER_DAY);
  const after = offsetAt(format, localMs + MS_PER_DAY);
  if (before === after) return before;
  if (offsetAt(format, localMs - before * MS_PER_MINUTE) === before) return before;
  if (offsetAt(format, localMs - after * MS_PER_MINUTE) === after) return after;
  return before;
}

/** The largest instant of ECMAScript time values; a log may claim any year. */
const MAX_TIME_MS = 8.64e15;

function offsetAt(format: Intl.DateTimeFormat, utcMs: number): number {
  const clamped = Math.min(Math.max(utcMs, -MAX_TIME_MS), MAX_TIME_MS);
  const part = format.formatToParts(clamped).find(({ type }) => type === 'timeZoneName');
  // `GMT+07:00`, `GMT-03:30`, `GMT`; before standard time also seconds (`GMT+07:06:30`), which are dropped
  return parseOffset(part?.value.slice(3, 9) ?? '') ?? 0;
}
