/**
 * A series as bars of one cell: `width` buckets (sums of neighbours), heights on a logarithmic scale up to `max`
 * so that one noisy unit does not flatten the others; no value stays at the lowest bar.
 */
export function sparkline(
  values: readonly number[],
  width: number,
  scale: { readonly max: number; readonly signs: readonly string[] },
): string {
  if (values.length === 0 || width <= 0) return ' '.repeat(Math.max(0, width));
  const top = scale.signs.length - 1;
  return bucketSums(values, width)
    .map((value) => {
      const share = scale.max > 0 ? Math.log1p(value) / Math.log1p(scale.max) : 0;
      return (
        scale.signs[value <= 0 ? 0 : Math.max(1, Math.min(top, Math.round(share * top)))] ?? ' '
      );
    })
    .join('');
}

/** `values` in `width` buckets of nearly equal length, each the sum of its values. */
export function bucketSums(values: readonly number[], width: number): readonly number[] {
  const count = Math.min(width, values.length);
  return Array.from({ length: count }, (_, i) =>
    values
      .slice(Math.floor((i * values.length) / count), Math.floor(((i + 1) * values.length) / count))
      .reduce((sum, value) => sum + value, 0),
  );
}

/** The values as columns of `height` rows, top row first, on a linear scale up to `max`; no value stays a base line. */
export function columnChart(
  values: readonly number[],
  scale: { readonly height: number; readonly max: number; readonly signs: readonly string[] },
): readonly string[] {
  const { height, max, signs } = scale;
  const full = height * signs.length;
  const levels = values.map((value) =>
    Math.max(1, Math.min(full, max > 0 ? Math.ceil((value / max) * full) : 1)),
  );
  return Array.from({ length: height }, (_, row) => {
    const below = (height - 1 - row) * signs.length;
    return levels
      .map((level) =>
        level <= below ? ' ' : (signs[Math.min(level - below, signs.length) - 1] ?? ' '),
      )
      .join('');
  });
}
