import type { Event, Fields } from '../../event/event.ts';
import type { SigmaRule } from '../../sigma/rule.ts';

/** A match as a correlation sees it: of an event, or of a correlation that it refers to. */
export interface Input {
  readonly ruleId: string;
  /** The event's fields; of a correlation its group values. */
  readonly fields: Fields;
  readonly unit: string | null;
  readonly units: readonly string[];
  readonly machines: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** An event to show, and the detection rule that it matched. */
export interface Evidence {
  readonly rule: SigmaRule;
  readonly event: Event;
}

/** Each event once, in order. Told apart by what they are: after a restart one event may be two objects. */
export function uniqueEvidence(evidence: readonly Evidence[]): readonly Evidence[] {
  const seen = new Set<string>();
  return evidence.filter(({ event: { origin, timeMs, raw } }) => {
    const key = JSON.stringify([origin.file, origin.line, timeMs, raw]);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}
