import { execFileSync } from 'node:child_process';
import {
  appendFile,
  chmod,
  copyFile,
  mkdir,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createTailer } from '../../../src/io/tail/tailer.ts';
import type { TailerOptions } from '../../../src/io/tail/tailer.ts';
import type { Tailer, TailSource } from '../../../src/ports.ts';
import { RecordingSink } from '../../support/recording-sink.ts';
import { createTempFolder } from '../../support/temp-folder.ts';

const PATIENT = { timeout: 10_000, interval: 5 };

interface Tailing {
  readonly folder: string;
  readonly sink: RecordingSink;
  readonly tailer: Tailer;
  path(name: string): string;
}

async function tail(
  pattern: string,
  prepare: (folder: string) => Promise<void> = async () => undefined,
  options: TailerOptions & Partial<Pick<TailSource, 'from'>> = {},
): Promise<Tailing> {
  const folder = await createTempFolder();
  await prepare(folder);
  const sink = new RecordingSink();
  const tailer = createTailer({ pollMs: 100, calmPollMs: 100, lingerMs: 50, ...options });
  onTestFinished(() => tailer.stop());
  await tailer.start(
    [{ id: 's', pattern: join(folder, pattern), from: options.from ?? 'start' }],
    sink,
  );
  await until(() => sink.caughtUpCount === 1);
  return { folder, sink, tailer, path: (name) => join(folder, name) };
}

async function until(condition: () => boolean): Promise<void> {
  const endMs = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > endMs) throw new Error('waited in vain');
    await wait(5);
  }
}

/** What the sink was told, file by file. */
function told({ sink, folder }: Tailing): unknown[] {
  return sink.files.map(({ file, text, closed }) => [
    file.path.replace(`${folder}/`, ''),
    text,
    closed,
  ]);
}

