import type { FieldValue } from '../../event/event.ts';
import { parseEpoch } from '../time/epoch-time.ts';
import { parseIsoTime } from '../time/iso-time.ts';
import { toUtcMs, UTC } from '../timestamp.ts';
import type { ClockReading, TimeZone } from '../timestamp.ts';

type TimeSource = ReadonlyMap<string, FieldValue>;

/**
 * The time of a record from the first of `names` that holds one with a zone (or an epoch), else from the first that
 * holds one without, read in `zone`: a time that says its zone is sure, a bare one depends on configuration.
 */
export function readTimeFields(
  fields: TimeSource,
  names: readonly string[],
  zone: TimeZone,
): number | null {
  let bare: ClockReading | null = null;
  for (const name of names) {
    const value = fields.get(name);
    if (value === undefined) continue;
    const reading = readTimeValue(value);
    if (reading === null) continue;
    if (reading.offsetMinutes !== null) return toUtcMs(reading, zone);
    bare ??= reading;
  }
  return bare === null ? null : toUtcMs(bare, zone);
}

/** The first time among `names` that says its zone. */
export function readZonedTime(fields: TimeSource, names: readonly string[]): number | null {
  for (const name of names) {
    const value = fields.get(name);
    const reading = value === undefined ? null : readTimeValue(value);
    if (reading !== null && reading.offsetMinutes !== null) return toUtcMs(reading, UTC);
  }
  return null;
}

function readTimeValue(value: FieldValue): ClockReading | null {
  if (typeof value === 'number') return utc(parseEpoch(value));
  if (typeof value !== 'string') return null;
  return parseIsoTime(value) ?? utc(parseEpoch(value)) ?? utc(parseDotNetDate(value));
}

/** `/Date(1604291947755)/`: how Windows PowerShell's ConvertTo-Json writes a time. */
function parseDotNetDate(text: string): number | null {
  const match = /^\/Date\((\d{1,16})\)\/$/.exec(text);
  return match === null ? null : Number(match[1]);
}

function utc(ms: number | null): ClockReading | null {
  return ms === null ? null : { localMs: ms, offsetMinutes: 0 };
}

/** The first of `names` that holds text with something in it. */
export function readTextField(fields: TimeSource, names: readonly string[]): string | null {
  for (const name of names) {
    const value = fields.get(name);
    if (typeof value === 'string' && value.length > 0) return value;
  }
  return null;
}
