/** Plain data, as acts are. */
type Plain = string | number | boolean | null | object;

/**
 * One text for equal data: JSON without blanks, keys in order of their UTF-16 code units, keys without a value left
 * out. The same for any order of keys, in any locale (after RFC 8785, whose number format is JavaScript's own).
 */
export function canonicalText(value: Plain): string {
  if (Array.isArray(value)) return `[${value.map((item: Plain) => canonicalText(item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]: [string, Plain]) => `${JSON.stringify(key)}:${canonicalText(item)}`);
  return `{${pairs.join(',')}}`;
}
