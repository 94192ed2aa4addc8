import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createStores } from '../../src/io/store/store-opener.ts';
import { makeWrite } from '../support/alerts.ts';
import { freshFolder, soclite } from '../support/run-soclite.ts';

/** A data folder with an alert in it, its store still open. */
function makeFolder(): { readonly folder: string; readonly close: () => void } {
  const folder = freshFolder({ 'soclite.yml': 'data: kho\n' });
  const store = createStores(() => 0).openService(join(folder, 'kho'));
  const alerts = [makeWrite()];
  store.commit({ state: new Map(), journal: null, dropsJournal: false, alerts });
  return { folder, close: () => store.close() };
}

test('backup copies the store beside the service, and the copy is a store', async () => {
  const { folder, close } = makeFolder();
  const { code, stdout, stderr } = await soclite(folder, ['backup', 'copy.db']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^wrote \S+\/copy\.db \(\d+ bytes\)\n$/);
  close();
  const copy = createStores(() => 0).openQueue(join(folder, 'copy.db'));
  expect(copy.count({})).toBe(1);
  copy.close();
});

test('backup overwrites nothing', async () => {
  const { folder, close } = makeFolder();
  writeFileSync(join(folder, 'mine.txt'), 'x');
  const { code, stdout, stderr } = await soclite(folder, ['backup', 'mine.txt']);
  close();
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('the file exists; a backup overwrites nothing');
});

test('backup without a store, or without a place to write to', async () => {
  const folder = freshFolder({ 'soclite.yml': '' });
  const none = await soclite(folder, ['backup', 'copy.db']);
  expect(none.code).toBe(2);
  expect(none.stderr).toContain('there is no store yet');
  const { folder: other, close } = makeFolder();
  const nowhere = await soclite(other, ['backup', 'none/copy.db']);
  close();
  expect(nowhere.code).toBe(2);
  expect(nowhere.stderr).toContain('none/copy.db');
  expect([...readdirSync(folder), existsSync(join(other, 'none'))]).toEqual(['soclite.yml', false]);
});

test('backup says how to use it', async () => {
  const folder = freshFolder();
  expect((await soclite(folder, ['backup'])).code).toBe(3);
  const { stdout } = await soclite(folder, ['backup', '--help']);
  expect(stdout).toContain('soclite backup /mnt/usb/');
});
