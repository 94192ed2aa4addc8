import type { Event } from '../event/event.ts';
import type { SigmaCorrelation, SigmaRule } from '../sigma/rule.ts';

/** What detection hands to alert/: a rule that matched an event, or a correlation that fired. */
export type Finding = EventFinding | CorrelationFinding;

export interface EventFinding {
  readonly kind: 'event';
  readonly rule: SigmaRule;
  readonly event: Event;
}

/**
 * A correlation whose condition is true. The first finding of a window carries the events that made it true; while the
 * condition stays true each further event is a finding of its own. So every contributing event is in exactly one
 * finding, and the sum of `eventCount` is their number.
 */
export interface CorrelationFinding {
  readonly kind: 'correlation';
  readonly rule: SigmaCorrelation;
  /** Values of `group-by`, in its order. */
  readonly group: readonly { readonly field: string; readonly value: string }[];
  /** The unit it counted within; null for province scope or when the events' unit is unknown. */
  readonly unit: string | null;
  /**
   * What the condition was asked of: the events (event_count), distinct values (value_count) or distinct rules
   * (temporal types) in the window, or the sum, average or percentile of its values.
   */
  readonly count: number;
  /**
   * The new contributing events in event-time order, at most the correlator's evidence limit: the first ones and the
   * last. Where another correlation contributes, the events that it showed.
   */
  readonly events: readonly { readonly rule: SigmaRule; readonly event: Event }[];
  /** How many events are new; a contributing correlation counts as one. */
  readonly eventCount: number;
  /** Units of the new events, sorted, unknown left out. */
  readonly units: readonly string[];
  /** Machines of the new events, sorted, unknown left out, at most the correlator's limit. */
  readonly machines: readonly string[];
  /** Times of the earliest and the latest new event; the correlation holds from `lastMs` on. */
  readonly firstMs: number;
  readonly lastMs: number;
}
