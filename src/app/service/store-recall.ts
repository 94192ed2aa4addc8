import { readDraftText } from '../../alert/draft-text.ts';
import type { EarlierAlert, Recall, RecalledDraft } from '../../alert/recall.ts';
import type { ServiceStore } from '../../ports/store.ts';
import { invariant } from '../../util/invariant.ts';

/** More windows of one rule, unit and group key do not overlap: each begins where a person closed the one before. */
const PAGE = 32;

/** Finds stored alerts again for the grouper. */
export function createStoreRecall(store: Pick<ServiceStore, 'findDrafts' | 'get'>): Recall {
  const isClosed = (id: string): boolean => store.get(id)?.status.state === 'closed';
  return {
    find(groupingKey, fromMs, untilMs) {
      const around = store.findDrafts(groupingKey, untilMs, PAGE);
      const texts =
        around.length < PAGE ? around : [...around, ...store.findDrafts(groupingKey, fromMs, PAGE)];
      const found = new Map(texts.map((text) => [text, readDraftText(text)]));
      const drafts: RecalledDraft[] = [];
      let before: Omit<EarlierAlert, 'isClosed'> | null = null;
      for (const [draft, { id, windowStartMs, windowMs, ordinal }] of found) {
        if (windowStartMs + windowMs > fromMs) {
          const stored = store.get(id);
          invariant(stored !== null, `alert ${id} has a draft and is not stored`);
          drafts.push({ alert: stored.alert, draft, isClosed: stored.status.state === 'closed' });
        } else if (before === null || isLater({ windowStartMs, ordinal }, before)) {
          before = { id, windowStartMs, ordinal };
        }
      }
      return {
        drafts,
        before: before === null ? null : { ...before, isClosed: isClosed(before.id) },
      };
    },
  };
}

type Place = Pick<EarlierAlert, 'windowStartMs' | 'ordinal'>;

function isLater(a: Place, b: Place): boolean {
  return (a.windowStartMs - b.windowStartMs || a.ordinal - b.ordinal) > 0;
}
