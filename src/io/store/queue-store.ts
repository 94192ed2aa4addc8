import type { QueueQuery, QueueStore, RuleGroup, StoredAlert } from '../../ports/store.ts';
import { actOnAlert, actOnQueue } from './act-writer.ts';
import { STORED_COLUMNS, toStoredAlert } from './alert-row.ts';
import { findAlerts, foundAlerts, selectByRule } from './alert-search.ts';
import { readChange } from './change-counter.ts';
import type { Connection } from './connection.ts';
import { readKey, writeKey } from './key-texts.ts';
import { countClosedAlerts, deleteClosedAlerts } from './retention.ts';
import { listSteps, listStepsOf } from './step-log.ts';
import { fromStored } from './stored-text.ts';
import { countSuppressions } from './suppression-list.ts';

type Count = Omit<QueueQuery, 'limit' | 'offset' | 'order'>;

const SELECT_STORED = `SELECT ${STORED_COLUMNS} FROM alert a JOIN alert_body b ON b.alert = a.number`;
/** Characters of an id that are enough to look it up. */
const MIN_PREFIX_CHARS = 4;

export function createQueueStore(connection: Connection): QueueStore {
  return {
    list: (query) =>
      connection.read(() =>
        findAlerts(connection, query).flatMap((number) =>
          connection.all(`${SELECT_STORED} WHERE a.number = ?`, [number]).map(toStoredAlert),
        ),
      ),
    count: (query) => connection.read(() => countAlerts(connection, query)),
    get: (id) => getAlert(connection, id),
    groupByRule: (query) => connection.read(() => groupByRule(connection, query)),
    changedAfter: (change, limit) =>
      connection
        .all(`${SELECT_STORED} WHERE a.change > ? ORDER BY a.change LIMIT ?`, [change, limit])
        .map(toStoredAlert),
    get lastChange() {
      return readChange(connection);
    },
    act: (act, actor) =>
      connection.write(
        () =>
          act.alertId === null
            ? actOnQueue(connection, act.act, actor)
            : actOnAlert(connection, act, actor),
        'durable',
      ),
    steps({ alertId, afterSequence = 0, limit }) {
      const page = { afterSequence, limit };
      return alertId === undefined
        ? listSteps(connection, page)
        : listStepsOf(connection, alertId, page);
    },
    suppressions: () => connection.read(() => countSuppressions(connection)),
    readState: (key) => readKey(connection, 'state', key),
    readNote: (key) => readKey(connection, 'note', key),
    writeNote: (key, text) => connection.write(() => writeKey(connection, 'note', [key, text])),
    deleteClosedAlerts: (olderThanMs, unit, isDryRun) =>
      (isDryRun ? countClosedAlerts : deleteClosedAlerts)(connection, olderThanMs, unit),
    close: () => connection.close(),
  };
}

function countAlerts(connection: Connection, query: Count): number {
  const { sql, values } = foundAlerts(connection, query);
  return Number(connection.get(`SELECT count(*) AS n FROM (${sql})`, values)?.['n']);
}

/** The rules with the most alerts first. */
function groupByRule(connection: Connection, query: Count): readonly RuleGroup[] {
  const { sql, values } = selectByRule(connection, query);
  const rows = connection.all(
    `SELECT r.id, r.title, g.* FROM
       (SELECT a.rule, count(*) AS alerts, sum(a.count) AS findings, max(a.last_ms) AS last_ms
        ${sql} GROUP BY a.rule) g
     JOIN rule r ON r.number = g.rule `,
    values,
  );
  const groups = rows.map((row) => ({
    ruleId: fromStored(row['id']),
    title: fromStored(row['title']),
    alerts: Number(row['alerts']),
    findings: Number(row['findings']),
    lastMs: Number(row['last_ms']),
  }));
  // by the ids themselves: SQLite sorts texts and blobs apart
  return groups.toSorted((a, b) => b.alerts - a.alerts || (a.ruleId < b.ruleId ? -1 : 1));
}

function getAlert(connection: Connection, id: string): StoredAlert | null {
  const exact = connection.get(`${SELECT_STORED} WHERE a.id = ?`, [id]);
  if (exact !== null) return toStoredAlert(exact);
  if (id.length < MIN_PREFIX_CHARS) return null;
  // no id has a character above U+10FFFF's place in the order
  const found = connection.all(`${SELECT_STORED} WHERE a.id >= ? AND a.id < ? LIMIT 2`, [
    id,
    `${id}\u{10ffff}`,
  ]);
  const [only] = found;
  return found.length === 1 && only !== undefined ? toStoredAlert(only) : null;
}
