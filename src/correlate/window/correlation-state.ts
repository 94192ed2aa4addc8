import type { SigmaCorrelation } from '../../sigma/rule.ts';
import type { CorrelatorLimits } from '../limits.ts';
import type { CorrelatorObserver } from '../observer.ts';
import type { SavedGroup } from '../snapshot/saved.ts';
import type { Firing } from './firing.ts';
import type { Usage } from './group-store.ts';
import type { Input } from './input.ts';

/** One correlation and its groups. */
export interface CorrelationState {
  readonly correlation: SigmaCorrelation;
  /** Takes the matches of one moment. */
  push(inputs: readonly Input[], timeMs: number): readonly Firing[];
  /** When the next window closes that something hangs on; infinite when none does. */
  nextCloseMs(): number;
  /** Decides that window. */
  close(): readonly Firing[];
  /** Time of the latest match; minus infinity before the first. */
  nowMs(): number;
  save(): readonly SavedGroup[];
  restore(groups: readonly SavedGroup[], nowMs: number): void;
}

/** What a correlator's correlations share. */
export interface Shared {
  readonly limits: CorrelatorLimits;
  readonly usage: Usage;
  /** Null in normal runs. */
  readonly observer: CorrelatorObserver | null;
}
