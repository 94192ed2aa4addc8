import type { Event, FieldValue } from '../../event/event.ts';
import { lookUpField } from '../../event/field.ts';
import { listLeaves, scalarText } from '../../event/scalar.ts';
import type { SigmaCorrelation, SigmaRule } from '../../sigma/rule.ts';

/** The group that a match counts in. */
export interface Group {
  /** Unit and values as one text. */
  readonly key: string;
  readonly unit: string | null;
  readonly values: readonly { readonly field: string; readonly value: string }[];
}

/** The group of a match, or null when the event lacks a field of `group-by` and is not counted. */
export function findGroup(
  correlation: SigmaCorrelation,
  rule: SigmaRule,
  event: Event,
): Group | null {
  const values: { readonly field: string; readonly value: string }[] = [];
  for (const field of correlation.groupBy) {
    const value = toText(lookUpField(event.fields, resolveAlias(correlation, rule, field)));
    if (value === null) return null;
    values.push({ field, value });
  }
  const unit = correlation.scope === 'province' ? null : event.unit;
  return { key: JSON.stringify([unit, ...values.map(({ value }) => value)]), unit, values };
}

/** The values that a match adds to a value_count; none = it is not counted. An array adds each element. */
export function listValues(
  correlation: SigmaCorrelation,
  rule: SigmaRule,
  event: Event,
): readonly string[] {
  if (correlation.field === null) return [];
  const value = lookUpField(event.fields, resolveAlias(correlation, rule, correlation.field));
  if (value === undefined) return [];
  const texts = listLeaves(value)
    .map(scalarText)
    .filter((text) => text !== null);
  return [...new Set(texts)];
}

function resolveAlias(correlation: SigmaCorrelation, rule: SigmaRule, field: string): string {
  return correlation.aliases.get(field)?.get(rule.id) ?? field;
}

/** A group value as text, compared exactly; null when there is none. Several values are one value, as JSON. */
function toText(value: FieldValue | undefined): string | null {
  if (value === undefined) return null;
  const leaves = listLeaves(value).filter((leaf) => leaf !== null);
  const [first] = leaves;
  if (first === undefined) return null;
  return leaves.length === 1
    ? (scalarText(first) ?? JSON.stringify(first))
    : JSON.stringify(leaves);
}
