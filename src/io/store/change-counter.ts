import type { Connection } from './connection.ts';

/** Takes `count` numbers and returns the first. Must run inside a transaction. */
export function takeChanges(connection: Connection, count: number): number {
  const first = readChange(connection) + 1;
  connection.run('UPDATE store SET change = change + ?', [count]);
  return first;
}

export function readChange(connection: Connection): number {
  return Number(connection.get('SELECT change FROM store')?.['change']);
}
