// Writes alerts as the service commits them. What people made of an alert (its status) is never touched here.
import type { Alert } from '../../alert/alert.ts';
import type { AlertWrite } from '../../ports/store.ts';
import { toGroupingDigest } from './alert-row.ts';
import type { Connection, Row, SqlValue } from './connection.ts';
import { STATE_BITS, toFacet } from './facet.ts';
import { toSearchText } from './search-text.ts';
import { bytesOf, toStored } from './stored-text.ts';

/** An alert made ready outside of the transaction, during which others wait to write. */
export interface ReadyAlert {
  readonly write: AlertWrite;
  readonly body: string;
  readonly draft: SqlValue;
  readonly text: string;
  readonly groupingKey: Uint8Array;
}

export function makeReady(write: AlertWrite): ReadyAlert {
  return {
    write,
    body: JSON.stringify(write.alert),
    draft: toStored(write.draft),
    text: toSearchText(write.alert),
    groupingKey: toGroupingDigest(write.groupingKey),
  };
}

/** Columns that hardly ever change after the first writing: indexes of them stay untouched by the short update. */
const STEADY = ['rule', 'unit', 'first_ms', 'facet'] as const;

/** Inserts or updates alerts; each gets a change number, `change` and those after it. Must run inside a transaction. */
export function writeAlerts(
  connection: Connection,
  alerts: readonly ReadyAlert[],
  change: number,
): void {
  const rules = new Map<string, number>();
  for (const [i, ready] of alerts.entries()) {
    const { alert } = ready.write;
    const rule = rules.get(alert.ruleId) ?? ruleNumber(connection, alert);
    rules.set(alert.ruleId, rule);
    writeAlert(connection, ready, { rule, change: change + i });
  }
}

function writeAlert(
  connection: Connection,
  ready: ReadyAlert,
  { rule, change }: { readonly rule: number; readonly change: number },
): void {
  const { alert, suppressedBy, recurrenceOf } = ready.write;
  const known = connection.get(`SELECT number, ${STEADY.join(', ')} FROM alert WHERE id = ?`, [
    alert.id,
  ]);
  const steady = listSteady(ready.write, rule, stateBits(known));
  const moving = [alert.lastMs, alert.count, suppressedBy, recurrenceOf, change];
  if (known === null) {
    insert(connection, ready, [...steady, ...moving]);
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
  writeParts(connection, number, ready);
}

function insert(connection: Connection, ready: ReadyAlert, values: readonly SqlValue[]): void {
  const { alert } = ready.write;
  const { lastInsertRowid } = connection.run(
    `INSERT INTO alert (${STEADY.join(', ')}, last_ms, count, suppressed_by, recurrence_of, change,
       id, window_start_ms, grouping_key)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [...values, alert.id, alert.windowStartMs, ready.groupingKey],
  );
  writeParts(connection, Number(lastInsertRowid), ready);
}

function writeParts(
  connection: Connection,
  number: number,
  { write: { alert }, body, draft, text }: ReadyAlert,
): void {
  connection.run('INSERT OR REPLACE INTO alert_body VALUES (?, ?, ?)', [number, body, draft]);
  connection.run('INSERT OR REPLACE INTO alert_text VALUES (?, ?)', [number, text]);
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
