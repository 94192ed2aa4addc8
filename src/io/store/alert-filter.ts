import { levelRank } from '../../alert/order.ts';
import type { QueueQuery } from '../../ports/store.ts';
import type { SqlValue } from './connection.ts';
import { toStored } from './stored-text.ts';

/** A part of a WHERE clause, on the table `alert a`, and its values. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

export type AlertFilter = Omit<QueueQuery, 'limit' | 'offset' | 'order' | 'text'>;

/** What a query asks of an alert's row; all must hold. */
export function toConditions(filter: AlertFilter): readonly Condition[] {
  const { layer, minimumLevel, sinceMs, untilMs, states, ruleId, owner } = filter;
  const conditions: Condition[] = [...unitConditions(filter.unit)];
  const add = (sql: string, ...values: readonly SqlValue[]): void => {
    conditions.push({ sql, values });
  };
  if (filter.includesSuppressed !== true) add('a.suppressed_by IS NULL');
  if (ruleId !== undefined)
    add('a.rule = (SELECT number FROM rule WHERE id = ?)', toStored(ruleId));
  if (states !== undefined) add(`a.state IN (${states.map(() => '?').join(', ')})`, ...states);
  if (owner !== undefined) add('a.owner = ?', toStored(owner));
  if (layer !== undefined) add('a.layer = ?', layer);
  if (minimumLevel !== undefined) add('a.severity >= ?', levelRank(minimumLevel));
  if (sinceMs !== undefined) add('a.last_ms >= ?', sinceMs);
  if (untilMs !== undefined) add('a.first_ms <= ?', untilMs);
  return conditions;
}

function unitConditions(unit: string | null | undefined): readonly Condition[] {
  if (unit === undefined) return [];
  if (unit === null) return [{ sql: 'a.unit IS NULL AND a.is_province = 0', values: [] }];
  const value = toStored(unit);
  return [
    {
      sql: '(a.unit = ? OR a.number IN (SELECT alert FROM province_unit WHERE unit = ?))',
      values: [value, value],
    },
  ];
}

export function joinConditions(conditions: readonly Condition[]): Condition {
  return {
    sql: conditions.length === 0 ? 'TRUE' : conditions.map(({ sql }) => `(${sql})`).join(' AND '),
    values: conditions.flatMap(({ values }) => values),
  };
}
