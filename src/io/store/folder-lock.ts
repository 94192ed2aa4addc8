// The lock of a data folder. It is a transaction that stays open on a small database of its own: the kernel drops the
// file lock behind it however the process dies. Nobody else may open that file: closing any descriptor of it would drop
// the lock (fcntl(2), "record locks are automatically released ... if any file descriptor is closed").
import { existsSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { StoreError } from '../../ports/store.ts';
import { Connection } from './connection.ts';
import { storeError } from './store-fault.ts';
import { createFile, LOCK_FILE } from './store-files.ts';

export interface FolderLock {
  release(): void;
}

const SET_UP = `
  CREATE TABLE IF NOT EXISTS holder (one INTEGER PRIMARY KEY CHECK (one = 1), text TEXT NOT NULL);
`;

/** @throws StoreError `busy`, which names the process that holds the lock */
export function lockFolder(folder: string, nowMs: number): FolderLock {
  const path = join(folder, LOCK_FILE);
  try {
    return lock(path, nowMs);
  } catch (error) {
    if (!(error instanceof StoreError) || error.fault !== 'corrupt') throw error;
    // nobody holds what is no database, and nothing of worth is in it
    rmSync(path);
    return lock(path, nowMs);
  }
}

function lock(path: string, nowMs: number): FolderLock {
  if (!existsSync(path)) createFile(path, 0o600);
  // the wait bridges the moments in which another one writes its name
  const connection = new Connection(path, { busyMs: 250, setUp: '' });
  try {
    connection.write(() => {
      connection.exec(SET_UP);
      connection.run('INSERT OR REPLACE INTO holder VALUES (1, ?)', [describeHolder(nowMs)]);
    });
    connection.exec('BEGIN IMMEDIATE');
  } catch (error) {
    const holder = readHolder(connection);
    connection.close();
    if (!(error instanceof StoreError) || error.fault !== 'busy') throw error;
    throw storeError('busy', dirname(path), `soclite already runs there: ${holder}`, error);
  }
  return { release: () => connection.close() };
}

function describeHolder(nowMs: number): string {
  return `process ${process.pid} on ${hostname()} since ${new Date(nowMs).toISOString()}`;
}

function readHolder(connection: Connection): string {
  try {
    const text = connection.get('SELECT text FROM holder')?.['text'];
    return typeof text === 'string' ? text : 'a process that did not write its name yet';
  } catch {
    // it is being written, or the lock file is unreadable: the first error says more
    return 'an unknown process';
  }
}
