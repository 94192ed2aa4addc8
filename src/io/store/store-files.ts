import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { storeError, toStoreError } from './store-fault.ts';

/** Files of a data folder. */
const STORE_FILE = 'soclite.db';
export const LOCK_FILE = 'soclite.lock';

/** Path of the database of a data folder; the path of a database itself (a backup) stays. */
export function storePath(folderOrFile: string): string {
  const path = resolve(folderOrFile);
  return isFile(path) ? path : join(path, STORE_FILE);
}

/** @throws StoreError when it cannot be known */
export function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch (error) {
    throw toStoreError(error, path);
  }
}

/** @throws StoreError */
export function checkExists(path: string): void {
  if (isFile(path)) return;
  throw storeError('unavailable', path, 'there is no store yet: soclite watch makes it');
}

/** For its owner alone, when it is made here. @throws StoreError */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw storeError('unavailable', path, `cannot make the folder: ${String(error)}`, error);
  }
}

/** A new empty file. @throws the file system's error; EEXIST when there is one */
export function createFile(path: string, mode: number): void {
  closeSync(openSync(path, 'wx', mode));
  // the process' mask may have taken the group's part away
  chmodSync(path, mode);
}

/** For its owner alone, and for the group where the owner let the group write into the folder (`chmod 2770`). */
export function storeMode(path: string): number {
  return (statSync(dirname(path)).mode & 0o020) === 0 ? 0o600 : 0o660;
}

/** A folder may have been given to a group after its store was made. */
export function adjustMode(path: string): void {
  const mode = storeMode(path);
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    if (!existsSync(file) || (statSync(file).mode & 0o777) === mode) continue;
    try {
      chmodSync(file, mode);
    } catch {
      // EPERM: another user's file; opening it says what may not be done
    }
  }
}
