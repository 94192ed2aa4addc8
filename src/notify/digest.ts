// News gathered into one message: the most severe are listed, all are counted.
import { compareLevels } from '../alert/order.ts';
import type { Item } from './item.ts';

/** Why they were gathered: the route says so, a ceiling was reached, quiet hours, or the receiver is too slow. */
export type GatherKind = 'digest' | 'held' | 'quiet';

export interface Tally {
  readonly total: number;
  readonly bySeverity: readonly (readonly [severity: Item['severity'], count: number])[];
  /** At most `MAX_KEYS`; what others have is in `total` only. */
  readonly byUnit: readonly (readonly [unit: string | null, count: number])[];
  readonly byRule: readonly (readonly [ruleId: string, title: string, count: number])[];
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface Digest {
  readonly route: string;
  readonly kind: GatherKind;
  readonly channel: string;
  readonly openedMs: number;
  readonly dueMs: number;
  /** Listed: the most severe, of equals the first. */
  readonly items: readonly Item[];
  readonly tally: Tally;
}

const MAX_LISTED = 50;
const MAX_KEYS = 100;
const EMPTY: readonly [] = [];

export function openDigest(
  place: Pick<Digest, 'route' | 'kind' | 'channel' | 'dueMs'>,
  nowMs: number,
): Digest {
  return {
    ...place,
    openedMs: nowMs,
    items: EMPTY,
    tally: {
      total: 0,
      bySeverity: EMPTY,
      byUnit: EMPTY,
      byRule: EMPTY,
      fromMs: nowMs,
      untilMs: nowMs,
    },
  };
}

/** News that is listed already is not counted twice. */
export function gather(digest: Digest, item: Item): Digest {
  const { items, tally } = digest;
  if (items.some(({ id }) => id === item.id)) return digest;
  const last = items.at(-1);
  const isListed =
    items.length < MAX_LISTED ||
    (last !== undefined && compareLevels(item.severity, last.severity) > 0);
  const listed = isListed
    ? [...items, item].toSorted((a, b) => compareLevels(b.severity, a.severity))
    : items;
  return { ...digest, items: listed.slice(0, MAX_LISTED), tally: count(tally, item) };
}

function count(tally: Tally, { severity, unit, ruleId, title, timeMs }: Item): Tally {
  return {
    total: tally.total + 1,
    bySeverity: bump(
      tally.bySeverity,
      ([known]) => known === severity,
      ([known, n]) => [known, n + 1] as const,
      [severity, 1],
    ),
    byUnit: bump(
      tally.byUnit,
      ([known]) => known === unit,
      ([known, n]) => [known, n + 1] as const,
      [unit, 1],
    ),
    byRule: bump(
      tally.byRule,
      ([known]) => known === ruleId,
      ([known, name, n]) => [known, name, n + 1] as const,
      [ruleId, title, 1],
    ),
    fromMs: Math.min(tally.fromMs, timeMs),
    untilMs: Math.max(tally.untilMs, timeMs),
  };
}

function bump<Entry>(
  entries: readonly Entry[],
  isIt: (entry: Entry) => boolean,
  more: (entry: Entry) => Entry,
  first: Entry,
): readonly Entry[] {
  const at = entries.findIndex(isIt);
  const entry = entries[at];
  if (entry !== undefined) return entries.with(at, more(entry));
  return entries.length < MAX_KEYS ? [...entries, first] : entries;
}
