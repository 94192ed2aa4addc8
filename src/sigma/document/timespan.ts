/** Milliseconds of each unit; months and years are pySigma's mean lengths. `m` is minutes, `M` months. */
const UNITS_MS: ReadonlyMap<string, number> = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 7 * 86_400_000],
  ['M', 2_629_746_000],
  ['y', 31_556_952_000],
]);

export const TIMESPAN_HINT = 'write a number and one unit: 30s, 15m, 1h, 7d, 2w, 1M (month), 1y';

/** `90m` in milliseconds; null for anything but a positive whole number and a unit. */
export function parseTimespan(text: string): number | null {
  const match = /^(\d{1,9})([smhdwMy])$/.exec(text);
  const unitMs = UNITS_MS.get(match?.[2] ?? '');
  const count = Number(match?.[1] ?? 0);
  return unitMs === undefined || count === 0 ? null : count * unitMs;
}
