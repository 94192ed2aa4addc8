import { join } from 'node:path';
import Database from 'libsql';
import { expect, test } from 'vitest';
import { Connection } from '../../../src/io/store/connection.ts';
import { checkVersion, MIGRATIONS, migrate } from '../../../src/io/store/migrations.ts';
import { createStores } from '../../../src/io/store/store-opener.ts';
import { StoreError } from '../../../src/ports/store.ts';
import { makeWrite } from '../../support/alerts.ts';
import { createTempFolder } from '../../support/temp-folder.ts';

const stores = createStores(() => 0);

/** A store of version 1 with an alert in it. */
async function makeVersion1(): Promise<string> {
  const folder = await createTempFolder();
  const store = stores.openService(folder);
  store.commit({ state: new Map(), journal: 'j', dropsJournal: false, alerts: [makeWrite()] });
  store.close();
  execute(folder, 'PRAGMA user_version = 1');
  return folder;
}

function execute(folder: string, sql: string): void {
  const database = new Database(join(folder, 'soclite.db'));
  database.exec(sql);
  database.close();
}

const connect = (folder: string): Connection =>
  new Connection(join(folder, 'soclite.db'), { busyMs: 0, setUp: '' });

function faultOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof StoreError) return error.fault;
    throw error;
  }
  return 'none';
}

test('a store of version 1 is brought forward and keeps what it has', async () => {
  const folder = await makeVersion1();
  const store = stores.openService(folder);
  expect(store.count({})).toBe(1);
  expect(store.load().journal).toEqual(['j']);
  store.close();
  expect(stores.check(folder)).toEqual([]);
});

test('each version is a transaction: one that fails leaves the one before', async () => {
  const folder = await makeVersion1();
  const connection = connect(folder);
  const add = (column: string): string => `ALTER TABLE alert ADD COLUMN ${column} TEXT`;
  const bad = `${add('next2')}; CREATE TABLE alert (a)`;
  expect(() => migrate(connection, ['', ...MIGRATIONS.slice(1), add('next'), bad])).toThrow(
    'already exists',
  );
  const columns = connection.all('SELECT name FROM pragma_table_info(?)', ['alert']);
  const names = columns.map((row) => row['name']);
  expect(names.includes('next')).toBe(true);
  expect(names.includes('next2')).toBe(false);
  expect(connection.get('PRAGMA user_version')).toMatchObject({
    user_version: MIGRATIONS.length + 1,
  });
  migrate(connection, ['', ...MIGRATIONS.slice(1), add('next'), add('next2')]);
  expect(connection.get('SELECT count(next2) AS n FROM alert')).toMatchObject({ n: 0 });
  connection.close();
});

test('a newer store is left alone by everybody', async () => {
  const folder = await makeVersion1();
  execute(folder, `PRAGMA user_version = ${MIGRATIONS.length + 1}`);
  expect(faultOf(() => stores.openService(folder))).toBe('version');
  expect(faultOf(() => stores.openQueue(folder))).toBe('version');
  expect(faultOf(() => checkVersion(connect(folder)))).toBe('version');
  await expect(stores.backup(folder, join(folder, 'b'))).rejects.toMatchObject({
    fault: 'version',
  });
  expect(stores.check(folder)).toHaveLength(1);
});