describe('tailer', () => {
  test('reads what is there, then what is added', async () => {
    const t = await tail('x.log', (folder) => writeFile(join(folder, 'x.log'), 'a\n'));
    await appendFile(t.path('x.log'), 'b\nc');
    await expect.poll(() => t.sink.text, PATIENT).toBe('a\nb\nc');
    await t.tailer.stop();
    expect(told(t)).toEqual([['x.log', 'a\nb\nc', 'stopped']]);
  });

  test('reports the captures of the path and finds folders that appear later', async () => {
    const t = await tail('{unit}/fw/*.log');
    await mkdir(t.path('so-y-te/fw'), { recursive: true });
    await writeFile(t.path('so-y-te/fw/a.log'), 'a\n');
    await expect.poll(() => t.sink.text, PATIENT).toBe('a\n');
    expect(t.sink.files[0]?.file).toEqual({
      id: '1',
      isResumed: false,
      sourceId: 's',
      path: t.path('so-y-te/fw/a.log'),
      captures: new Map([['unit', 'so-y-te']]),
      modifiedMs: expect.closeTo(Date.now(), -5) as number,
    });
  });

  test('a root folder that does not exist yet', async () => {
    const t = await tail('later/x.log');
    await mkdir(t.path('later'));
    await writeFile(t.path('later/x.log'), 'a\n');
    await expect.poll(() => t.sink.text, PATIENT).toBe('a\n');
  });

  test('rotation by rename: the rest of the old file, then the new one', async () => {
    const t = await tail('*.log', (folder) => writeFile(join(folder, 'x.log'), 'a\n'));
    await appendFile(t.path('x.log'), 'b\n');
    await rename(t.path('x.log'), t.path('x.log.1'));
    await writeFile(t.path('x.log'), 'c\n');
    await appendFile(t.path('x.log.1'), 'late\n');
    await until(() => t.sink.files[0]?.closed === 'rotated' && t.sink.text.includes('c'));
    expect(told(t)).toEqual([
      ['x.log', 'a\nb\nlate\n', 'rotated'],
      ['x.log', 'c\n', null],
    ]);
  });

  test('rotation to another name that matches is not read again', async () => {
    const t = await tail('app*.log', (folder) => writeFile(join(folder, 'app.log'), 'a\n'));
    await rename(t.path('app.log'), t.path('app-20261101.log'));
    await writeFile(t.path('app.log'), 'b\n');
    await expect.poll(() => t.sink.text, PATIENT).toBe('a\nb\n');
    await wait(300);
    expect(t.sink.text).toBe('a\nb\n');
  });

  test('a new file that begins with the same header as a longer one is read', async () => {
    const header = `${'column;'.repeat(50)}\n`;
    const t = await tail('*.csv', (folder) =>
      writeFile(join(folder, 'day1.csv'), header + 'row\n'.repeat(200)),
    );
    await writeFile(t.path('day2.csv'), `${header}infected\n`);
    await expect.poll(() => t.sink.text.endsWith('infected\n'), PATIENT).toBe(true);
    await appendFile(t.path('day2.csv'), 'again\n');
    await expect.poll(() => t.sink.text.endsWith('again\n'), PATIENT).toBe(true);
  });

  test('copytruncate: the rest is read from the copy', async () => {
    const t = await tail('x.log', (folder) => writeFile(join(folder, 'x.log'), 'a\n'), {
      gatherMs: 300,
      pollMs: 10_000,
    });
    await appendFile(t.path('x.log'), 'b\n');
    await copyFile(t.path('x.log'), t.path('x.log.1'));
    await truncate(t.path('x.log'), 0);
    await appendFile(t.path('x.log'), 'c\n');
    await until(() => t.sink.text.includes('c'));
    expect(told(t)).toEqual([
      ['x.log', 'a\nb\n', 'truncated'],
      ['x.log', 'c\n', null],
    ]);
  });

  test('copytruncate whose copy is compressed before anybody looks', async () => {
    const t = await tail('x.log', (folder) => writeFile(join(folder, 'x.log'), 'a\n'), {
      gatherMs: 300,
      pollMs: 10_000,
    });
    await writeFile(t.path('x.log.1.gz'), gzipSync('a\nb\n'));
    await truncate(t.path('x.log'), 0);
    await appendFile(t.path('x.log'), 'c\n');
    await until(() => t.sink.text.includes('c'));
    expect(told(t)).toEqual([
      ['x.log', 'a\nb\n', 'truncated'],
      ['x.log', 'c\n', null],
    ]);
  });

  test('a cut file that has grown beyond the old size is seen by its content', async () => {
    const t = await tail('x.log', (folder) => writeFile(join(folder, 'x.log'), 'a\n'), {
      gatherMs: 300,
      pollMs: 10_000,
    });
    await truncate(t.path('x.log'), 0);
    await appendFile(t.path('x.log'), 'another line\n');
    await expect.poll(() => t.sink.text, PATIENT).toBe('a\nanother line\n');
  });

  test('a writer without append leaves a hole of zeros, which is no line', async () => {
    const t = await tail('x.log', (folder) => writeFile(join(folder, 'x.log'), 'aaaaaaaa\n'));
    await truncate(t.path('x.log'), 0);
    await wait(200);
    await writeFile(t.path('x.log'), `${'\0'.repeat(9)}b\n`);
    await expect.poll(() => t.sink.text, PATIENT).toBe('aaaaaaaa\nb\n');
  });

  test('deleted, then made again with the inode number of the old one', async () => {
    const t = await tail('x.log', (folder) => writeFile(join(folder, 'x.log'), 'a\n'), {
      lingerMs: 0,
    });
    await rm(t.path('x.log'));
    await until(() => t.sink.files[0]?.closed === 'removed');
    await writeFile(t.path('x.log'), 'b\n');
    await expect.poll(() => t.sink.text, PATIENT).toBe('a\nb\n');
  });

  test('a symbolic link that is turned to another file', async () => {
    const t = await tail('current', async (folder) => {
      await writeFile(join(folder, 'a'), 'a\n');
      await writeFile(join(folder, 'b'), 'b\n');
      await symlink('a', join(folder, 'current'));
    });
    await symlink('b', t.path('next'));
    await rename(t.path('next'), t.path('current'));
    await expect.poll(() => t.sink.text, PATIENT).toBe('a\nb\n');
  });

  test('links to one file are read once', async () => {
    const t = await tail('*.log', async (folder) => {
      await writeFile(join(folder, 'a.log'), 'a\n');
      await symlink('a.log', join(folder, 'current.log'));
    });
    await wait(300);
    expect(t.sink.text).toBe('a\n');
  });

  test('from the end: only what comes, and the last line whole', async () => {
    const t = await tail('*.log', (folder) => writeFile(join(folder, 'x.log'), 'old\nhal'), {
      from: 'end',
    });
    await appendFile(t.path('x.log'), 'f\n');
    await writeFile(t.path('new.log'), 'first\n');
    await until(() => t.sink.text.includes('first') && t.sink.text.includes('half\n'));
    expect(t.sink.text).not.toContain('old');
  });

  test('compressed and special files are told, not read', async () => {
    const t = await tail('*', async (folder) => {
      await writeFile(join(folder, 'x.log.1.gz'), gzipSync('old\n'));
      execFileSync('mkfifo', [join(folder, 'pipe')]);
    });
    await wait(300);
    const problems = t.sink.problems.map(
      ({ code, at }) => `${code} ${at.file.replace(`${t.folder}/`, '')}`,
    );
    expect(new Set(problems)).toEqual(
      new Set(['source-compressed x.log.1.gz', 'source-special pipe']),
    );
    expect(problems).toHaveLength(2);
    expect(t.sink.files).toEqual([]);
  });

  test.skipIf(process.getuid?.() === 0)(
    'a file without permission is told once, and read when it may be',
    async () => {
      const t = await tail('x.log', async (folder) => {
        await writeFile(join(folder, 'x.log'), 'a\n');
        await chmod(join(folder, 'x.log'), 0);
      });
      await wait(300);
      expect(t.sink.problems.map(({ code }) => code)).toEqual(['source-unreadable']);
      await chmod(t.path('x.log'), 0o600);
      await expect.poll(() => t.sink.text, PATIENT).toBe('a\n');
    },
  );

  test('a slow receiver holds the tailer, not its memory', async () => {
    const big = 'line of a log\n'.repeat(500_000);
    let atOnce = 0;
    let most = 0;
    const folder = await createTempFolder();
    await writeFile(join(folder, 'x.log'), big);
    const sink = new RecordingSink();
    sink.onData = async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await wait(1);
      atOnce -= 1;
    };
    const tailer = createTailer({ pollMs: 50 });
    await tailer.start([{ id: 's', pattern: join(folder, 'x.log'), from: 'start' }], sink);
    await tailer.stop();
    expect({ isWhole: sink.text === big, most }).toEqual({ isWhole: true, most: 1 });
  });

  test('stop reads what was written just before', async () => {
    const t = await tail('x.log', undefined, { pollMs: 60_000, isWatching: false });
    await writeFile(t.path('x.log'), 'last words\n');
    await t.tailer.stop();
    expect(told(t)).toEqual([['x.log', 'last words\n', 'stopped']]);
  });

  test('a bad pattern is a problem, and the other sources go on', async () => {
    const folder = await createTempFolder();
    await writeFile(join(folder, 'x.log'), 'a\n');
    const sink = new RecordingSink();
    const tailer = createTailer({ pollMs: 50 });
    const sources: TailSource[] = [
      { id: 'bad', pattern: join(folder, '{Unit}.log'), from: 'start' },
      { id: 'good', pattern: join(folder, 'x.log'), from: 'start' },
    ];
    await tailer.start(sources, sink);
    await tailer.stop();
    expect(sink.problems.map(({ code }) => code)).toEqual(['source-pattern']);
    expect(sink.text).toBe('a\n');
  });
});

test('it tells whether a file was read to its end, also after it was renamed', async () => {
  const tailing = await tail('a.log', (folder) => writeFile(join(folder, 'a.log'), 'one\n'));
  const { tailer, sink } = tailing;
  const path = (name: string): string => tailing.path(name);
  expect(await tailer.hasRead(path('a.log'))).toBe(true);
  expect(await tailer.hasRead(path('none.log'))).toBe(true);
  await writeFile(path('other.log'), 'not of a source\n');
  expect(await tailer.hasRead(path('other.log'))).toBe(false);
  await rename(path('a.log'), path('a.log.1'));
  await writeFile(path('a.log'), 'two\n');
  await until(() => sink.files.some(({ closed }) => closed === 'rotated'));
  await until(() => sink.text === 'one\ntwo\n');
  expect(await tailer.hasRead(path('a.log.1'))).toBe(true);
  await appendFile(path('a.log.1'), 'after the end\n');
  expect(await tailer.hasRead(path('a.log.1'))).toBe(false);
});
