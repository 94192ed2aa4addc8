// Faults of the world: what is said, that nothing is written, and that the same store goes on when the cause is gone.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import Database from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import { Connection } from '../../../src/io/store/connection.ts';
import { createServiceStore } from '../../../src/io/store/service-store.ts';
import { createStores } from '../../../src/io/store/store-opener.ts';
import { StoreError, type Commit, type ServiceStore } from '../../../src/ports/store.ts';
import { makeWrite } from '../../support/alerts.ts';
import { createTempFolder } from '../../support/temp-folder.ts';

const stores = createStores(() => 0);
const isRoot = process.getuid?.() === 0;

const commitOf = (number: number, bytes = 0): Commit => ({
  state: new Map([
    ['number', String(number)],
    ['padding', 'x'.repeat(bytes)],
  ]),
  journal: `j${number}`,
  dropsJournal: false,
  alerts: [makeWrite({ id: `a-${number}` })],
});

function faultOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof StoreError) return error.fault;
    throw error;
  }
  return 'none';
}

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof StoreError) return error.message;
    throw error;
  }
  return 'none';
}

/** What stands after commits 1 and 2, of which 2 was tried until it stood. */
function expectBoth(store: ServiceStore): void {
  expect(store.load().state.get('number')).toBe('2');
  expect(store.load().journal).toEqual(['j1', 'j2']);
  expect(store.count({})).toBe(2);
}

async function openNew(): Promise<{ readonly folder: string; readonly store: ServiceStore }> {
  const folder = await createTempFolder();
  const store = stores.openService(folder);
  onTestFinished(() => store.close());
  return { folder, store };
}

test('a quota that is full: nothing of the commit is there, and it stands when there is room', async () => {
  const folder = await createTempFolder();
  stores.openService(folder).close();
  const path = join(folder, 'soclite.db');
  const connection = new Connection(path, { busyMs: 0, setUp: 'PRAGMA max_page_count = 80' });
  const store = createServiceStore(connection, { release: () => undefined });
  onTestFinished(() => store.close());
  store.commit(commitOf(1));
  const second = commitOf(2, 1_000_000);
  expect(faultOf(() => store.commit(second))).toBe('full');
  expect(faultOf(() => store.commit(second))).toBe('full');
  expect(store.load().journal).toEqual(['j1']);
  expect(store.count({})).toBe(1);
  connection.exec('PRAGMA max_page_count = 100000');
  store.commit(second);
  expectBoth(store);
});

test.skipIf(!isRoot)('a disk that is full, then has room again', async (context) => {
  const folder = await createTempFolder();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  context.skip(mounted.status !== 0, 'this machine lets root mount nothing');
  onTestFinished(() => void spawnSync('umount', ['-l', folder]));
  const store = stores.openService(folder);
  store.commit(commitOf(1));
  const second = commitOf(2, 3_000_000);
  expect(messageOf(() => store.commit(second))).toContain('the disk or the quota is full');
  expect(store.load().journal).toEqual(['j1']);
  expect(store.act({ alertId: 'a-1', act: { kind: 'ack' }, version: 0 }, AN).ok).toBe(true);
  expect(faultOf(() => store.commit(second))).toBe('full');
  execFileSync('mount', ['-o', 'remount,size=50m', folder]);
  store.commit(second);
  expectBoth(store);
  expect(stores.check(folder)).toEqual([]);
  store.close();
});

const AN = { name: 'an', timeMs: 1 };

test.skipIf(!isRoot)('permission taken away and given back, as another user', async () => {
  const folder = await createTempFolder();
  const user = 65_534;
  chownSync(folder, user, user);
  const fixture = resolve('test/fixtures/store/unprivileged.mjs');
  const output = execFileSync(process.execPath, [fixture, folder, String(user)], {
    encoding: 'utf8',
  });
  expect(JSON.parse(output)).toEqual({
    faults: ['unavailable', 'unavailable', 'unavailable'],
    journal: ['j1', 'j2'],
    alerts: 2,
  });
});

test('a data folder that goes away and comes back: nothing is written elsewhere', async () => {
  const { folder, store } = await openNew();
  store.commit(commitOf(1));
  renameSync(folder, `${folder}-away`);
  onTestFinished(() => rmSync(`${folder}-away`, { recursive: true, force: true }));
  const second = commitOf(2);
  expect(faultOf(() => store.commit(second))).toBe('unavailable');
  mkdirSync(folder);
  expect(faultOf(() => store.commit(second))).toBe('unavailable');
  expect(faultOf(() => store.list({ limit: 1 }))).toBe('unavailable');
  expect(existsSync(join(folder, 'soclite.db'))).toBe(false);
  rmSync(folder, { recursive: true });
  renameSync(`${folder}-away`, folder);
  store.commit(second);
  expectBoth(store);
});

test('another file in its place is refused', async () => {
  const { folder, store } = await openNew();
  store.commit(commitOf(1));
  const path = join(folder, 'soclite.db');
  copyFileSync(path, `${path}.copy`);
  renameSync(`${path}.copy`, path);
  expect(messageOf(() => store.commit(commitOf(2)))).toContain('another file is in its place');
});

