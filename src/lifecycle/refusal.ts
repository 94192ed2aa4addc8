import type { Step } from './act.ts';

/** Why an act was refused; stable, the words are for those who show them. */
export type RefusalCode =
  | 'unknown-alert'
  /** Somebody did something since the actor looked. */
  | 'stale'
  /** The alert's state does not allow the act. */
  | 'wrong-state'
  /** Nothing of this alert can be taken back any more. */
  | 'nothing-to-undo'
  /** The step to take back is not the alert's last one. */
  | 'not-last-step'
  /** The step to take back is another person's. */
  | 'not-your-step'
  /** A reason, note or name that is missing, too long or not text. */
  | 'bad-text'
  | 'bad-suppression'
  | 'unknown-suppression'
  | 'already-lifted';

export interface Refusal {
  readonly ok: false;
  readonly code: RefusalCode;
  /** The step that was first, or that stands in the way; null when none does. */
  readonly first: Step | null;
}

export function refuse(code: RefusalCode, first: Step | null = null): Refusal {
  return { ok: false, code, first };
}
