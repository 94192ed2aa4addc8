import type { Event } from '../event/event.ts';
import type { SigmaCorrelation, SigmaRule } from '../sigma/rule.ts';

/** What detection hands to alert/: a rule that matched an event, or a correlation that fired. */
export type Finding = EventFinding | CorrelationFinding;

export interface EventFinding {
  readonly kind: 'event';
  readonly rule: SigmaRule;
  readonly event: Event;
}

export interface CorrelationFinding {
  readonly kind: 'correlation';
  readonly rule: SigmaCorrelation;
  /** Values of `group-by`, in its order. */
  readonly group: readonly { readonly field: string; readonly value: string }[];
  /** The unit it counted within; null for province scope or when the events' unit is unknown. */
  readonly unit: string | null;
  /** The count (event_count) or number of distinct values (value_count) when it fired. */
  readonly count: number;
  /** Contributing events in event-time order, at most the correlator's evidence limit (the first ones and the last). */
  readonly events: readonly { readonly rule: SigmaRule; readonly event: Event }[];
  /** How many events contributed in all. */
  readonly eventCount: number;
  /** Units of all contributing events, sorted, unknown left out. */
  readonly units: readonly string[];
  readonly firstMs: number;
  readonly lastMs: number;
}
