import { invariant } from '../../util/invariant.ts';
import { type Commit, type ServiceStore, StoreError } from '../../ports/store.ts';
import { toGroupingDigest } from './alert-row.ts';
import { makeReady, type ReadyAlert, writeAlerts } from './alert-writer.ts';
import { takeChanges } from './change-counter.ts';
import type { Connection } from './connection.ts';
import type { FolderLock } from './folder-lock.ts';
import { writeKey } from './key-texts.ts';
import { createQueueStore } from './queue-store.ts';
import { indexPending } from './search-index.ts';
import { fromStored, toStored } from './stored-text.ts';

export function createServiceStore(connection: Connection, lock: FolderLock): ServiceStore {
  const queue = createQueueStore(connection);
  const committer = createCommitter(connection);
  return {
    ...queue,
    get lastChange() {
      return queue.lastChange;
    },
    commit: (commit) => committer.commit(commit),
    load: () => connection.read(() => load(connection)),
    findDrafts: (groupingKey, untilMs, limit) =>
      connection
        .all(
          `SELECT b.draft FROM alert a JOIN alert_body b ON b.alert = a.number
           WHERE a.grouping_key = ? AND a.window_start_ms <= ? ORDER BY a.window_start_ms DESC LIMIT ?`,
          [toGroupingDigest(groupingKey), untilMs, limit],
        )
        .map((row) => fromStored(row['draft'])),
    close() {
      // libsql leaves the log of a closed database to the next one who opens it
      connection.tryExec('PRAGMA wal_checkpoint(TRUNCATE)');
      connection.close();
      lock.release();
    },
  };
}

/**
 * Commits once what may have to be tried twice: an attempt can be on disk although it was reported as failed (a write
 * reached the disk, its confirmation did not), and its journal must not be appended again.
 */
function createCommitter(connection: Connection): { commit(commit: Commit): void } {
  let committed = readCommitNumber(connection);
  let failed: Commit | null = null;

  const apply = ({ state, journal, dropsJournal }: Commit, alerts: readonly ReadyAlert[]): void => {
    for (const entry of state) writeKey(connection, 'state', entry);
    if (dropsJournal) connection.run('DELETE FROM journal');
    if (journal !== null)
      connection.run('INSERT INTO journal (entry) VALUES (?)', [toStored(journal)]);
    writeAlerts(connection, alerts, takeChanges(connection, alerts.length));
    connection.run('UPDATE store SET commit_number = ?, longest_ms = max(longest_ms, ?)', [
      committed + 1,
      alerts.reduce(
        (most, { write: { alert } }) => Math.max(most, alert.lastMs - alert.firstMs),
        0,
      ),
    ]);
  };
  return {
    commit(commit) {
      const alerts = commit.alerts.map(makeReady);
      try {
        connection.write(() => {
          if (readCommitNumber(connection) === committed) apply(commit, alerts);
          else invariant(failed === commit, 'a commit that failed is tried again before another');
        });
      } catch (error) {
        failed = commit;
        throw error;
      }
      committed += 1;
      failed = null;
      tryIndexing(connection);
    },
  };
}

/** In a transaction of its own, so that others can write in between. */
function tryIndexing(connection: Connection): void {
  try {
    indexPending(connection);
  } catch (error) {
    // what is not indexed is searched by its text; what ails the store the next commit will say
    if (!(error instanceof StoreError)) throw error;
  }
}

function load(connection: Connection): ReturnType<ServiceStore['load']> {
  const state = connection.all('SELECT key, value FROM state');
  const journal = connection.all('SELECT entry FROM journal ORDER BY number');
  return {
    state: new Map(state.map((row) => [String(row['key']), fromStored(row['value'])])),
    journal: journal.map((row) => fromStored(row['entry'])),
  };
}

function readCommitNumber(connection: Connection): number {
  return Number(connection.get('SELECT commit_number FROM store')?.['commit_number']);
}
