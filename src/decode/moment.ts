import { parseIsoTime } from './time/iso-time.ts';
import { compileTimePattern } from './time/time-pattern.ts';
import { toUtcMs, type TimeZone } from './timestamp.ts';

const PARSERS = [
  parseIsoTime,
  ...['dd/mm/yyyy HH:MM:SS', 'dd/mm/yyyy HH:MM'].map(compileTimePattern),
];

/**
 * A moment as people write it: ISO 8601 (`2026-11-20`, `2026-11-20T07:30`, with or without a zone) or
 * `dd/mm/yyyy HH:MM`. Without a zone it is in `zone`; a day alone is its midnight. Milliseconds since 1970-01-01 UTC;
 * null = not a moment.
 */
export function parseMoment(text: string, zone: TimeZone): number | null {
  const trimmed = text.trim();
  for (const candidate of [trimmed, `${trimmed} 00:00`]) {
    for (const parse of PARSERS) {
      const reading = parse?.(candidate) ?? null;
      if (reading !== null) return toUtcMs(reading, zone);
    }
  }
  return null;
}
