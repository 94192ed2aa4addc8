// The drafts in memory, by rule, unit and group key, and within one by the start of their windows.
import { toGroupingKey } from '../alert-id.ts';
import type { EarlierAlert, Recall } from '../recall.ts';
import type { AlertDraft } from './alert-draft.ts';
import type { GroupKey } from './group-key.ts';

/** What a draft stands under. */
export interface Spot extends Place {
  /** The same as one text. */
  readonly key: string;
}

interface Place {
  readonly ruleId: string;
  readonly unit: string | null;
  readonly groupKey: GroupKey;
}

export function toSpot(place: Place): Spot {
  return { ...place, key: toKey(place) };
}

/** What is known of one spot. */
interface Shelf {
  /** Ascending by start, then ordinal. */
  readonly drafts: AlertDraft[];
  /** Times for which nothing else is in the store, and the alert before them; null = not asked. */
  known: Known | null;
}

interface Known {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly before: EarlierAlert | null;
}

export class DraftIndex {
  readonly #shelves = new Map<string, Shelf>();
  readonly #byId = new Map<string, AlertDraft>();
  #hasKnown = false;

  get size(): number {
    return this.#byId.size;
  }

  /** Whether the store was asked of anything since `forgetKnown`. */
  get hasKnown(): boolean {
    return this.#hasKnown;
  }

  get(id: string): AlertDraft | undefined {
    return this.#byId.get(id);
  }

  all(): Iterable<AlertDraft> {
    return this.#byId.values();
  }

  /** The latest draft whose window has begun by then. */
  latest(spot: Spot, timeMs: number): AlertDraft | undefined {
    const drafts = this.#shelves.get(spot.key)?.drafts ?? [];
    return drafts[startedBy(drafts, timeMs) - 1];
  }

  add(draft: AlertDraft): void {
    if (this.#byId.has(draft.head.id)) return;
    const { drafts } = this.#shelf(toKey(draft.head));
    let at = startedBy(drafts, draft.head.windowStartMs);
    while (at > 0 && comparePlaces(drafts[at - 1], draft) > 0) at -= 1;
    drafts.splice(at, 0, draft);
    this.#byId.set(draft.head.id, draft);
  }

  remove(draft: AlertDraft): void {
    this.#byId.delete(draft.head.id);
    const key = toKey(draft.head);
    const shelf = this.#shelves.get(key);
    const at = shelf?.drafts.indexOf(draft) ?? -1;
    if (at >= 0) shelf?.drafts.splice(at, 1);
    if (shelf?.drafts.length === 0) this.#shelves.delete(key);
  }

  /**
   * Brings back what was forgotten of a spot around a time, unless that was done already. Returns the alert before
   * that time, of those that are not in memory.
   */
  bringBack(
    spot: Spot,
    time: { readonly ms: number; readonly windowMs: number },
    { recall, restore }: Restoring,
  ): EarlierAlert | null {
    const shelf = this.#shelf(spot.key);
    const { known } = shelf;
    if (known !== null && known.fromMs <= time.ms && time.ms <= known.untilMs) return known.before;
    const untilMs = time.ms + time.windowMs;
    const found = recall.find(toGroupingKey(spot), time.ms, untilMs);
    for (const each of found.drafts) if (!this.#byId.has(each.alert.id)) this.add(restore(each));
    shelf.known = { fromMs: time.ms, untilMs, before: found.before };
    this.#hasKnown = true;
    return found.before;
  }

  /** The store has changed: what was known of it is asked anew. */
  forgetKnown(): void {
    this.#hasKnown = false;
    for (const [key, shelf] of this.#shelves) {
      shelf.known = null;
      if (shelf.drafts.length === 0) this.#shelves.delete(key);
    }
  }

  saveKnown(): SavedKnown {
    return [...this.#shelves].flatMap(([key, { known }]) =>
      known === null ? [] : [[key, known] as const],
    );
  }

  restoreKnown(saved: SavedKnown): void {
    for (const [key, known] of saved) this.#shelf(key).known = known;
    this.#hasKnown = saved.length > 0;
  }

  #shelf(key: string): Shelf {
    const shelf = this.#shelves.get(key) ?? { drafts: [], known: null };
    this.#shelves.set(key, shelf);
    return shelf;
  }
}

export type SavedKnown = readonly (readonly [key: string, known: Known])[];

interface Restoring {
  readonly recall: Recall;
  readonly restore: (recalled: ReturnType<Recall['find']>['drafts'][number]) => AlertDraft;
}

/** JSON tells where each part ends, and null from "null". */
function toKey({ ruleId, unit, groupKey }: Place): string {
  return JSON.stringify([ruleId, unit, groupKey.map(({ field, value }) => [field, value])]);
}

function comparePlaces(a: AlertDraft | undefined, b: AlertDraft): number {
  if (a === undefined) return -1;
  return a.head.windowStartMs - b.head.windowStartMs || a.head.marks.ordinal - b.head.marks.ordinal;
}

/** How many windows of a list, ordered by start, have begun by then: a binary search, lists grow with the log. */
function startedBy(list: readonly AlertDraft[], timeMs: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle]?.head.windowStartMs ?? 0) <= timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
