/**
 * A number of seconds, milliseconds, microseconds or nanoseconds since 1970-01-01 UTC, told apart by size, as
 * milliseconds. Right for the years 1973 to 5138; null for anything that is no such number.
 */
export function parseEpoch(value: string | number): number | null {
  if (typeof value === 'string' && !/^\d{9,20}(?:\.\d{1,9})?$/.test(value)) return null;
  const number = Number(value);
  if (!Number.isFinite(number) || number < 1e8) return null;
  if (number < 1e11) return Math.floor(number * 1000);
  if (number < 1e14) return Math.floor(number);
  if (number < 1e17) return Math.floor(number / 1e3);
  return number < 1e20 ? Math.floor(number / 1e6) : null;
}
