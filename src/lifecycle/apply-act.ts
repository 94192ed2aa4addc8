import type { AlertAct, AlertStatus, Step } from './act.ts';
import { checkActText, isGoodText, MAX_NAME_CHARS } from './act-text.ts';
import { countingSteps, statusAfter, stepOfState } from './history.ts';
import { refuse, type Refusal, type RefusalCode } from './refusal.ts';
import { isAllowedFrom } from './transitions.ts';

/** Who acts when, on an alert that they saw at which version. */
export interface ActRequest {
  readonly actor: string;
  readonly timeMs: number;
  /** The status' version that the actor saw; null = whatever it is. */
  readonly version: number | null;
}

export type ActDecision = { readonly ok: true; readonly status: AlertStatus } | Refusal;

/**
 * Whether an act is allowed, and where it leaves the alert. `steps` are all of this alert, oldest first; the new step
 * is appended by whoever stores it. Nothing is ever removed: an undo is a step too.
 */
export function applyAct(
  steps: readonly Step[],
  act: AlertAct,
  { actor, timeMs, version }: ActRequest,
): ActDecision {
  if (!isGoodText(actor, MAX_NAME_CHARS) || !checkActText(act)) return refuse('bad-text');
  if (version !== null && version !== steps.length) {
    return refuse('stale', steps[version] ?? steps.at(-1) ?? null);
  }
  const status = statusAfter(steps);
  if (act.kind === 'undo') {
    const fault = findUndoFault(steps, act.sequence, actor);
    if (fault !== null) return fault;
  } else if (!isAllowedFrom(status.state, act.kind)) {
    return refuse('wrong-state', stepOfState(steps));
  }
  const step = { sequence: 0, alertId: null, act, actor, timeMs, previousHash: '', hash: '' };
  return { ok: true, status: statusAfter([...steps, step]) };
}

/**
 * The step that `actor` may take back now: the alert's last one that still counts, when it is theirs. `withinMs`
 * bounds how long ago it was; left out, it may be taken back until another step follows.
 */
export function findUndoable(
  steps: readonly Step[],
  actor: string,
  limit?: { readonly nowMs: number; readonly withinMs: number },
): Step | null {
  const last = countingSteps(steps).at(-1);
  if (last?.actor !== actor) return null;
  return limit === undefined || limit.nowMs - last.timeMs <= limit.withinMs ? last : null;
}

function findUndoFault(steps: readonly Step[], sequence: number, actor: string): Refusal | null {
  const last = countingSteps(steps).at(-1) ?? null;
  const code = toUndoFault(last, sequence, actor);
  return code === null ? null : refuse(code, last);
}

function toUndoFault(last: Step | null, sequence: number, actor: string): RefusalCode | null {
  if (last === null) return 'nothing-to-undo';
  if (last.sequence !== sequence) return 'not-last-step';
  return last.actor === actor ? null : 'not-your-step';
}
