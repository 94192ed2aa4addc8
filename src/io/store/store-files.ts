import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Files of a data folder. */
export const STORE_FILE = 'soclite.db';
export const LOCK_FILE = 'soclite.lock';

/** Path of the database of a data folder; the path of a database itself (a backup) stays. */
export function storePath(folderOrFile: string): string {
  const path = resolve(folderOrFile);
  return isFile(path) ? path : join(path, STORE_FILE);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
