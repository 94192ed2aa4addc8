import type { FieldValue } from './event.ts';
import { isArray } from './field.ts';

/** A field value that is no array: a scalar, null, or a nested object. */
export type Leaf = Exclude<FieldValue, readonly FieldValue[]>;

/** The elements of an array, nested ones flattened; any other value is its own single leaf. */
export function listLeaves(value: FieldValue): readonly Leaf[] {
  if (!isArray(value)) return [value];
  const leaves: Leaf[] = [];
  collectLeaves(value, leaves);
  return leaves;
}

function collectLeaves(values: readonly FieldValue[], leaves: Leaf[]): void {
  for (const value of values) {
    if (isArray(value)) collectLeaves(value, leaves);
    else leaves.push(value);
  }
}

/**
 * A scalar as text, as rules see it: numbers in decimal without exponent, booleans as `true` and `false`. Null for
 * JSON null, arrays and objects, which have no text.
 */
export function scalarText(value: FieldValue): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return null;
}

/** A number in decimal digits, never `1e+21`: the shortest text that reads back as the number. */
export function numberText(value: number): string {
  const text = String(value);
  const exponentAt = text.indexOf('e');
  if (exponentAt < 0) return text;
  const sign = text.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = text.slice(sign.length, exponentAt).split('.');
  const digits = whole + fraction;
  const point = whole.length + Number(text.slice(exponentAt + 1));
  // JavaScript writes an exponent only from 1e21 up and from 1e-7 down, so the point is never inside the digits
  return point > 0
    ? `${sign}${digits.padEnd(point, '0')}`
    : `${sign}0.${'0'.repeat(-point)}${digits}`;
}
