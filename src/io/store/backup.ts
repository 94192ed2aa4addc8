// A copy of a store while others work in it: SQLite writes a consistent state of it, defragmented, into another file.
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Connection } from './connection.ts';
import { checkVersion } from './migrations.ts';
import { storeError, toStoreError } from './store-fault.ts';
import { checkExists, createFile } from './store-files.ts';

/** Resolves to the copy's size in bytes. The target appears whole or, after a kill, as an empty file beside its draft. */
export async function backUp(path: string, target: string): Promise<number> {
  checkExists(path);
  const connection = new Connection(path, { busyMs: 5000, setUp: '' });
  checkVersion(connection);
  reserve(target);
  const draft = `${target}.partial`;
  try {
    rmSync(draft, { force: true });
    createFile(draft, 0o600);
    connection.run('VACUUM INTO ?', [draft]);
    sync(draft);
    renameSync(draft, target);
    sync(dirname(target));
    return statSync(target).size;
  } catch (error) {
    rmSync(draft, { force: true });
    rmSync(target, { force: true });
    throw toStoreError(error, target);
  } finally {
    connection.close();
  }
}

/** Takes the name, so that nothing that is there is written over. */
function reserve(target: string): void {
  try {
    createFile(target, 0o600);
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    const reason = isThere ? 'the file exists; a backup overwrites nothing' : String(error);
    throw storeError('unavailable', target, reason, error);
  }
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
