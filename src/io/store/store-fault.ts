import { StoreError, type StoreFault } from '../../ports/store.ts';

/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html) that come from the world and not from us. */
const FAULTS: ReadonlyMap<number, StoreFault> = new Map([
  [3, 'unavailable'], // PERM
  [5, 'busy'], // BUSY
  [6, 'busy'], // LOCKED
  [7, 'unavailable'], // NOMEM
  [8, 'unavailable'], // READONLY
  [10, 'unavailable'], // IOERR
  [11, 'corrupt'], // CORRUPT
  [13, 'full'], // FULL
  [14, 'unavailable'], // CANTOPEN
  [23, 'unavailable'], // AUTH
  [26, 'corrupt'], // NOTADB
]);

const ADVICE: Readonly<Record<StoreFault, string>> = {
  busy: 'another process holds it; try again',
  full: 'the disk or the quota is full; make room',
  unavailable: "check the folder's permissions and that its disk is mounted and writable",
  corrupt: 'run soclite doctor, and put the last backup in its place',
  version: 'use the newer soclite',
};

/** Faults of the world become a StoreError that names the file; anything else is a bug and stays what it is. */
export function toStoreError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof StoreError) return error;
  const fault = faultOf(error);
  return fault === undefined ? error : storeError(fault, path, error.message, error);
}

function faultOf(error: Error): StoreFault | undefined {
  const code = resultCode(error);
  if (code !== null) return FAULTS.get(code & 0xff);
  // an error of Node's file system
  if (!('syscall' in error && 'code' in error)) return undefined;
  return error.code === 'ENOSPC' || error.code === 'EDQUOT' ? 'full' : 'unavailable';
}

export function storeError(
  fault: StoreFault,
  path: string,
  reason: string,
  cause?: unknown,
): StoreError {
  return new StoreError(fault, `the store "${path}": ${reason} (${ADVICE[fault]})`, { cause });
}

function resultCode(error: Error): number | null {
  if ('rawCode' in error && typeof error.rawCode === 'number') return error.rawCode;
  // libsql tells a failed opening in words only: ConnectionFailed("Unable to open ...: 14")
  const words = /^ConnectionFailed\(.*: (\d+)"\)$/s.exec(error.message);
  return words === null ? null : Number(words[1]);
}
