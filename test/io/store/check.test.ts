// What the doctor is told, and what a backup is.
import { closeSync, openSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import { verifyChain } from '../../../src/lifecycle/chain.ts';
import { createStores } from '../../../src/io/store/store-opener.ts';
import { StoreError, type Commit, type ServiceStore } from '../../../src/ports/store.ts';
import { makeWrite } from '../../support/alerts.ts';
import { createTempFolder } from '../../support/temp-folder.ts';

const stores = createStores(() => 0);
const AN = { name: 'an', timeMs: 1 };
const commitOf = (alerts: Commit['alerts'], state: readonly [string, string][] = []): Commit => ({
  state: new Map(state),
  journal: null,
  dropsJournal: false,
  alerts,
});

async function openWithSteps(): Promise<{ readonly folder: string; readonly store: ServiceStore }> {
  const folder = await createTempFolder();
  const store = stores.openService(folder);
  onTestFinished(() => store.close());
  store.commit(commitOf(['a', 'b', 'c'].map((id) => makeWrite({ id }))));
  for (const alertId of ['a', 'b', 'c', 'a']) {
    const act = { kind: 'note', text: `đã gọi ${alertId}` } as const;
    store.act({ alertId, act, version: null }, AN);
  }
  return { folder, store };
}

function execute(folder: string, sql: string): void {
  const database = new Database(join(folder, 'soclite.db'));
  database.exec(sql);
  database.close();
}

test('a sound store has no faults, also while a service holds it', async () => {
  const { folder } = await openWithSteps();
  expect(stores.check(folder)).toEqual([]);
});

test('no store', async () => {
  const folder = await createTempFolder();
  const faults = stores.check(folder);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(`${folder}/soclite.db": there is no store yet`);
});

const TAMPERINGS: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'a step that was changed',
    `UPDATE step SET actor = 'ai đó' WHERE sequence = 2`,
    ['the chain of steps is broken at step 2: tampered'],
  ],
  [
    'a step that was taken out',
    'DELETE FROM step WHERE sequence = 2',
    ['alert whose status does not fit its steps: b', 'the chain of steps is broken at step 2: gap'],
  ],
  [
    'steps that were cut off',
    'DELETE FROM step WHERE sequence > 3',
    ['alert whose status does not fit its steps: a'],
  ],
  [
    'a status that nobody gave',
    `UPDATE alert SET version = 9 WHERE id = 'c'`,
    ['alert whose status does not fit its steps: c'],
  ],
  [
    'a body that is gone',
    `DELETE FROM alert_body WHERE alert = (SELECT number FROM alert WHERE id = 'b')`,
    ['alert without its body: b'],
  ],
  [
    'a text that is gone',
    `DELETE FROM alert_text WHERE alert = (SELECT number FROM alert WHERE id = 'b')`,
    ['alert without its search text: b'],
  ],
  [
    'a rule that is gone',
    `DELETE FROM rule`,
    ['alert of an unknown rule: a', 'alert of an unknown rule: b', 'alert of an unknown rule: c'],
  ],
];

test.each(TAMPERINGS)('%s', async (_name, sql, faults) => {
  const { folder } = await openWithSteps();
  execute(folder, sql);
  expect(stores.check(folder)).toEqual(faults);
});

test('a damaged page is named', async () => {
  const { folder, store } = await openWithSteps();
  store.commit(commitOf(Array.from({ length: 200 }, (_, i) => makeWrite({ id: `x${i}` }))));
  store.close();
  const file = openSync(join(folder, 'soclite.db'), 'r+');
  const pages = Math.floor(statSync(join(folder, 'soclite.db')).size / 4096);
  for (let page = pages >> 1; page < pages; page += 1) {
    writeSync(file, Buffer.alloc(512, 0x41), 0, 512, page * 4096);
  }
  closeSync(file);
  const faults = stores.check(folder);
  expect(faults.length).toBeGreaterThan(0);
  for (const fault of faults) expect(fault).toContain('soclite.db');
});

test('a backup is the store at one moment, readable as a queue, while the service goes on', async () => {
  const { folder, store } = await openWithSteps();
  const target = join(folder, 'backup.db');
  const bytes = await stores.backup(folder, target);
  store.commit(commitOf([makeWrite({ id: 'later' })]));
  expect(statSync(target).size).toBe(bytes);
  expect(statSync(target).mode & 0o777).toBe(0o600);
  const copy = stores.openQueue(target);
  onTestFinished(() => copy.close());
  expect(copy.list({ limit: 9 }).map(({ alert }) => alert.id)).toEqual(['a', 'b', 'c']);
  expect(copy.list({ limit: 9, text: 'web SHELL' })).toHaveLength(3);
  const steps = copy.steps({ limit: 9 });
  expect(steps).toEqual(store.steps({ limit: 9 }));
  expect(verifyChain(steps).faults).toEqual([]);
  expect(stores.check(target)).toEqual([]);
});

test('a backup put in the place of a store goes on from there', async () => {
  const { folder, store } = await openWithSteps();
  store.commit(commitOf([], [['offsets', '12']]));
  const other = await createTempFolder();
  await stores.backup(folder, join(other, 'soclite.db'));
  const restored = stores.openService(other);
  onTestFinished(() => restored.close());
  expect(restored.load()).toEqual(store.load());
  restored.commit(commitOf([makeWrite({ id: 'd' })]));
  expect(restored.count({})).toBe(4);
});

test('a backup overwrites nothing and leaves nothing behind', async () => {
  const { folder } = await openWithSteps();
  const other = await createTempFolder();
  const target = join(other, 'b.db');
  writeFileSync(target, 'mine');
  await expect(stores.backup(folder, target)).rejects.toThrow(
    expect.objectContaining({ fault: 'unavailable', message: expect.stringContaining('exists') }),
  );
  const nowhere = join(other, 'none', 'b.db');
  await expect(stores.backup(folder, nowhere)).rejects.toBeInstanceOf(StoreError);
  await expect(stores.backup(other, join(other, 'c.db'))).rejects.toBeInstanceOf(StoreError);
  expect(readdirSync(other)).toEqual(['b.db']);
});
