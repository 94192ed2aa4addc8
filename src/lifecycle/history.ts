// An alert's steps, read: what still counts after all undoing, and where that leaves the alert.
import type { AlertAct, AlertStatus, QueueAct, Step } from './act.ts';
import { TRANSITIONS, type TransitionAct } from './transitions.ts';

export type TransitionStep = Step & { readonly act: AlertAct & { readonly kind: TransitionAct } };

/** An alert that nobody has touched. */
export const UNTOUCHED: AlertStatus = {
  state: 'new',
  owner: null,
  escalatedTo: null,
  ticket: null,
  verdict: null,
  reason: null,
  version: 0,
  sinceMs: null,
};

/** The steps that were not taken back, oldest first; an undo of a step that does not count changes nothing. */
export function countingSteps(steps: readonly Step[]): readonly TransitionStep[] {
  const counting: TransitionStep[] = [];
  for (const step of steps) {
    if (step.act.kind === 'undo') {
      if (counting.at(-1)?.sequence === step.act.sequence) counting.pop();
    } else if (isTransitionStep(step)) counting.push(step);
  }
  return counting;
}

/** Where an alert stands after its steps, oldest first. The one truth: a stored status is a copy of it. */
export function statusAfter(steps: readonly Step[]): AlertStatus {
  const status = countingSteps(steps).reduce(takeStep, UNTOUCHED);
  return { ...status, version: steps.length };
}

/** The step that brought the alert to its state; null while it is untouched. */
export function stepOfState(steps: readonly Step[]): Step | null {
  return countingSteps(steps).findLast(({ act }) => TRANSITIONS[act.kind].to !== null) ?? null;
}

function takeStep(status: AlertStatus, { act, actor, timeMs }: TransitionStep): AlertStatus {
  const next = toNext(status, act, actor);
  const sinceMs = next.state === status.state ? (status.sinceMs ?? null) : timeMs;
  return { ...next, version: status.version + 1, sinceMs };
}

/** The one who acts on an alert that nobody owns has it; who hands it on or closes it does not take it from its owner. */
function toNext(status: AlertStatus, act: TransitionStep['act'], actor: string): AlertStatus {
  const owner = status.owner ?? actor;
  switch (act.kind) {
    case 'ack':
      return { ...status, state: 'acked', owner: actor };
    case 'escalate':
      return { ...status, state: 'escalated', owner, escalatedTo: act.to, ticket: act.ticket };
    case 'close':
      return { ...status, state: 'closed', owner, verdict: act.verdict, reason: act.reason };
    case 'reopen':
    case 'release':
      return { ...UNTOUCHED, reason: act.reason, version: status.version };
    case 'note':
      return status;
  }
}

function isTransitionStep(step: Step): step is TransitionStep {
  return isTransition(step.act);
}

function isTransition(act: AlertAct | QueueAct): boolean {
  // own keys only: a row that was tampered with may name any kind
  return Object.hasOwn(TRANSITIONS, act.kind);
}
