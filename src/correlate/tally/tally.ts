import type { SigmaCorrelation } from '../../sigma/rule.ts';

/** What a window's condition looks at of an event. */
export interface Sample {
  readonly timeMs: number;
  /** Order of arrival, among equal times. */
  readonly sequence: number;
  /** Positions in the correlation's `ruleIds` of the rules that it matched, ascending. */
  readonly rules: readonly number[];
  /** Distinct values, or tuples, of `value_count`. */
  readonly texts: readonly string[];
  /** Values of the numeric types. */
  readonly numbers: readonly number[];
}

/** The answer to a condition and the number that it was asked of. */
export interface Measure {
  readonly count: number;
  readonly isTrue: boolean;
}

/** Follows a window: samples enter at its end and leave at its start. */
export interface WindowLog {
  add(sample: Sample): void;
  remove(sample: Sample): void;
  /** What does not follow from the samples in the window; empty for most. */
  state(): readonly number[];
  restore(state: readonly number[]): void;
}

/** Keeps what a condition asks of a window, at hand at any time. */
export interface Tally extends WindowLog {
  measure(nowMs: number): Measure;
}

/** Makes the tallies of one correlation. */
export type TallyFactory = (correlation: SigmaCorrelation) => () => Tally;
