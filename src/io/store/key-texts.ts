// Texts by key: the service's state, and the notes of consumers.
import type { Connection } from './connection.ts';
import { fromStored, toStored } from './stored-text.ts';

type Table = 'state' | 'note';

export function readKey(connection: Connection, table: Table, key: string): string | null {
  const row = connection.get(`SELECT value FROM ${table} WHERE key = ?`, [key]);
  return row === null ? null : fromStored(row['value']);
}

/** Null removes the key. */
export function writeKey(
  connection: Connection,
  table: Table,
  [key, text]: readonly [string, string | null],
): void {
  if (text === null) connection.run(`DELETE FROM ${table} WHERE key = ?`, [key]);
  else connection.run(`INSERT OR REPLACE INTO ${table} VALUES (?, ?)`, [key, toStored(text)]);
}
