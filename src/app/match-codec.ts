import type { Event, FieldValue } from '../event/event.ts';
import type { RuleSet, SigmaRule } from '../sigma/rule.ts';
import { invariant } from '../util/invariant.ts';
import type { MatchedEvent } from './detection.ts';

/** Text form of matches, for sorting more of them than memory holds. Lives only as long as one scan. */
export interface MatchCodec {
  encode(matched: MatchedEvent): string;
  decode(text: string): MatchedEvent;
}

interface StoredMatch {
  readonly event: Omit<Event, 'fields'>;
  readonly fields: readonly (readonly [string, FieldValue])[];
  readonly rules: readonly string[];
}

export function createMatchCodec(ruleSet: RuleSet): MatchCodec {
  const byId = new Map<string, SigmaRule>(ruleSet.rules.map((rule) => [rule.id, rule]));
  return {
    encode({ event, rules }) {
      const { fields, ...rest } = event;
      const stored: StoredMatch = {
        event: rest,
        fields: [...fields],
        rules: rules.map((rule) => rule.id),
      };
      return JSON.stringify(stored);
    },
    decode(text) {
      const stored = readStored(text);
      return {
        event: { ...stored.event, fields: new Map(stored.fields) },
        rules: stored.rules.map((id) => {
          const rule = byId.get(id);
          invariant(rule !== undefined, `spilled match of unknown rule "${id}"`);
          return rule;
        }),
      };
    },
  };
}

/** Trusts the text: this process wrote it moments ago. */
function readStored(text: string): StoredMatch {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own encoding, never a user's file
  return JSON.parse(text) as StoredMatch;
}
