// The index of runs is brought up to date some time after the alert, some alerts a commit: an alert under a flood
// changes with every commit and would be indexed anew each time, at ten times the cost of writing its row. What waits is
// searched by its text, which is short work while few wait.
import type { Connection } from './connection.ts';

/** Alerts that may wait: the text of so many is read in a few milliseconds. */
const MAX_PENDING = 2000;
/** Alerts indexed in one commit: about 20 ms. */
const BATCH = 200;
/** Beyond so many waiting a commit indexes ten times the batch. */
const FAR_BEHIND = 20_000;

/** Indexes what has waited longest. */
export function indexPending(connection: Connection): void {
  const pending = countPending(connection);
  const excess = pending - MAX_PENDING;
  if (excess <= 0) return;
  const batch = Math.min(excess, pending > FAR_BEHIND ? 10 * BATCH : BATCH);
  connection.write(() => indexBatch(connection, batch));
}

function indexBatch(connection: Connection, batch: number): void {
  const rows = connection.all(
    'SELECT number FROM alert WHERE is_indexed = 0 ORDER BY change LIMIT ?',
    [batch],
  );
  for (const row of rows) {
    const number = Number(row['number']);
    connection.run(
      'INSERT OR REPLACE INTO search (rowid, text) SELECT alert, text FROM alert_text WHERE alert = ?',
      [number],
    );
    connection.run('UPDATE alert SET is_indexed = 1 WHERE number = ?', [number]);
  }
}

function countPending(connection: Connection): number {
  // bounded: the number is needed only to choose how much to do
  const row = connection.get(
    'SELECT count(*) AS n FROM (SELECT 1 FROM alert WHERE is_indexed = 0 LIMIT ?)',
    [FAR_BEHIND + 10 * BATCH],
  );
  return Number(row?.['n']);
}
