import {
  chmodSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { textFiles } from '../../src/io/text-files.ts';
import { createTempFolder } from '../support/temp-folder.ts';

test('replaceText keeps mode and links, and leaves nothing beside the file', async () => {
  const folder = await createTempFolder();
  const file = join(folder, 'a.yml');
  const link = join(folder, 'link.yml');
  writeFileSync(file, 'old');
  chmodSync(file, 0o640);
  symlinkSync(file, link);
  await textFiles.replaceText(link, 'new');
  expect({
    text: readFileSync(file, 'utf8'),
    mode: statSync(file).mode & 0o777,
    names: readdirSync(folder),
  }).toEqual({ text: 'new', mode: 0o640, names: ['a.yml', 'link.yml'] });
});

test('replaceText makes no new file', async () => {
  const folder = await createTempFolder();
  await expect(textFiles.replaceText(join(folder, 'none.yml'), 'x')).rejects.toMatchObject({
    name: 'FileError',
    code: 'ENOENT',
  });
  expect(readdirSync(folder)).toEqual([]);
});
