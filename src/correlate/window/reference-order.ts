import type { SigmaCorrelation } from '../../sigma/rule.ts';
import { invariant } from '../../util/invariant.ts';

/** Correlations behind those that they refer to, otherwise in their own order. A rule set holds no cycles. */
export function orderByReference(
  correlations: readonly SigmaCorrelation[],
): readonly SigmaCorrelation[] {
  const ids = new Set(correlations.map(({ id }) => id));
  const parents = new Map<string, SigmaCorrelation[]>();
  const missing = new Map<SigmaCorrelation, number>();
  for (const correlation of correlations) {
    const children = correlation.ruleIds.filter((id) => ids.has(id));
    missing.set(correlation, children.length);
    for (const id of children) {
      const known = parents.get(id) ?? [];
      known.push(correlation);
      parents.set(id, known);
    }
  }
  const ordered = correlations.filter((correlation) => missing.get(correlation) === 0);
  // grows while it is walked
  for (const { id } of ordered)
    for (const parent of parents.get(id) ?? []) {
      const left = (missing.get(parent) ?? 0) - 1;
      missing.set(parent, left);
      if (left === 0) ordered.push(parent);
    }
  invariant(ordered.length === correlations.length, 'correlations refer to each other in a cycle');
  return ordered;
}
