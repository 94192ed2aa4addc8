import type { SigmaDocument } from '../../sigma/rule.ts';
import type { CorrelationTerms } from '../alert.ts';

/** What a correlation counts, for those who read its alerts; null for a plain rule. */
export function findCorrelationTerms(rule: SigmaDocument): CorrelationTerms | null {
  if (rule.kind === 'rule') return null;
  const { type, field, groupBy, timespanMs, conditions } = rule;
  return { type, field, groupBy, timespanMs, conditions };
}
