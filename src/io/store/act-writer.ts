// An act: read what stands, ask the life cycle, append the step, copy the status; in one transaction that is on disk
// when it returns.
import type { AlertAct, QueueAct } from '../../lifecycle/act.ts';
import { applyAct } from '../../lifecycle/apply-act.ts';
import { refuse } from '../../lifecycle/refusal.ts';
import { applyQueueAct } from '../../lifecycle/suppression.ts';
import type { ActResult } from '../../ports/store.ts';
import { readStatus } from './alert-row.ts';
import { takeChanges } from './change-counter.ts';
import type { Connection } from './connection.ts';
import { STATE_BITS, toStateBits } from './facet.ts';
import { appendStep, listStepsOf } from './step-log.ts';
import { toStored } from './stored-text.ts';
import { listSuppressions } from './suppression-list.ts';

export interface Actor {
  readonly name: string;
  readonly timeMs: number;
}

export interface ActOnAlert {
  readonly alertId: string;
  readonly act: AlertAct;
  readonly version: number | null;
}

/** Must run inside a transaction. */
export function actOnAlert(
  connection: Connection,
  { alertId, act, version }: ActOnAlert,
  { name, timeMs }: Actor,
): ActResult {
  const row = connection.get('SELECT number, status FROM alert WHERE id = ?', [alertId]);
  if (row === null) return { ...refuse('unknown-alert'), status: null };
  const steps = listStepsOf(connection, alertId, { afterSequence: 0, limit: -1 });
  const decision = applyAct(steps, act, { actor: name, timeMs, version });
  if (!decision.ok) return { ...decision, status: readStatus(row['status']) };
  const { status } = decision;
  const step = appendStep(connection, { alertId, act, actor: name, timeMs });
  connection.run(
    'UPDATE alert SET facet = (facet & ?) | ?, owner = ?, version = ?, status = ?, change = ? WHERE number = ?',
    [
      ~STATE_BITS,
      toStateBits(status.state),
      status.owner === null ? null : toStored(status.owner),
      status.version,
      JSON.stringify(status),
      takeChanges(connection, 1),
      Number(row['number']),
    ],
  );
  return { ok: true, step, status };
}

/** Must run inside a transaction. */
export function actOnQueue(
  connection: Connection,
  act: QueueAct,
  { name, timeMs }: Actor,
): ActResult {
  const decision = applyQueueAct(listSuppressions(connection), act, { actor: name, timeMs });
  if (!decision.ok) return { ...decision, status: null };
  const step = appendStep(connection, { alertId: null, act, actor: name, timeMs });
  return { ok: true, step, status: null };
}
