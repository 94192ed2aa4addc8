import type { Event, FieldValue } from '../event/event.ts';
import type { RuleSet, SigmaRule } from '../sigma/rule.ts';
import { invariant } from '../util/invariant.ts';
import type { MatchedEvent } from './detection.ts';

/** Text form of matches, for sorting more of them than memory holds. Lives only as long as one scan. */
export interface MatchCodec {
  encode(matched: MatchedEvent): string;
  decode(text: string): MatchedEvent;
}

/** A match as JSON can hold it: the fields as pairs, because their names may be `__proto__`. */
export interface StoredMatch {
  readonly event: Omit<Event, 'fields'>;
  readonly fields: readonly (readonly [string, FieldValue])[];
  /** Ids. */
  readonly rules: readonly string[];
}

export type RulesById = ReadonlyMap<string, SigmaRule>;

export function indexRules(ruleSet: RuleSet): RulesById {
  return new Map(ruleSet.rules.map((rule) => [rule.id, rule]));
}

export function toStoredMatch({ event, rules }: MatchedEvent): StoredMatch {
  const { fields, ...rest } = event;
  return { event: rest, fields: [...fields], rules: rules.map((rule) => rule.id) };
}

/** The match again; rules that are no longer there are left out. */
export function fromStoredMatch(stored: StoredMatch, byId: RulesById): MatchedEvent {
  return {
    event: { ...stored.event, fields: new Map(stored.fields) },
    rules: stored.rules.map((id) => byId.get(id)).filter((rule) => rule !== undefined),
  };
}

export function createMatchCodec(ruleSet: RuleSet): MatchCodec {
  const byId = indexRules(ruleSet);
  return {
    encode: (matched) => JSON.stringify(toStoredMatch(matched)),
    decode(text) {
      const stored = readStored(text);
      const matched = fromStoredMatch(stored, byId);
      invariant(matched.rules.length === stored.rules.length, 'a spilled match of unknown rules');
      return matched;
    },
  };
}

/** Trusts the text: this process wrote it moments ago. */
function readStored(text: string): StoredMatch {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own encoding, never a user's file
  return JSON.parse(text) as StoredMatch;
}
