import type { QueueStore, StoredAlert } from '../../ports/store.ts';

/** Whether an alert is the first of its kind. */
export interface SeenBefore {
  /** Earlier alerts of the rule in the unit, the latest first, at most `SHOWN`. */
  readonly inUnit: readonly StoredAlert[];
  readonly inUnitCount: number;
  /** The same in other units. */
  readonly elsewhere: readonly StoredAlert[];
  readonly elsewhereCount: number;
}

const SHOWN = 5;
/** Rows looked at for the few that are shown: most of a rule's latest alerts are of few units. */
const LOOKED_AT = 200;

export function findSeenBefore(store: QueueStore, { alert }: StoredAlert): SeenBefore {
  const { ruleId, unit, firstMs } = alert;
  const query = { ruleId, untilMs: firstMs, includesSuppressed: true };
  const earlier = store
    .list({ ...query, order: 'newest-first', limit: LOOKED_AT })
    .filter((other) => other.alert.id !== alert.id);
  const isHere = (other: StoredAlert): boolean => other.alert.unit === unit;
  const inUnitCount = Math.max(store.count({ ...query, unit }) - 1, 0);
  return {
    inUnit: earlier.filter(isHere).slice(0, SHOWN),
    inUnitCount,
    elsewhere: earlier.filter((other) => !isHere(other)).slice(0, SHOWN),
    elsewhereCount: Math.max(store.count(query) - 1 - inUnitCount, 0),
  };
}
