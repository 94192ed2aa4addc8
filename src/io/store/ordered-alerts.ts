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

/** A query whose column `number` names the alerts, to which LIMIT and OFFSET may be added. */
export function orderedAlerts(connection: Connection, filter: AlertFilter, order: Order): Sql {
  if (isNarrow(filter)) return inOrder(narrowParts(connection, filter, order), order);
  const facets = listFacets(connection).filter((facet) => isOfFacet(facet, filter));
  if (order !== 'most-severe-first') {
    return inOrder(facetParts(connection, { filter, order, facets }), order);
  }
  // one severity after the other, each of them a merge
  const levels = [...new Set(facets.map(severityOf))].toSorted((a, b) => b - a);
  return oneAfterTheOther(
    levels.map((level) => {
      const ofLevel = facets.filter((facet) => severityOf(facet) === level);
      return inOrder(facetParts(connection, { filter, order, facets: ofLevel }), 'oldest-first');
    }),
  );
}

/** The same without an order, for counting. */
export function unorderedAlerts(connection: Connection, filter: AlertFilter): Sql {
  if (isNarrow(filter)) return together(narrowParts(connection, filter, 'newest-first'));
  if (filter.sinceMs !== undefined || filter.untilMs !== undefined) {
    return indexPart(connection, filter, 'newest-first');
  }
  const facets = listFacets(connection).filter((facet) => isOfFacet(facet, filter));
  return {
    sql: `SELECT a.number FROM alert a INDEXED BY alert_newest WHERE a.facet IN (${facets.join(', ')})`,
    values: [],
  };
}

/** Puts queries of the columns `columnsOf` together. */
export function inOrder(parts: readonly Sql[], order: Order): Sql {
  if (parts.length === 0) return NOTHING;
  // not around it as a subquery: only a compound with its own ORDER BY takes turns among its parts, as far as it must
  const { sql, values } = together(parts);
  return { sql: `${sql} ORDER BY ${ORDERS[order].by}`, values };
}

const NOTHING: Sql = { sql: 'SELECT 0 AS number WHERE FALSE', values: [] };

function together(parts: readonly Sql[]): Sql {
  return {
    sql: parts.map(({ sql }) => sql).join(' UNION ALL '),
    values: parts.flatMap(({ values }) => values),
  };
}

function oneAfterTheOther(queries: readonly Sql[]): Sql {
  if (queries.length === 0) return NOTHING;
  // a subquery with a LIMIT keeps its order
  return together(
    queries.map(({ sql, values }) => ({ sql: `SELECT number FROM (${sql} LIMIT -1)`, values })),
  );
}

/** What of `alert a` an order needs. */
export function columnsOf(order: Order): string {
  return `a.number, a.id, a.${ORDERS[order].time}, ${SEVERITY_SQL} AS severity`;
}

function isNarrow({ ruleId, unit, owner }: AlertFilter): boolean {
  return ruleId !== undefined || unit !== undefined || owner !== undefined;
}

function narrowParts(connection: Connection, filter: AlertFilter, order: Order): readonly Sql[] {
  const { ruleId, unit, owner } = filter;
  if (owner !== undefined || ruleId !== undefined || unit === undefined || unit === null) {
    return [indexPart(connection, filter, order)];
  }
  const { unit: _unit, ...others } = filter;
  const rest = joinConditions(toConditions(connection, others));
  const values = [toStored(unit), ...rest.values];
  return [
    {
      sql: `SELECT ${columnsOf(order)} FROM alert a INDEXED BY alert_by_unit
            WHERE a.unit = ? AND ${rest.sql}`,
      values,
    },
    {
      sql: `SELECT ${columnsOf(order)} FROM province_unit p CROSS JOIN alert a ON a.number = p.alert
            WHERE p.unit = ? AND ${rest.sql}`,
      values,
    },
  ];
}

/** By the index that narrows most, of those that hold all that is asked about. */
function indexPart(connection: Connection, filter: AlertFilter, order: Order): Sql {
  const { sql, values } = joinConditions(toConditions(connection, filter));
  const index = indexOf(filter);
  return {
    sql: `SELECT ${columnsOf(order)} FROM alert a INDEXED BY ${index} WHERE ${sql}`,
    values,
  };
}

/** `otherwise` = for a filter that names neither owner nor rule. */
export function indexOf(
  { owner, ruleId }: AlertFilter,
  otherwise: 'alert_by_unit' | 'alert_by_rule' = 'alert_by_unit',
): string {
  if (owner !== undefined) return 'alert_by_owner';
  return ruleId === undefined ? otherwise : 'alert_by_rule';
}

interface FacetQuery {
  readonly filter: AlertFilter;
  readonly order: Order;
  readonly facets: readonly number[];
}

function facetParts(connection: Connection, { filter, order, facets }: FacetQuery): readonly Sql[] {
  const times = joinConditions(timeConditions(connection, filter));
  return facets.map((facet) => ({
    sql: `SELECT ${columnsOf(order)} FROM alert a INDEXED BY ${ORDERS[order].index}
          WHERE a.facet = ${facet} AND ${times.sql}`,
    values: times.values,
  }));
}

function listFacets(connection: Connection): readonly number[] {
  return connection.all(FACETS).map((row) => Number(row['facet']));
}
