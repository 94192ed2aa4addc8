// Correlations over a stream of matches in event-time order. Windows slide with the events' own times and include both
// ends; a condition is asked at each event; nothing depends on the wall clock or on how the input is cut.
import type { Match } from '../detect/match.ts';
import type { SigmaCorrelation } from '../sigma/rule.ts';
import type { CorrelationFinding } from './finding.ts';
import type { CorrelatorLimits } from './limits.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { CorrelationState } from './window/correlation-state.ts';
import { createCorrelationState } from './window/correlation-state.ts';

export interface Correlator {
  /**
   * Takes the next match. Matches of one event come one after the other with the same `event` object: an event counts
   * once in a group however many referenced rules it matches.
   */
  push(match: Match): readonly CorrelationFinding[];
  /** Groups and events that a limit pushed out of an open window, and events that came too late for theirs. */
  readonly evictions: number;
}

const NOTHING: readonly CorrelationFinding[] = [];

export function createCorrelator(
  correlations: readonly SigmaCorrelation[],
  limits: Partial<CorrelatorLimits> = {},
): Correlator {
  const usage = { events: 0, held: 0, evictions: 0 };
  const byRule = new Map<string, CorrelationState[]>();
  for (const correlation of correlations) {
    const state = createCorrelationState(correlation, { ...DEFAULT_LIMITS, ...limits }, usage);
    for (const id of new Set(correlation.ruleIds)) {
      const states = byRule.get(id) ?? [];
      states.push(state);
      byRule.set(id, states);
    }
  }
  return {
    push(match) {
      const states = byRule.get(match.rule.id);
      if (states === undefined) return NOTHING;
      return states.map((state) => state.push(match)).filter((finding) => finding !== null);
    },
    get evictions() {
      return usage.evictions;
    },
  };
}

/** Ids of the rules that raise no alerts of their own: referenced, and by no correlation with `generate`. */
export function listSilentRuleIds(correlations: readonly SigmaCorrelation[]): ReadonlySet<string> {
  const silent = new Set(correlations.flatMap(({ ruleIds }) => ruleIds));
  for (const { generate, ruleIds } of correlations)
    if (generate) for (const id of ruleIds) silent.delete(id);
  return silent;
}
