import type { Finding } from '../../correlate/finding.ts';
import { lookUpField } from '../../event/field.ts';
import { listLeaves, scalarText } from '../../event/scalar.ts';
import { boundName } from './bounded-text.ts';

export type GroupKey = readonly { readonly field: string; readonly value: string }[];

/** Group key of an overflow alert: any value of any field. */
export const OVERFLOW_KEY: GroupKey = [{ field: '*', value: '*' }];

/**
 * What an alert gathers by (product.md, "group key"): the correlation's `group-by`; else those fields of the rule's
 * `soclite.group-by` that the event has; else the machine. Empty when the machine is unknown too.
 */
export function findGroupKey(finding: Finding, groupBy: readonly string[]): GroupKey {
  if (finding.kind === 'correlation')
    return finding.group.map(({ field, value }) => ({ field, value: boundName(value) }));
  const { fields, machine } = finding.event;
  const key = groupBy.flatMap((field) => {
    const value = lookUpField(fields, field);
    if (value === undefined) return [];
    const texts = listLeaves(value).map((leaf) => scalarText(leaf) ?? JSON.stringify(leaf));
    return texts.length === 0 || value === null
      ? []
      : [{ field, value: boundName(texts.join(', ')) }];
  });
  if (key.length > 0) return key;
  return machine === null ? [] : [{ field: 'machine', value: boundName(machine) }];
}
