import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createInboxFolder } from '../../../src/io/inbox/inbox-folder.ts';
import { InboxError } from '../../../src/ports/inbox.ts';
import { createTempFolder } from '../../support/temp-folder.ts';

const NEVER = (): boolean => false;

test('it makes the folder and lists what is complete, by name', async () => {
  const folder = join(await createTempFolder(), 'a/inbox');
  const inbox = createInboxFolder(folder);
  expect(await inbox.list()).toEqual([]);
  for (const name of ['b.log', 'a.gz', '.hidden', 'c.log.part', 'd.TMP'])
    await writeFile(join(folder, name), name);
  await mkdir(join(folder, 'folder'));
  const files = await inbox.list();
  expect(files.map(({ path, sizeBytes }) => [path, sizeBytes])).toEqual([
    [join(folder, 'a.gz'), 4],
    [join(folder, 'b.log'), 5],
  ]);
});

test('content is what identifies a file; what was taken never replaces another', async () => {
  const folder = await createTempFolder();
  const inbox = createInboxFolder(folder);
  await inbox.list();
  const path = join(folder, 'fw.log.gz');
  const hashes: string[] = [];
  for (const text of ['one', 'two', 'one']) {
    await writeFile(path, text);
    hashes.push(await inbox.identify(path, NEVER));
    await inbox.setAside(path);
  }
  expect(hashes[0]).toBe('7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed');
  expect([hashes[1] === hashes[0], hashes[2] === hashes[0]]).toEqual([false, true]);
  expect((await readdir(join(folder, 'done'))).toSorted()).toEqual([
    'fw.log-2.gz',
    'fw.log-3.gz',
    'fw.log.gz',
  ]);
});

test('faults of the world are said in words', async () => {
  const folder = await createTempFolder();
  await writeFile(join(folder, 'file'), '');
  await expect(createInboxFolder(join(folder, 'file')).list()).rejects.toThrow(InboxError);
  const gone = join(folder, 'gone');
  await expect(createInboxFolder(folder).identify(gone, NEVER)).rejects.toThrow(
    `inbox: "${gone}": there is no such file or folder`,
  );
});
