import type { SigmaCorrelation, SigmaDocument } from '../sigma/rule.ts';

/** An event as an explanation names it. */
export interface ExplainedEvent {
  readonly file: string;
  readonly line: number;
  readonly timeMs: number;
}

/** What happened in a correlation while events went by. */
export interface CorrelationExplanation {
  readonly rule: SigmaCorrelation;
  /** How often its condition became true. */
  readonly firings: number;
  /** What it refers to, in its order, matches or not. */
  readonly references: readonly ReferenceExplanation[];
  /** Matches that no group counted, by rule and reason. */
  readonly leftOut: readonly LeftOutExplanation[];
  /** All groups that formed. */
  readonly groupCount: number;
  /** At most `MAX_GROUPS`: those whose condition became true first, then those that came nearest to it. */
  readonly groups: readonly GroupExplanation[];
}

export interface ReferenceExplanation {
  readonly rule: SigmaDocument;
  readonly matches: number;
  /** The first of them. */
  readonly events: readonly ExplainedEvent[];
}

export interface LeftOutExplanation {
  readonly rule: SigmaDocument;
  /** No value in a field of `group-by`, or none to count or calculate with in a field of `condition`. */
  readonly reason: 'group-field-missing' | 'value-missing';
  /** As the rule calls it. */
  readonly field: string;
  /** The name in the first of the events that was most likely meant. */
  readonly nearestField: string | null;
  readonly matches: number;
  readonly events: readonly ExplainedEvent[];
}

export interface GroupExplanation {
  readonly unit: string | null;
  readonly values: readonly { readonly field: string; readonly value: string }[];
  /** Matches that the group counted in all its windows; those of one moment are one. */
  readonly matches: number;
  readonly firings: number;
  readonly window: WindowExplanation;
}

/** The window in which the condition was true, or came nearest to it. */
export interface WindowExplanation {
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
  readonly isTrue: boolean;
  readonly eventCount: number;
  /** The first and the last of them, at most `MAX_WINDOW_EVENTS`. */
  readonly events: readonly WindowEvent[];
  /** Rules that the condition needs and that did not match. */
  readonly missing: readonly SigmaDocument[];
  /** Rules that matched, but not after those that stand before them. */
  readonly misplaced: readonly SigmaDocument[];
  /** Rules that must not match, and did. */
  readonly unwanted: readonly SigmaDocument[];
  /** Distinct values of `value_count`, and the figures of other `value_*` types; at most `MAX_WINDOW_VALUES`. */
  readonly values: readonly string[];
  readonly valueCount: number;
}

export interface WindowEvent extends ExplainedEvent {
  readonly rules: readonly SigmaDocument[];
}

/** Groups that an explanation shows. */
export const MAX_GROUPS = 100;
/** Events of a rule, or of those that were left out, that an explanation shows. */
export const MAX_EVENTS = 10;
export const MAX_WINDOW_EVENTS = 20;
export const MAX_WINDOW_VALUES = 20;
