// A message as the formats see it: its news with the alerts as they stand when it is sent.
import type { Inventory } from '../layers/inventory.ts';
import type { KnownAlert } from '../lifecycle/news.ts';
import type { Language } from '../util/language.ts';
import type { Delivery } from './delivery.ts';
import type { Tally } from './digest.ts';
import { PROVINCE, type Item } from './item.ts';

export interface Notice {
  readonly id: string;
  readonly kind: Delivery['kind'] | 'test';
  readonly nowMs: number;
  readonly entries: readonly Entry[];
  readonly tally: Tally | null;
}

export interface Entry {
  readonly item: Item;
  /** Null = it was deleted since. */
  readonly known: KnownAlert | null;
}

/** What the formats need to know of the place where soclite runs. */
export interface NoticeLook {
  readonly inventory: Inventory;
  readonly language: Language;
  readonly zoneOffsetMinutes: number;
  readonly host: string;
  /** Version of soclite. */
  readonly program: string;
}

export function toNotice(
  { id, kind, items, tally }: Delivery,
  find: (alertId: string) => KnownAlert | null,
  nowMs: number,
): Notice {
  const entries = items.map((item) => ({ item, known: find(item.alertId) }));
  return { id, kind, nowMs, entries, tally };
}

/** The message by which a person tries a channel. */
export function testNotice(nowMs: number): Notice {
  return { id: `test:${nowMs}`, kind: 'test', nowMs, entries: [], tally: null };
}

export function unitName(unit: string | null, { inventory, language }: NoticeLook): string {
  if (unit === null) return language === 'vi' ? 'chưa xác định đơn vị' : 'unknown unit';
  if (unit === PROVINCE) return language === 'vi' ? 'Toàn tỉnh' : 'Province';
  return inventory.units.find(({ id }) => id === unit)?.name[language] ?? unit;
}

export function titleOf(item: Item, language: Language): string {
  return language === 'vi' ? (item.titleVi ?? item.title) : item.title;
}
