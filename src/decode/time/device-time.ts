import { toUtcMs } from '../timestamp.ts';
import { parseEpoch } from './epoch-time.ts';
import { parseIsoTime } from './iso-time.ts';
import { readSyslogTime } from './syslog-time.ts';
import type { TimeContext } from './syslog-time.ts';

/** A time as devices write it in a field: an epoch of any unit, ISO 8601, or `Nov 21 2026 23:02:31 UTC`; null else. */
export function readDeviceTime(text: string, context: TimeContext): number | null {
  const epoch = parseEpoch(text);
  if (epoch !== null) return epoch;
  const iso = parseIsoTime(text);
  if (iso !== null) return toUtcMs(iso, context.zone);
  const trimmed = text.trim();
  return readSyslogTime(trimmed, 0, context)?.timeMs ?? null;
}
