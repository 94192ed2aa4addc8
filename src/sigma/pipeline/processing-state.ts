import { PlainScalar } from '../yaml/plain-scalar.ts';
import { toBoolean } from '../document/read-value.ts';
import { quote } from '../yaml/yaml-value.ts';
import type { YamlValue } from '../yaml/yaml-value.ts';
import type { Params } from './params.ts';
import type { Run } from './run.ts';

export const RELATIONS = ['eq', 'ne', 'gte', 'gt', 'lte', 'lt'] as const;
export type Relation = (typeof RELATIONS)[number];
type Comparable = string | number | boolean | null;

/** `processing_state`, the same for rules, detection items and field names: what `set_state` has set, compared. */
export function readStateCondition(params: Params): (run: Run) => boolean {
  const key = params.requiredText('key');
  const wanted = toComparable(params.scalar('val'));
  const relation = params.choice('op', RELATIONS) ?? 'eq';
  return (run) => {
    const state = run.state.get(key);
    if (state === undefined) return false;
    const found = toComparable(state);
    const result = compare(found, relation, wanted);
    if (result === null)
      run.fail({
        code: 'pipeline-state-type',
        message: `the pipeline compares its state ${quote(key)} (${typeof found}) by ${relation} with a ${typeof wanted}`,
      });
    return result ?? false;
  };
}

/** Null = the two cannot be ordered. */
export function compare(found: Comparable, relation: Relation, wanted: Comparable): boolean | null {
  if (relation === 'eq') return found === wanted;
  if (relation === 'ne') return found !== wanted;
  const order = orderOf(found, wanted);
  if (order === null) return null;
  switch (relation) {
    case 'gte':
      return order >= 0;
    case 'gt':
      return order > 0;
    case 'lte':
      return order <= 0;
    case 'lt':
      return order < 0;
  }
}

function orderOf(a: Comparable, b: Comparable): number | null {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return null;
}

/** Lists and maps equal nothing that a condition can say. */
export function toComparable(value: YamlValue): Comparable {
  if (value instanceof PlainScalar) {
    if (value.kind === 'number') return Number(value.text);
    return value.kind === 'boolean' ? toBoolean(value) : value.text;
  }
  return typeof value === 'string' ? value : value === null ? null : JSON.stringify(value);
}
