import type { Connection } from './connection.ts';
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
  const row = connection.get(`SELECT count(*) AS n ${FROM_CLOSED}`, [
    unit === null ? null : toStored(unit),
    olderThanMs,
  ]);
  return Number(row?.['n']);
}

const FROM_CLOSED = "FROM alert WHERE unit IS ? AND last_ms < ? AND state = 'closed'";

function deleteBatch(connection: Connection, olderThanMs: number, unit: string | null): number {
  const rows = connection.all(`SELECT number ${FROM_CLOSED} LIMIT ?`, [
    unit === null ? null : toStored(unit),
    olderThanMs,
    BATCH,
  ]);
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
