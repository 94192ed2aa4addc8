import type { SavedGroup } from '../snapshot/saved.ts';
import type { WindowLog } from '../tally/tally.ts';
import type { GroupStore } from './group-store.ts';
import type { GroupWindow, Slot } from './group-window.ts';

export function saveGroups<Log extends WindowLog>(groups: GroupStore<Log>): readonly SavedGroup[] {
  return groups.list().map(([key, window]) => ({
    key,
    unit: window.group.unit,
    values: window.group.values,
    isActive: window.isActive,
    decidedMs: finiteOrNull(window.decidedMs),
    log: window.log.state().map(finiteOrNull),
    slots: window
      .list()
      .map(({ entry, isReported, isPending }) => ({ entry, isReported, isPending })),
  }));
}

interface Restored<Log extends WindowLog> {
  readonly window: GroupWindow<Log>;
  readonly slot: Slot;
}

/** Puts saved groups into an empty store; returns every slot. */
export function restoreGroups<Log extends WindowLog>(
  groups: GroupStore<Log>,
  saved: readonly SavedGroup[],
): readonly Restored<Log>[] {
  return saved.flatMap((group) => {
    const window = groups.insert(group.key, group);
    const slots = group.slots.map(({ entry, ...marks }) => groups.add(window, entry, marks));
    window.isActive = group.isActive;
    window.decidedMs = group.decidedMs ?? Number.NEGATIVE_INFINITY;
    window.log.restore(group.log.map((number) => number ?? Number.NEGATIVE_INFINITY));
    return slots.map((slot) => ({ window, slot }));
  });
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
