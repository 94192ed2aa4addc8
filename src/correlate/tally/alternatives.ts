import type { SigmaCorrelation } from '../../sigma/rule.ts';

/** An alternative of a temporal condition, by positions in `ruleIds`. */
export interface IndexedAlternative {
  readonly present: readonly number[];
  readonly absent: readonly number[];
}

export function indexAlternatives({
  alternatives,
  ruleIds,
}: SigmaCorrelation): readonly IndexedAlternative[] {
  const toIndex = (id: string): number => ruleIds.indexOf(id);
  return alternatives.map(({ present, absent }) => ({
    present: present.map(toIndex),
    absent: absent.map(toIndex),
  }));
}
