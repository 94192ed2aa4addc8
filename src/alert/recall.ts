import type { Alert } from './alert.ts';

/** Finds what a grouper has forgotten after it was stored. */
export interface Recall {
  /** Drafts of a grouping key whose windows begin at or before `untilMs` and end after `fromMs`; and the one before. */
  find(groupingKey: string, fromMs: number, untilMs: number): RecalledDrafts;
}

export interface RecalledDrafts {
  /** The drafts whose windows overlap the times that were asked for. */
  readonly drafts: readonly RecalledDraft[];
  /** The latest draft whose window had ended by `fromMs`; null when there was none. */
  readonly before: EarlierAlert | null;
}

export interface RecalledDraft {
  readonly alert: Alert;
  /** What `GroupedAlert.draft` was. */
  readonly draft: string;
  /** Whether it stands closed now. */
  readonly isClosed: boolean;
}

/** An alert that a new one of its rule, unit and group key may repeat. */
export interface EarlierAlert {
  readonly id: string;
  readonly windowStartMs: number;
  readonly ordinal: number;
  readonly isClosed: boolean;
}
