import type { SigmaDocument } from '../sigma/rule.ts';
import type { LoadedRules } from './load-rules.ts';

/**
 * The loaded documents that a person means by `words`: an id, a name, a title or a file, whole; else those whose title
 * or file name holds the words. Empty when there is none.
 */
export function findRules({ ruleSet }: LoadedRules, words: string): readonly SigmaDocument[] {
  const all: readonly SigmaDocument[] = [...ruleSet.rules, ...ruleSet.correlations];
  const exact = all.filter((rule) =>
    [rule.id, rule.name, rule.title, rule.at.file].some((name) => name === words),
  );
  if (exact.length > 0) return exact;
  const wanted = words.toLowerCase();
  return all.filter(
    (rule) =>
      rule.title.toLowerCase().includes(wanted) || rule.at.file.toLowerCase().includes(wanted),
  );
}
