import type { SigmaDocument } from '../../sigma/rule.ts';
import type { CorrelationTerms } from '../alert.ts';

/** What a correlation counts, for those who read its alerts; null for a plain rule. */
export function findCorrelationTerms(rule: SigmaDocument): CorrelationTerms | null {
  if (rule.kind === 'rule') return null;
  const { type, fields, groupBy, timespanMs, conditions } = rule;
  const field = fields.length === 0 ? null : fields.join(', ');
  return { type, field, groupBy, timespanMs, conditions };
}
