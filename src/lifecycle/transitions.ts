// Which act is allowed from which state, and where it leads: the one table of the life cycle.
import type { AlertAct, AlertState } from './act.ts';

export type TransitionAct = Exclude<AlertAct['kind'], 'undo'>;

interface Transition {
  readonly from: readonly AlertState[];
  /** Null = the state stays. */
  readonly to: AlertState | null;
}

/**
 * `escalate` also hands an escalated alert on, to the next desk. `close` takes every open state: what is plainly a
 * false alarm needs no hand-over first. `undo` stands in no table: it leads to where the alert was.
 */
export const TRANSITIONS = {
  ack: { from: ['new'], to: 'acked' },
  escalate: { from: ['new', 'acked', 'escalated'], to: 'escalated' },
  close: { from: ['new', 'acked', 'escalated'], to: 'closed' },
  reopen: { from: ['closed'], to: 'new' },
  release: { from: ['acked', 'escalated'], to: 'new' },
  note: { from: ['new', 'acked', 'escalated', 'closed'], to: null },
} as const satisfies Record<TransitionAct, Transition>;

export function isAllowedFrom(state: AlertState, kind: TransitionAct): boolean {
  const { from }: Transition = TRANSITIONS[kind];
  return from.includes(state);
}