test('a data folder that cannot be made', async () => {
  const folder = await createTempFolder();
  writeFileSync(join(folder, 'file'), '');
  expect(faultOf(() => stores.openService(join(folder, 'file', 'data')))).toBe('unavailable');
});

test('only the owner may read', async () => {
  const { folder, store } = await openNew();
  store.commit(commitOf(1));
  const modes = ['soclite.db', 'soclite.db-wal', 'soclite.db-shm', 'soclite.lock'].map(
    (name) => statSync(join(folder, name)).mode & 0o777,
  );
  expect(modes).toEqual([0o600, 0o600, 0o600, 0o600]);
  const data = join(await createTempFolder(), 'deep', 'data');
  stores.openService(data).close();
  expect(statSync(data).mode & 0o777).toBe(0o700);
});

const DAMAGES: readonly (readonly [string, (path: string) => void, string])[] = [
  ['text', (path) => writeFileSync(path, 'not a database at all, '.repeat(99)), 'corrupt'],
  ['nothing', (path) => truncateSync(path, 0), 'corrupt'],
  ['its first half', (path) => truncateSync(path, statSync(path).size >> 1), 'corrupt'],
  ['a schema page of other bytes', (path) => overwrite(path, 100, 3000), 'corrupt'],
  ['a database of something else', makeForeign, 'corrupt'],
  ['a newer store', (path) => execute(path, 'PRAGMA user_version = 99'), 'version'],
  ['no file, but its log', removeAllButLog, 'corrupt'],
];

test.each(DAMAGES)(
  'instead of the store %s: said, and not begun anew',
  async (_name, damage, fault) => {
    const folder = await createTempFolder();
    const store = stores.openService(folder);
    for (let i = 1; i <= 30; i += 1) store.commit(commitOf(i, 10_000));
    store.close();
    const path = join(folder, 'soclite.db');
    damage(path);
    const before = existsSync(path) ? readFileSync(path) : null;
    expect(faultOf(() => openAndUse(folder))).toBe(fault);
    // the lock is free again: the second attempt says the same
    expect(faultOf(() => openAndUse(folder))).toBe(fault);
    expect(existsSync(path) ? readFileSync(path) : null).toEqual(before);
    expect(stores.check(folder)).not.toEqual([]);
  },
);

/** As a service starts: what was left, then the first commit. */
function openAndUse(folder: string): void {
  const store = stores.openService(folder);
  try {
    store.load();
    store.list({ limit: 100 });
  } finally {
    store.close();
  }
}

function overwrite(path: string, from: number, length: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(length, 0x41), 0, length, from);
  closeSync(file);
}

function execute(path: string, sql: string): void {
  const database = new Database(path);
  database.exec(sql);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}

function makeForeign(path: string): void {
  rmSync(path);
  execute(path, 'CREATE TABLE other (a); PRAGMA user_version = 1');
}

function removeAllButLog(path: string): void {
  rmSync(path);
  writeFileSync(`${path}-wal`, 'x');
}

test('a state that was damaged is said', async () => {
  const { folder, store } = await openNew();
  store.commit(commitOf(1));
  execute(join(folder, 'soclite.db'), "UPDATE state SET value = x'7b7b' WHERE key = 'number'");
  expect(faultOf(() => store.load())).toBe('corrupt');
  expect(faultOf(() => store.readState('number'))).toBe('corrupt');
});

test('a store that is closed says so', async () => {
  const { store } = await openNew();
  store.close();
  store.close();
  expect(faultOf(() => store.commit(commitOf(1)))).toBe('unavailable');
  expect(faultOf(() => store.lastChange)).toBe('unavailable');
});

test.skipIf(!isRoot)(
  'a folder that was given to a group: its people act, others do not',
  async () => {
    const folder = await createTempFolder();
    stores.openService(folder).close();
    chownSync(folder, 0, 4321);
    for (const name of ['soclite.db', 'soclite.db-wal', 'soclite.db-shm']) {
      chownSync(join(folder, name), 0, 4321);
    }
    chmodSync(folder, 0o2770);
    const store = stores.openService(folder);
    store.commit(commitOf(1));
    const actAs = (user: number, group: number): unknown => {
      const fixture = resolve('test/fixtures/store/act-as.mjs');
      const args = [fixture, folder, String(user), String(group)];
      return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
    };
    expect(actAs(1234, 1234)).toBe('unavailable');
    expect(actAs(1234, 4321)).toBe(true);
    store.commit(commitOf(2));
    expect(store.get('a-1')?.status.owner).toBe('1234');
    store.close();
  },
);

test('a lock file that is no database is made anew', async () => {
  const folder = await createTempFolder();
  writeFileSync(join(folder, 'soclite.lock'), 'garbage '.repeat(999));
  const store = stores.openService(folder);
  expect(faultOf(() => stores.openService(folder))).toBe('busy');
  store.close();
});

test('permissions of the folder stay as its owner set them', async () => {
  const folder = await createTempFolder();
  chmodSync(folder, 0o750);
  stores.openService(folder).close();
  expect(statSync(folder).mode & 0o777).toBe(0o750);
});
