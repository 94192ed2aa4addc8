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
