// The common case of a normaliser: the product's names stay, and the names that rules use are added beside them.
import type { FieldValue } from '../event/event.ts';
import { safeFieldName } from './field-name.ts';

/** Canonical name <- the product's names, the first one present counts. */
type Names = readonly (readonly [canonical: string, names: readonly string[]])[];

export interface NameTable {
  readonly text: Names;
  /** Whole numbers; what is none is kept as text. */
  readonly numbers: Names;
  /** Canonical or own names whose values rules compare in lower case, such as `action`. */
  readonly lowerCase: readonly string[];
  /** Values that stand for nothing, such as `N/A`. */
  readonly empty: readonly string[];
}

/** A map of the caller's own: all decoded fields under safe names, and the canonical ones. */
export function applyTable(
  decoded: ReadonlyMap<string, FieldValue>,
  table: NameTable,
): Map<string, FieldValue> {
  const fields = new Map<string, FieldValue>();
  for (const [name, value] of decoded) fields.set(safeFieldName(name), value);
  for (const [name, sources] of table.text) {
    const value = firstOf(decoded, sources, table.empty);
    if (value !== null) fields.set(name, value);
  }
  for (const [name, sources] of table.numbers) {
    const value = firstOf(decoded, sources, table.empty);
    if (value !== null) fields.set(name, /^\d{1,15}$/.test(value) ? Number(value) : value);
  }
  for (const name of table.lowerCase) {
    const value = fields.get(name);
    if (typeof value === 'string') fields.set(name, value.toLowerCase());
  }
  return fields;
}

/** The first text of the first name that has one; a key that came twice counts with its first value. */
export function firstOf(
  fields: ReadonlyMap<string, FieldValue>,
  names: readonly string[],
  empty: readonly string[] = [],
): string | null {
  for (const name of names) {
    const value = fields.get(name);
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof first === 'number') return String(first);
    if (typeof first === 'string' && first.length > 0 && !empty.includes(first)) return first;
  }
  return null;
}
