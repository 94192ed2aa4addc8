/** A time span as Sigma writes it, in the largest unit that fits: `90s`, `10m`, `1d`. */
export function timespanText(ms: number): string {
  const units = { d: 86_400_000, h: 3_600_000, m: 60_000 };
  const unit = Object.entries(units).find(([, length]) => ms % length === 0);
  return unit === undefined ? `${ms / 1000}s` : `${ms / unit[1]}${unit[0]}`;
}
