import {
  createAlertGrouper,
  type AlertGrouper,
  type AlertGrouperOptions,
  type SavedGrouper,
} from '../alert/grouper.ts';
import { createCorrelator, listSilentRuleIds } from '../correlate/correlator.ts';
import type { CorrelationFinding } from '../correlate/finding.ts';
import type { CorrelatorSnapshot } from '../correlate/snapshot.ts';
import type { Event } from '../event/event.ts';
import { weighEvent } from '../event/weigh.ts';
import type { RuleSet, SigmaRule } from '../sigma/rule.ts';

/** An event and the rules that match it. */
export interface MatchedEvent {
  readonly event: Event;
  readonly rules: readonly SigmaRule[];
}

/** How many matches wait in memory to be sorted, by number and by size; more go to temporary files. */
export const SORT_LIMITS = {
  maxItemsInMemory: 20_000,
  maxWeightInMemory: 256 * 1024 * 1024,
  weigh: weighMatched,
} as const;

/** Rough bytes that a match holds in memory. */
export function weighMatched({ event }: MatchedEvent): number {
  return weighEvent(event);
}

/** Event-time order, then content: the same answer whatever the files are called and however they were read. */
export function compareMatched(a: MatchedEvent, b: MatchedEvent): number {
  return (
    a.event.timeMs - b.event.timeMs ||
    compareText(a.event.raw, b.event.raw) ||
    compareText(a.event.origin.file, b.event.origin.file) ||
    a.event.origin.line - b.event.origin.line
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Matches in event-time order in, alerts out: correlation, then grouping. */
export interface AlertRaiser {
  push(matched: MatchedEvent): void;
  /**
   * No match before `timeMs` will come: decides what waits for a window to close. Infinite = none at all. Returns
   * whether that raised anything.
   */
  advance(timeMs: number): boolean;
  readonly alerts: AlertGrouper;
  /** Correlation groups or events that were forgotten to stay within memory. */
  readonly evictions: number;
  /** Correlation groups that were dropped on restoring because their rules are gone or have changed. */
  readonly dropped: number;
  /** The state of the correlations; that of the alerts is `alerts.save()`. */
  saveCorrelations(): string;
}

export interface SavedRaiser {
  /** Null = none. */
  readonly correlations: CorrelatorSnapshot | null;
  readonly alerts: SavedGrouper;
}

export function createAlertRaiser(
  ruleSet: RuleSet,
  options: AlertGrouperOptions,
  saved: SavedRaiser | null = null,
): AlertRaiser {
  const correlator = createCorrelator(ruleSet, {}, saved?.correlations ?? null);
  const alerts = createAlertGrouper(options, saved?.alerts ?? null);
  const silent = listSilentRuleIds(ruleSet.correlations);
  const raise = (findings: readonly CorrelationFinding[]): boolean => {
    const loud = findings.filter(({ rule }) => !silent.has(rule.id));
    for (const finding of loud) alerts.push(finding);
    return loud.length > 0;
  };
  return {
    alerts,
    get evictions() {
      return correlator.evictions;
    },
    dropped: correlator.dropped,
    push({ event, rules }) {
      raise(correlator.push({ event, rules }));
      for (const rule of rules)
        if (!silent.has(rule.id)) alerts.push({ kind: 'event', rule, event });
    },
    advance: (timeMs) => raise(correlator.advance(timeMs)),
    saveCorrelations: () => correlator.snapshot(),
  };
}
