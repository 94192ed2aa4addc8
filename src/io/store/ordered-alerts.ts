// The alerts of a filter in an order, as a query that can be left after the first page. A filter that names a rule, a
// unit or an owner takes its index and sorts what it holds; every other one merges an index of the order, facet by facet,
// so that no alert outside of the filter is looked at, however rare what it asks for is.
import type { QueueQuery } from '../../ports/store.ts';
import {
  type AlertFilter,
  joinConditions,
  type Sql,
  timeConditions,
  toConditions,
} from './alert-filter.ts';
import type { Connection } from './connection.ts';
import { isOfFacet, severityOf, SEVERITY_SQL } from './facet.ts';
import { toStored } from './stored-text.ts';

export type Order = NonNullable<QueueQuery['order']>;

/** Which index has a facet's alerts in this order, by which time, and the order of them all. */
const ORDERS = {
  'newest-first': { index: 'alert_newest', time: 'last_ms', by: 'last_ms DESC, id' },
  'oldest-first': { index: 'alert_oldest', time: 'first_ms', by: 'first_ms, id' },
  'most-severe-first': {
    index: 'alert_oldest',
    time: 'first_ms',
    by: 'severity DESC, first_ms, id',
  },
} as const satisfies Record<Order, object>;

/** All facets that occur, each found by one look into the index. */
const FACETS = `
  WITH RECURSIVE found (facet) AS (
    SELECT min(facet) FROM alert
    UNION ALL SELECT (SELECT min(facet) FROM alert WHERE facet > found.facet) FROM found
    WHERE found.facet IS NOT NULL
  )
  SELECT facet FROM found WHERE facet IS NOT NULL`;

/** A query of the column `number`, to which LIMIT and OFFSET may be added. */
export function orderedAlerts(connection: Connection, filter: AlertFilter, order: Order): Sql {
  const parts = isNarrow(filter)
    ? narrowParts(connection, filter, order)
    : facetParts(connection, filter, order);
  return inOrder(parts, order);
}

/** Puts queries of the columns `columnsOf` together. */
export function inOrder(parts: readonly Sql[], order: Order): Sql {
  if (parts.length === 0) return { sql: 'SELECT 0 AS number WHERE FALSE', values: [] };
  return {
    sql: `SELECT number FROM (${parts.map(({ sql }) => sql).join(' UNION ALL ')}) ORDER BY ${ORDERS[order].by}`,
    values: parts.flatMap(({ values }) => values),
  };
}

/** What of `alert a` an order needs. */
export function columnsOf(order: Order, severity: string | number = SEVERITY_SQL): string {
  return `a.number, a.id, a.${ORDERS[order].time}, ${severity} AS severity`;
}

function isNarrow({ ruleId, unit, owner }: AlertFilter): boolean {
  return ruleId !== undefined || unit !== undefined || owner !== undefined;
}

function narrowParts(connection: Connection, filter: AlertFilter, order: Order): readonly Sql[] {
  const { ruleId, unit, owner } = filter;
  const columns = columnsOf(order);
  if (owner !== undefined || ruleId !== undefined || unit === undefined || unit === null) {
    const index = owner !== undefined ? 'owner' : ruleId !== undefined ? 'rule' : 'unit';
    const { sql, values } = joinConditions(toConditions(connection, filter));
    return [
      { sql: `SELECT ${columns} FROM alert a INDEXED BY alert_by_${index} WHERE ${sql}`, values },
    ];
  }
  const { unit: _unit, ...others } = filter;
  const rest = joinConditions(toConditions(connection, others));
  const value = toStored(unit);
  return [
    {
      sql: `SELECT ${columns} FROM alert a INDEXED BY alert_by_unit WHERE a.unit = ? AND ${rest.sql}`,
      values: [value, ...rest.values],
    },
    {
      sql: `SELECT ${columns} FROM province_unit p CROSS JOIN alert a ON a.number = p.alert
            WHERE p.unit = ? AND ${rest.sql}`,
      values: [value, ...rest.values],
    },
  ];
}

function facetParts(connection: Connection, filter: AlertFilter, order: Order): readonly Sql[] {
  const { index } = ORDERS[order];
  const times = joinConditions(timeConditions(connection, filter));
  const facets = connection.all(FACETS).map((row) => Number(row['facet']));
  return facets
    .filter((facet) => isOfFacet(facet, filter))
    .map((facet) => ({
      sql: `SELECT ${columnsOf(order, severityOf(facet))}
            FROM alert a INDEXED BY ${index} WHERE a.facet = ${facet} AND ${times.sql}`,
      values: times.values,
    }));
}
