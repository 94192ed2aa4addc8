import type { Event, FieldValue } from '../../event/event.ts';
import type { WindowEntry } from '../window/group-window.ts';

/** A group's window as a snapshot has it. */
export interface SavedGroup {
  readonly key: string;
  readonly unit: string | null;
  readonly values: readonly { readonly field: string; readonly value: string }[];
  readonly isActive: boolean;
  /** Null for minus infinity, here and in `log`: JSON has none. */
  readonly decidedMs: number | null;
  readonly log: readonly (number | null)[];
  readonly slots: readonly SavedSlot[];
}

export interface SavedSlot {
  readonly entry: WindowEntry;
  readonly isReported: boolean;
  readonly isPending: boolean;
}

export interface SavedCorrelation {
  readonly id: string;
  /** Of the definition, the referenced rules' included: state of another definition is of no use. */
  readonly fingerprint: string;
  readonly nowMs: number | null;
  /** The one that was longest without a match first. */
  readonly groups: readonly SavedGroup[];
}

/** Evidence in text: the rule by id, the fields as pairs, because a map's keys may be `__proto__`. */
export interface SavedEvidence {
  readonly ruleId: string;
  readonly event: Omit<Event, 'fields'>;
  readonly fields: readonly (readonly [string, FieldValue])[];
}
