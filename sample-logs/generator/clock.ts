// The morning that the samples tell of: Friday 20 November 2026, 07:00 to 11:30 in Vietnam (UTC+7, no summer time).

const ZONE_MS = 7 * 3_600_000;
const MIDNIGHT_MS = Date.UTC(2026, 10, 20) - ZONE_MS;

/** `08:31:40` of the morning as milliseconds since 1970-01-01 UTC. */
export function at(clock: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  return MIDNIGHT_MS + ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

export const seconds = (count: number): number => count * 1000;
export const minutes = (count: number): number => count * 60_000;

/** `2026-11-20T08:31:40` on a Vietnamese wall clock. */
export function toLocal(timeMs: number): string {
  return new Date(timeMs + ZONE_MS).toISOString().slice(0, 19);
}

/** `2026-11-20T01:31:40.000Z`. */
export function toUtc(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

/** `20/11/2026 08:31:40`, as Vietnamese consoles write it. */
export function toVietnamese(timeMs: number): string {
  const [date = '', time = ''] = toLocal(timeMs).split('T');
  return `${date.split('-').toReversed().join('/')} ${time}`;
}

/** `Nov 20 08:31:40`, the BSD syslog form (RFC 3164). */
export function toSyslog(timeMs: number): string {
  const [date = '', time = ''] = toLocal(timeMs).split('T');
  return `Nov ${date.slice(8)} ${time}`;
}
