// Writes alerts as the service commits them. What people made of an alert (its status) is never touched here.
import type { Alert } from '../../alert/alert.ts';
import type { AlertWrite } from '../../ports/store.ts';
import { toGroupingDigest } from './alert-row.ts';
import type { Connection, Row, SqlValue } from './connection.ts';
import { STATE_BITS, toFacet } from './facet.ts';
import { toSearchText } from './search-text.ts';
import { bytesOf, toStored } from './stored-text.ts';

export interface AlertWriter {
  /** Inserts or updates one alert under a change number. Must run inside a transaction. */
  write(alert: AlertWrite, change: number): void;
}

/** Columns that hardly ever change after the first writing: indexes of them stay untouched by the short update. */
const STEADY = ['rule', 'unit', 'first_ms', 'facet'] as const;

export function createAlertWriter(connection: Connection): AlertWriter {
  return {
    write(write, change) {
      const { alert } = write;
      const known = connection.get(`SELECT number, ${STEADY.join(', ')} FROM alert WHERE id = ?`, [
        alert.id,
      ]);
      const steady = listSteady(write, ruleNumber(connection, alert), stateBits(known));
      const moving = [alert.lastMs, alert.count, write.suppressedBy, write.recurrenceOf, change];
      if (known === null) {
        insert(connection, write, [...steady, ...moving]);
        return;
      }
      const number = Number(known['number']);
      connection.run(
        `UPDATE alert SET last_ms = ?, count = ?, suppressed_by = ?, recurrence_of = ?, change = ?, is_indexed = 0
         WHERE number = ?`,
        [...moving, number],
      );
      if (STEADY.some((column, i) => !isSame(known[column], steady[i] ?? null))) {
        connection.run(
          `UPDATE alert SET ${STEADY.map((column) => `${column} = ?`).join(', ')} WHERE number = ?`,
          [...steady, number],
        );
      }
      writeParts(connection, number, write);
    },
  };
}

function insert(connection: Connection, write: AlertWrite, values: readonly SqlValue[]): void {
  const { alert, groupingKey } = write;
  const { lastInsertRowid } = connection.run(
    `INSERT INTO alert (${STEADY.join(', ')}, last_ms, count, suppressed_by, recurrence_of, change,
       id, window_start_ms, grouping_key)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [...values, alert.id, alert.windowStartMs, toGroupingDigest(groupingKey)],
  );
  writeParts(connection, Number(lastInsertRowid), write);
}

function writeParts(connection: Connection, number: number, { alert, draft }: AlertWrite): void {
  connection.run('INSERT OR REPLACE INTO alert_body VALUES (?, ?, ?)', [
    number,
    JSON.stringify(alert),
    toStored(draft),
  ]);
  connection.run('INSERT OR REPLACE INTO alert_text VALUES (?, ?)', [number, toSearchText(alert)]);
  if (!alert.isProvince) return;
  for (const unit of alert.units)
    connection.run('INSERT OR IGNORE INTO province_unit VALUES (?, ?)', [toStored(unit), number]);
}

function listSteady(
  { alert, suppressedBy }: AlertWrite,
  rule: number,
  state: number,
): readonly SqlValue[] {
  const unit = alert.isProvince ? '' : alert.unit;
  const facet = toFacet(alert, suppressedBy !== null) | state;
  return [rule, unit === null ? null : toStored(unit), alert.firstMs, facet];
}

/** What people made of it stays. */
function stateBits(known: Row | null): number {
  return known === null ? 0 : Number(known['facet']) & STATE_BITS;
}

function isSame(stored: unknown, value: SqlValue): boolean {
  if (value instanceof Uint8Array) return bytesOf(stored)?.equals(value) === true;
  return stored === value;
}

/** The number that stands for a rule; its title is the latest alert's. */
function ruleNumber(connection: Connection, { ruleId, title }: Alert): number {
  const id = toStored(ruleId);
  const stored = toStored(title);
  const known = connection.get('SELECT number, title FROM rule WHERE id = ?', [id]);
  if (known !== null && isSame(known['title'], stored)) return Number(known['number']);
  if (known !== null) {
    connection.run('UPDATE rule SET title = ? WHERE number = ?', [stored, Number(known['number'])]);
    return Number(known['number']);
  }
  return Number(
    connection.run('INSERT INTO rule (id, title) VALUES (?, ?)', [id, stored]).lastInsertRowid,
  );
}
