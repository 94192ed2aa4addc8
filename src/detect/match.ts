import type { Event } from '../event/event.ts';
import type { SigmaRule } from '../sigma/rule.ts';

/** Which rules match an event. Two implementations must agree on everything: reference.ts and engine.ts. */
export interface Matcher {
  /** The rules that match, in the order in which they were given. Never throws on data. */
  match(event: Event): readonly SigmaRule[];
}

/** Why a rule matched: one line of evidence (product.md, guarantee 6). */
export interface FieldEvidence {
  /** Search identifier of the rule, `selection`. */
  readonly selection: string;
  /** Field name, or null for a keyword. */
  readonly field: string | null;
  /** The event's value as text. */
  readonly value: string;
  /** The item as written in the rule, `CommandLine|contains`. */
  readonly item: string;
}
