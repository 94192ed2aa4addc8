import type { QueueQuery } from '../../ports/store.ts';
import type { Connection, SqlValue } from './connection.ts';
import { facetConditions } from './facet.ts';
import { toStored } from './stored-text.ts';

/** A piece of SQL and its values. */
export interface Sql {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

export type AlertFilter = Omit<QueueQuery, 'limit' | 'offset' | 'order' | 'text'>;

/** What a query asks of an alert's row, on the table `alert a`; all must hold. */
export function toConditions(connection: Connection, filter: AlertFilter): readonly Sql[] {
  const { ruleId, owner } = filter;
  const conditions: Sql[] = facetConditions(filter).map((sql) => ({ sql, values: [] }));
  if (ruleId !== undefined) {
    conditions.push({
      sql: 'a.rule = (SELECT number FROM rule WHERE id = ?)',
      values: [toStored(ruleId)],
    });
  }
  if (owner !== undefined) conditions.push({ sql: 'a.owner = ?', values: [toStored(owner)] });
  return [...conditions, ...unitConditions(filter.unit), ...timeConditions(connection, filter)];
}

function unitConditions(unit: string | null | undefined): readonly Sql[] {
  if (unit === undefined) return [];
  if (unit === null) return [{ sql: 'a.unit IS NULL', values: [] }];
  const value = toStored(unit);
  return [
    {
      sql: '(a.unit = ? OR a.number IN (SELECT alert FROM province_unit WHERE unit = ?))',
      values: [value, value],
    },
  ];
}

/**
 * Each bound stands for the other end of the alert as well, as far as the longest alert allows: whichever end an index
 * is ordered by, it is entered at the right place.
 */
export function timeConditions(
  connection: Connection,
  { sinceMs, untilMs }: Pick<AlertFilter, 'sinceMs' | 'untilMs'>,
): readonly Sql[] {
  if (sinceMs === undefined && untilMs === undefined) return [];
  const longestMs = Number(connection.get('SELECT longest_ms FROM store')?.['longest_ms']);
  const conditions: Sql[] = [];
  if (sinceMs !== undefined) {
    conditions.push({ sql: 'a.last_ms >= ?', values: [sinceMs] });
    conditions.push({ sql: 'a.first_ms >= ?', values: [sinceMs - longestMs] });
  }
  if (untilMs !== undefined) {
    conditions.push({ sql: 'a.first_ms <= ?', values: [untilMs] });
    conditions.push({ sql: 'a.last_ms <= ?', values: [untilMs + longestMs] });
  }
  return conditions;
}

export function joinConditions(conditions: readonly Sql[]): Sql {
  return {
    sql: conditions.length === 0 ? 'TRUE' : conditions.map(({ sql }) => `(${sql})`).join(' AND '),
    values: conditions.flatMap(({ values }) => values),
  };
}
