import type { SigmaCorrelation } from '../sigma/rule.ts';
import type { Contribution, Group } from './window/contribution.ts';
import type { WindowEntry } from './window/group-window.ts';
import type { Input } from './window/input.ts';

/** Hears what a correlator does, for `rules explain`; it changes nothing. */
export interface CorrelatorObserver {
  /** Matches of one moment reached a correlation; `counted` is what of them its groups take. */
  received(correlation: SigmaCorrelation, moment: ReceivedMoment): void;
  /** What one moment adds to a group has become an entry of its window. */
  entered(correlation: SigmaCorrelation, entry: EnteredEntry): void;
  /** The condition was asked of a group's window. */
  asked(correlation: SigmaCorrelation, window: AskedWindow): void;
}

export interface ReceivedMoment {
  readonly inputs: readonly Input[];
  readonly counted: readonly Contribution[];
}

export interface EnteredEntry {
  readonly contribution: Contribution;
  readonly entry: WindowEntry;
}

export interface AskedWindow {
  readonly group: Pick<Group, 'unit' | 'values'>;
  /** Both ends included. */
  readonly fromMs: number;
  readonly toMs: number;
  /** What the condition was asked of; of rules in order that are not complete, how many of them there are. */
  readonly count: number;
  readonly isTrue: boolean;
  /** It has just become true: a match for correlations of correlations. */
  readonly isStart: boolean;
  /** Conditions with `not` only. */
  readonly alternatives: readonly JudgedAlternative[];
}

/** An alternative of a condition with `not`, by positions in `ruleIds`. */
export interface JudgedAlternative {
  /** Had to match in the window, in their order where that is asked, and did not. */
  readonly missing: readonly number[];
  /** Must not have matched near it, and did. */
  readonly unwanted: readonly number[];
}
