import { LEVELS, type Level } from '../sigma/rule.ts';
import { foldText } from '../util/text-fold.ts';
import type { RuleRecord } from './rule-record.ts';

/** A search over rules; null and empty lists ask for nothing. */
export interface RuleQuery {
  /** All must be found in title, Vietnamese title, id, tags, log source or file; without case and marks. */
  readonly words: readonly string[];
  readonly layer: number | null;
  /** This level or above. */
  readonly level: Level | null;
  /** Each must be a tag of the rule, or the front of one up to a dot (`attack.t1059` finds `attack.t1059.001`). */
  readonly tags: readonly string[];
}

export function matchesRuleQuery(record: RuleRecord, query: RuleQuery): boolean {
  return (
    (query.layer === null || record.layer === query.layer) &&
    (query.level === null || rank(record.level) >= rank(query.level)) &&
    query.tags.every((tag) => hasTag(record, tag.toLowerCase())) &&
    matchesWords(record, query.words)
  );
}

/** A refused rule has no level and is below all. */
function rank(level: string | null): number {
  return LEVELS.findIndex((name) => name === level);
}

function hasTag({ tags }: RuleRecord, wanted: string): boolean {
  return tags.some((tag) => {
    const lower = tag.toLowerCase();
    return lower === wanted || lower.startsWith(`${wanted}.`);
  });
}

function matchesWords(record: RuleRecord, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const { title, title_vi, id, tags, logsource, file } = record;
  const text = foldText(
    [title, title_vi, id, ...tags, ...logsource, file].filter((part) => part !== null).join('\n'),
  );
  return words.every((word) => text.includes(foldText(word)));
}
