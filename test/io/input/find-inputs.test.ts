import { link, mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createInputReader } from '../../../src/io/input/input-reader.ts';
import { createTempFolder } from '../../support/temp-folder.ts';

const reader = createInputReader({ stdin: Readable.from([]), clock: { nowMs: () => 42 } });

async function tree(files: readonly string[]): Promise<string> {
  const folder = await createTempFolder();
  for (const file of files) {
    await mkdir(join(folder, file, '..'), { recursive: true });
    await writeFile(join(folder, file), file);
  }
  return folder;
}

async function find(
  folder: string,
  paths: readonly string[],
): Promise<{ files: string[]; problems: string[] }> {
  const inside = (path: string): string => path.replace(`${folder}/`, '');
  const { files, problems } = await reader.find(
    paths.map((path) => (path === '-' ? path : join(folder, path))),
  );
  return {
    files: files.map((file) => inside(file.path)),
    problems: problems.map(
      (problem) => `${problem.severity} ${problem.code} ${inside(problem.at.file)}`,
    ),
  };
}

describe('finding inputs', () => {
  test.each([
    { name: 'a file', paths: ['b.log'], files: ['b.log'], problems: [] },
    {
      name: 'a folder, all below it, sorted',
      paths: ['.'],
      files: ['.hidden/x.log', 'a/2.log', 'a/b/1.log', 'a/deep.gz', 'b.log', 'c[1].log'],
      problems: [],
    },
    {
      name: 'one name twice is one file',
      paths: ['b.log', 'a/../b.log', 'b.log'],
      files: ['b.log'],
      problems: [],
    },
    {
      name: 'a folder and a file in it',
      paths: ['a', 'a/2.log'],
      files: ['a/2.log', 'a/b/1.log', 'a/deep.gz'],
      problems: [],
    },
    { name: 'a glob', paths: ['*.log'], files: ['b.log', 'c[1].log'], problems: [] },
    { name: 'a glob below', paths: ['a/?.log'], files: ['a/2.log'], problems: [] },
    {
      name: 'a deep glob',
      paths: ['**/*.log'],
      files: ['a/2.log', 'a/b/1.log', 'b.log', 'c[1].log'],
      problems: [],
    },
    {
      name: 'a glob that names a folder takes all below',
      paths: ['a*'],
      files: ['a/2.log', 'a/b/1.log', 'a/deep.gz'],
      problems: [],
    },
    {
      name: 'wildcard characters in an existing name',
      paths: ['c[1].log'],
      files: ['c[1].log'],
      problems: [],
    },
    {
      name: 'a missing file',
      paths: ['b.log', 'no.log'],
      files: ['b.log'],
      problems: ['error input-not-found no.log'],
    },
    {
      name: 'a glob without a match',
      paths: ['*.txt'],
      files: [],
      problems: ['error input-not-found *.txt'],
    },
    { name: 'a bad pattern', paths: ['{*'], files: [], problems: ['error input-pattern {*'] },
    { name: 'standard input', paths: ['-', 'b.log'], files: ['-', 'b.log'], problems: [] },
  ])('$name', async ({ paths, files, problems }) => {
    const folder = await tree([
      'b.log',
      'a/2.log',
      'a/b/1.log',
      'a/deep.gz',
      'c[1].log',
      '.hidden/x.log',
    ]);
    expect(await find(folder, paths)).toEqual({ files, problems });
  });

  test('says size and time of each file', async () => {
    const folder = await tree(['a.log']);
    const { files } = await reader.find([join(folder, 'a.log'), '-']);
    const recent: unknown = expect.closeTo(Date.now(), -5);
    expect(files).toEqual([
      { path: '-', sizeBytes: null, modifiedMs: 42 },
      { path: join(folder, 'a.log'), sizeBytes: 5, modifiedMs: recent },
    ]);
  });

  test('links: loops end, files are read once, dangling links are reported', async () => {
    const folder = await tree(['a/1.log', 'z/other.log']);
    await symlink('..', join(folder, 'a', 'up'));
    await symlink('z', join(folder, 'linked'));
    await symlink('1.log', join(folder, 'a', '2.log'));
    await link(join(folder, 'a', '1.log'), join(folder, 'a', '3.log'));
    await symlink('nowhere', join(folder, 'gone.log'));
    expect(await find(folder, ['.'])).toEqual({
      files: ['a/1.log', 'linked/other.log'],
      problems: [
        'warning same-file-twice a/2.log',
        'warning same-file-twice a/3.log',
        'error input-not-found gone.log',
      ],
    });
  });

  test('pipes and sockets in a folder are reported, a pipe named by a person is read', async () => {
    const folder = await tree(['a.log']);
    await promisify(execFile)('mkfifo', [join(folder, 'pipe')]);
    const server = createServer().listen(join(folder, 'socket'));
    onTestFinished(() => void server.close());
    expect(await find(folder, ['.'])).toEqual({
      files: ['a.log'],
      problems: ['warning input-special pipe', 'warning input-special socket'],
    });
    expect(await find(folder, ['pipe'])).toEqual({ files: ['pipe'], problems: [] });
  });

  test('a path through a file is a problem in words', async () => {
    const folder = await tree(['a.log']);
    const { problems } = await reader.find([join(folder, 'a.log', 'x')]);
    expect(problems).toEqual([
      {
        code: 'input-unreadable',
        severity: 'error',
        message: `cannot read "${folder}/a.log/x": a part of the path is not a folder`,
        at: { file: `${folder}/a.log/x`, line: 0, column: 0 },
      },
    ]);
  });
});
