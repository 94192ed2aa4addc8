import { expect, test } from 'vitest';
import { retain } from '../../src/app/retention.ts';
import type { Inventory, System } from '../../src/layers/inventory.ts';
import { makeWrite } from '../support/alerts.ts';
import { createMemoryStores } from '../support/memory-store.ts';

const NOW_MS = Date.UTC(2026, 2, 31, 5);
const AN = { name: 'an', timeMs: NOW_MS };

const system = (id: string, unit: string, level: System['level']): System => ({
  id,
  unit,
  level,
  name: { vi: id, en: id },
  owner: null,
});

const unit = (id: string): Inventory['units'][number] => ({
  id,
  name: { vi: id, en: id },
  shortName: id,
  contact: null,
  parent: null,
  consoleGroups: [],
  isMonitored: true,
  hasAntiMalware: true,
});

const INVENTORY: Inventory = {
  name: 'tỉnh',
  units: ['cap-2', 'cap-3', 'may-cap-4', 'khong-ro'].map(unit),
  systems: [
    system('a', 'cap-2', 1),
    system('b', 'cap-2', 2),
    system('c', 'cap-3', 3),
    system('d', 'ttdl', 4),
  ],
  machines: [
    { name: 'm', aliases: [], addresses: [], unit: 'may-cap-4', system: 'd', role: 'server' },
  ],
  networks: [],
};

/** Of each unit a closed and an open alert on the last day that is over its time, and a closed one a second later. */
function makeStore(): ReturnType<ReturnType<typeof createMemoryStores>['openService']> {
  const store = createMemoryStores().openService('data');
  const floors: readonly (readonly [string | null, number])[] = [
    ['cap-2', Date.UTC(2026, 1, 28, 5)],
    ['cap-3', Date.UTC(2025, 11, 28, 5)],
    ['may-cap-4', Date.UTC(2025, 8, 28, 5)],
    ['khong-ro', Date.UTC(2025, 2, 28, 5)],
    [null, Date.UTC(2025, 8, 28, 5)],
    ['da-xoa-khoi-danh-muc', 0],
  ];
  const alerts = floors.flatMap(([id, floorMs]) => [
    makeWrite({ id: `closed-${id}`, unit: id, lastMs: floorMs - 1 }),
    makeWrite({ id: `open-${id}`, unit: id, lastMs: floorMs - 1 }),
    makeWrite({ id: `kept-${id}`, unit: id, lastMs: floorMs }),
  ]);
  store.commit({ state: new Map(), journal: null, dropsJournal: false, alerts });
  for (const { alert } of alerts) {
    if (alert.id.startsWith('open')) continue;
    const act = { kind: 'close', verdict: 'benign', reason: 'xong' } as const;
    expect(store.act({ alertId: alert.id, act, version: null }, AN).ok).toBe(true);
  }
  return store;
}

const ids = (store: ReturnType<typeof makeStore>): readonly string[] =>
  store.list({ limit: 99 }).map(({ alert }) => alert.id);

test('by unit, what is older than the level of its systems demands is deleted, and nothing else', () => {
  const store = makeStore();
  const before = ids(store);
  const options = { nowMs: NOW_MS, leastMonths: 0 };
  const counted = retain(INVENTORY, store, { ...options, isDryRun: true });
  expect(counted).toEqual([
    { unit: 'cap-2', level: 2, months: 1, keptFromMs: Date.UTC(2026, 1, 28, 5), alerts: 1 },
    { unit: 'cap-3', level: 3, months: 3, keptFromMs: Date.UTC(2025, 11, 28, 5), alerts: 1 },
    { unit: 'may-cap-4', level: 4, months: 6, keptFromMs: Date.UTC(2025, 8, 28, 5), alerts: 1 },
    { unit: 'khong-ro', level: null, months: 12, keptFromMs: Date.UTC(2025, 2, 28, 5), alerts: 1 },
    { unit: null, level: 4, months: 6, keptFromMs: Date.UTC(2025, 8, 28, 5), alerts: 1 },
  ]);
  expect(ids(store)).toEqual(before);
  expect(retain(INVENTORY, store, { ...options, isDryRun: false })).toEqual(counted);
  const gone = ['cap-2', 'cap-3', 'may-cap-4', 'khong-ro', 'null'].map((id) => `closed-${id}`);
  expect(ids(store)).toEqual(before.filter((id) => !gone.includes(id)));
  expect(store.steps({ limit: 99 })).toHaveLength(12);
  const again = retain(INVENTORY, store, { ...options, isDryRun: false });
  expect(again.map(({ alerts }) => alerts)).toEqual([0, 0, 0, 0, 0]);
});

test.each([
  { leastMonths: 2, months: [2, 3, 6, 12, 6] },
  { leastMonths: 24, months: [24, 24, 24, 24, 24] },
])('at least $leastMonths months never shortens a floor', ({ leastMonths, months }) => {
  const units = retain(INVENTORY, makeStore(), { nowMs: NOW_MS, leastMonths, isDryRun: true });
  expect(units.map((entry) => entry.months)).toEqual(months);
});
