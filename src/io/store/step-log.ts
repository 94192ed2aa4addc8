// The steps: appended, never changed.
import type { Step } from '../../lifecycle/act.ts';
import { chainStep, type ChainHead } from '../../lifecycle/chain.ts';
import type { Connection, Row } from './connection.ts';
import { fromStored, parseStored, toStored } from './stored-text.ts';

const COLUMNS = 'sequence, alert_id, act, actor, time_ms, previous_hash, hash';

/** Adds the next step of the chain. Must run inside a transaction. */
export function appendStep(
  connection: Connection,
  made: Pick<Step, 'alertId' | 'act' | 'actor' | 'timeMs'>,
): Step {
  const step = chainStep(readHead(connection), made);
  connection.run(`INSERT INTO step (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)`, [
    step.sequence,
    step.alertId,
    JSON.stringify(step.act),
    toStored(step.actor),
    step.timeMs,
    step.previousHash,
    step.hash,
  ]);
  return step;
}

/** Steps after a sequence number, the oldest first. */
export function listSteps(
  connection: Connection,
  { afterSequence, limit }: { readonly afterSequence: number; readonly limit: number },
): readonly Step[] {
  return connection
    .all(`SELECT ${COLUMNS} FROM step WHERE sequence > ? ORDER BY sequence LIMIT ?`, [
      afterSequence,
      limit,
    ])
    .map(toStep);
}

/** Steps on one alert, or with null those on none, the oldest first; `limit` -1 = all. */
export function listStepsOf(
  connection: Connection,
  alertId: string | null,
  { afterSequence, limit }: { readonly afterSequence: number; readonly limit: number },
): readonly Step[] {
  return connection
    .all(
      `SELECT ${COLUMNS} FROM step WHERE alert_id IS ? AND sequence > ? ORDER BY sequence LIMIT ?`,
      [alertId, afterSequence, limit],
    )
    .map(toStep);
}

function readHead(connection: Connection): ChainHead | null {
  const row = connection.get('SELECT sequence, hash FROM step ORDER BY sequence DESC LIMIT 1');
  return row === null ? null : { sequence: Number(row['sequence']), hash: String(row['hash']) };
}

function toStep(row: Row): Step {
  const alertId = row['alert_id'];
  return {
    sequence: Number(row['sequence']),
    alertId: typeof alertId === 'string' ? alertId : null,
    act: readAct(row['act']),
    actor: fromStored(row['actor']),
    timeMs: Number(row['time_ms']),
    previousHash: String(row['previous_hash']),
    hash: String(row['hash']),
  };
}

function readAct(value: unknown): Step['act'] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own encoding, never a user's file
  return parseStored(value) as Step['act'];
}
