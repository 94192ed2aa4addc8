import { existsSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { StoreOpener } from '../../ports/store.ts';
import { backUp } from './backup.ts';
import { checkStore } from './check.ts';
import { Connection } from './connection.ts';
import { lockFolder } from './folder-lock.ts';
import { checkVersion, createSchema, migrate } from './migrations.ts';
import { createQueueStore } from './queue-store.ts';
import { createServiceStore } from './service-store.ts';
import { storeError, toStoreError } from './store-fault.ts';
import {
  adjustMode,
  checkExists,
  createFile,
  isFile,
  makeFolder,
  storeMode,
  storePath,
} from './store-files.ts';

/** The service waits this long for an act of a person; then its commit fails as `busy` and is tried again. */
const SERVICE_BUSY_MS = 1000;
const ACTOR_BUSY_MS = 5000;
/** 64 MiB of pages, 16 MiB of log before it is written back, and the log's file cut to 64 MiB after a flood. */
const SERVICE_SET_UP = `
  PRAGMA cache_size = -65536;
  PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864;
`;
/** A viewer writes the log back only when no service does. */
const VIEWER_SET_UP = `
  PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 16000; PRAGMA journal_size_limit = 67108864;
`;

/** Stores in data folders, one SQLite database each. */
export function createStores(nowMs: () => number): StoreOpener {
  return {
    openService(folder) {
      makeFolder(resolve(folder));
      const lock = lockFolder(folder, nowMs());
      try {
        const path = storePath(folder);
        if (!isFile(path)) createStore(path);
        adjustMode(path);
        const connection = new Connection(path, { busyMs: SERVICE_BUSY_MS, setUp: SERVICE_SET_UP });
        migrate(connection);
        connection.exec('PRAGMA journal_mode = WAL');
        return createServiceStore(connection, lock);
      } catch (error) {
        lock.release();
        throw error;
      }
    },
    openQueue(folder) {
      const path = storePath(folder);
      checkExists(path);
      const connection = new Connection(path, { busyMs: ACTOR_BUSY_MS, setUp: VIEWER_SET_UP });
      checkVersion(connection);
      return createQueueStore(connection);
    },
    check: (folder) => checkStore(storePath(folder)),
    backup: (folder, target) => backUp(storePath(folder), resolve(target)),
  };
}

/** Under another name first: a file of the store's name is always a whole store, and an empty one is damage. */
function createStore(path: string): void {
  const draft = `${path}.new`;
  try {
    if (existsSync(`${path}-wal`)) {
      throw storeError('corrupt', path, 'it is gone, but the log that belongs to it is there');
    }
    rmSync(draft, { force: true });
    createFile(draft, storeMode(path));
    const connection = new Connection(draft, { busyMs: 0, setUp: '' });
    createSchema(connection);
    connection.close();
    renameSync(draft, path);
  } catch (error) {
    throw toStoreError(error, path);
  }
}
