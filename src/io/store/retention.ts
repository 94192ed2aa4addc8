import type { Sql } from './alert-filter.ts';
import type { Connection } from './connection.ts';
import { facetConditions } from './facet.ts';
import { toStored } from './stored-text.ts';

/** Alerts deleted in one transaction: others can write in between. */
const BATCH = 1000;

/** Closed alerts of a unit (null = of no single unit) whose last finding is older; their steps stay. */
export function deleteClosedAlerts(
  connection: Connection,
  olderThanMs: number,
  unit: string | null,
): number {
  let deleted = 0;
  for (;;) {
    const count = connection.write(() => deleteBatch(connection, olderThanMs, unit));
    deleted += count;
    if (count < BATCH) return deleted;
  }
}

export function countClosedAlerts(
  connection: Connection,
  olderThanMs: number,
  unit: string | null,
): number {
  const { sql, values } = fromClosed(olderThanMs, unit);
  return Number(connection.get(`SELECT count(*) AS n ${sql}`, values)?.['n']);
}

function fromClosed(olderThanMs: number, unit: string | null): Sql {
  const ofUnit = unit === null ? "(a.unit IS NULL OR a.unit = '')" : 'a.unit = ?';
  const isClosed = facetConditions({ states: ['closed'], includesSuppressed: true }).join(' AND ');
  return {
    sql: `FROM alert a WHERE ${ofUnit} AND a.last_ms < ? AND ${isClosed}`,
    values: [...(unit === null ? [] : [toStored(unit)]), olderThanMs],
  };
}

function deleteBatch(connection: Connection, olderThanMs: number, unit: string | null): number {
  const { sql, values } = fromClosed(olderThanMs, unit);
  const rows = connection.all(`SELECT a.number ${sql} LIMIT ?`, [...values, BATCH]);
  for (const { number } of rows) {
    const key = [Number(number)];
    connection.run('DELETE FROM alert WHERE number = ?', key);
    connection.run('DELETE FROM alert_body WHERE alert = ?', key);
    connection.run('DELETE FROM alert_text WHERE alert = ?', key);
    connection.run('DELETE FROM search WHERE rowid = ?', key);
    connection.run('DELETE FROM province_unit WHERE alert = ?', key);
  }
  return rows.length;
}
