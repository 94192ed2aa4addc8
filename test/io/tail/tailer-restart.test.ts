import { Buffer } from 'node:buffer';
import {
  appendFile,
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
import type { SavedTexts, Tailer, TailSource } from '../../../src/ports.ts';
import { RecordingSink } from '../../support/recording-sink.ts';
import type { Recorded } from '../../support/recording-sink.ts';
import { createTempFolder } from '../../support/temp-folder.ts';

const PATIENT = { timeout: 10_000, interval: 5 };

interface Stored {
  readonly texts: SavedTexts;
  readonly files: readonly Recorded[];
}

interface Running {
  readonly tailer: Tailer;
  readonly sink: RecordingSink;
}

async function run(
  sources: readonly TailSource[],
  stored: Stored = { texts: new Map(), files: [] },
): Promise<Running> {
  const sink = RecordingSink.resume(stored.files);
  const tailer = createTailer({ pollMs: 50, calmPollMs: 50, gatherMs: 2, lingerMs: 20 });
  onTestFinished(() => tailer.suspend());
  await tailer.start(sources, sink, stored.texts);
  await expect.poll(() => sink.caughtUpCount, PATIENT).toBe(1);
  return { tailer, sink };
}

async function stop({ tailer, sink }: Running): Promise<Stored> {
  await tailer.suspend();
  return { texts: tailer.save(), files: sink.snapshot() };
}

const source = (pattern: string, rest: Partial<TailSource> = {}): TailSource => ({
  id: 's',
  pattern,
  from: 'start',
  ...rest,
});
/** What was told, file by file. */
const told = ({ sink }: Running): unknown[] => sink.files.map(({ text, closed }) => [text, closed]);

describe('what happened while nobody watched', () => {
  const cases: readonly {
    readonly name: string;
    readonly pattern?: string;
    readonly meanwhile: (path: (name: string) => string) => Promise<void>;
    readonly expected: unknown[];
    readonly problems?: readonly string[];
  }[] = [
    {
      name: 'nothing but writing',
      meanwhile: (path) => appendFile(path('x.log'), 'f\nnew\n'),
      expected: [['a\nhalf\nnew\n', null]],
    },
    {
      name: 'rotation by rename, twice',
      meanwhile: async (path) => {
        await appendFile(path('x.log'), 'f\n');
        await rename(path('x.log'), path('x.log.2'));
        await writeFile(path('x.log.1'), 'between\n');
        await writeFile(path('x.log'), 'new\n');
      },
      expected: [
        ['a\nhalf\n', 'rotated'],
        ['between\n', 'rotated'],
        ['new\n', null],
      ],
    },
    {
      name: 'rotation by rename, compressed at once',
      meanwhile: async (path) => {
        await rm(path('x.log'));
        await writeFile(path('x.log.1.gz'), gzipSync('a\nhalf\nrest\n'));
        await writeFile(path('x.log'), 'new\n');
      },
      expected: [
        ['a\nhalf\nrest\n', 'rotated'],
        ['new\n', null],
      ],
    },
    {
      name: 'copytruncate',
      meanwhile: async (path) => {
        await appendFile(path('x.log'), 'f\n');
        await copyFile(path('x.log'), path('x.log.1'));
        await truncate(path('x.log'));
        await appendFile(path('x.log'), 'new\n');
      },
      expected: [
        ['a\nhalf\n', 'truncated'],
        ['new\n', null],
      ],
    },
    {
      name: 'deletion and a new beginning',
      meanwhile: async (path) => {
        await rm(path('x.log'));
        await writeFile(path('x.log'), 'new\n');
      },
      expected: [
        ['a\nhal', 'removed'],
        ['new\n', null],
      ],
      problems: ['log-lost-unwatched'],
    },
    {
      name: 'cut, and no copy left',
      meanwhile: async (path) => {
        await truncate(path('x.log'));
        await appendFile(path('x.log'), 'new\n');
      },
      expected: [
        ['a\nhal', 'truncated'],
        ['new\n', null],
      ],
      problems: ['log-lost-unwatched'],
    },
    {
      name: 'the same content in another file, as a backup that was put back',
      meanwhile: async (path) => {
        await copyFile(path('x.log'), path('y'));
        await rename(path('y'), path('x.log'));
        await appendFile(path('x.log'), 'f\nnew\n');
      },
      expected: [['a\nhalf\nnew\n', null]],
    },
  ];
  test.each(cases)('$name', async ({ meanwhile, expected, problems = [] }) => {
    const folder = await createTempFolder();
    const path = (name: string): string => join(folder, name);
    await writeFile(path('x.log'), 'a\nhal');
    const first = await run([source(path('x.log'))]);
    const stored = await stop(first);
    await meanwhile(path);
    const second = await run([source(path('x.log'))], stored);
    await expect.poll(() => told(second), PATIENT).toEqual(expected);
    // once more, to see that nothing of it is read again
    const third = await run([source(path('x.log'))], await stop(second));
    expect(told(third)).toEqual(expected);
    expect([...second.sink.problems, ...third.sink.problems].map(({ code }) => code)).toEqual(
      problems,
    );
  });

  test('a cut file that was still empty: the hole that its writer leaves is no line', async () => {
    const folder = await createTempFolder();
    const path = join(folder, 'x.log');
    await writeFile(path, 'aaaaaaaa\n');
    const first = await run([source(path)]);
    await truncate(path);
    await expect.poll(() => first.sink.files[0]?.closed, PATIENT).toBe('truncated');
    const stored = await stop(first);
    await writeFile(path, `${'\0'.repeat(9)}b\n`);
    const second = await run([source(path)], stored);
    await expect.poll(() => second.sink.text, PATIENT).toBe('aaaaaaaa\nb\n');
  });

  test('a link is turned to a file in another folder', async () => {
    const folder = await createTempFolder();
    await mkdir(join(folder, 'days'));
    await writeFile(join(folder, 'days/1'), 'a\n');
    await symlink('days/1', join(folder, 'current'));
    const sources = [source(join(folder, 'current'))];
    const stored = await stop(await run(sources));
    await appendFile(join(folder, 'days/1'), 'rest\n');
    await writeFile(join(folder, 'days/2'), 'b\n');
    await symlink('days/2', join(folder, 'next'));
    await rename(join(folder, 'next'), join(folder, 'current'));
    const second = await run(sources, stored);
    await expect.poll(() => second.sink.text, PATIENT).toBe('a\nrest\nb\n');
  });

  test('a share that is not mounted yet is waited for', async () => {
    const folder = await createTempFolder();
    const share = join(folder, 'share');
    await mkdir(share);
    await writeFile(join(share, 'x.log'), 'a\nhal');
    const sources = [source(join(share, '*.log'))];
    const stored = await stop(await run(sources));
    await rename(share, join(folder, 'elsewhere'));
    await mkdir(share);
    const second = await run(sources, stored);
    await wait(150);
    await rm(share, { recursive: true });
    await rename(join(folder, 'elsewhere'), share);
    await appendFile(join(share, 'x.log'), 'f\n');
    await expect.poll(() => told(second), PATIENT).toEqual([['a\nhalf\n', null]]);
  });

  test('files whose names are no UTF-8 are read like others', async () => {
    const folder = await createTempFolder();
    const name = Buffer.concat([
      Buffer.from(`${folder}/`),
      Buffer.from([0xe9, 0xff]),
      Buffer.from('.log'),
    ]);
    await writeFile(name, 'a\n');
    const sources = [source(join(folder, '*.log'))];
    const stored = await stop(await run(sources));
    await appendFile(name, 'b\n');
    const second = await run(sources, stored);
    await expect.poll(() => told(second), PATIENT).toEqual([['a\nb\n', null]]);
  });
});

describe('state', () => {
  test('that is damaged is told, and its files are read as new ones', async () => {
    const folder = await createTempFolder();
    await writeFile(join(folder, 'x.log'), 'a\n');
    const sources = [source(join(folder, 'x.log'))];
    const { texts } = await stop(await run(sources));
    const damaged = new Map([...texts].map(([key, text]) => [key, text.replace(/\d/, '9')]));
    const second = await run(sources, { texts: damaged, files: [] });
    expect(told(second)).toEqual([['a\n', null]]);
    expect(second.sink.problems.map(({ code }) => code)).toEqual(
      Array.from({ length: texts.size }, () => 'tail-state'),
    );
  });

  test('is the same string while nothing changes', async () => {
    const folder = await createTempFolder();
    for (const name of ['x.log', 'y.log', 'x.log.1'])
      await writeFile(join(folder, name), `${name}\n`);
    const running = await run([source(join(folder, '*.log'))]);
    const before = running.tailer.save();
    await appendFile(join(folder, 'x.log'), 'more\n');
    await expect.poll(() => running.sink.text.includes('more'), PATIENT).toBe(true);
    const after = running.tailer.save();
    const changed = [...after].filter(([key, text]) => text !== before.get(key));
    expect([before.size, changed.length]).toEqual([4, 1]);
  });

  test('fits while the receiver holds the reading, and stopping does not wait for it', async () => {
    const folder = await createTempFolder();
    await writeFile(join(folder, 'x.log'), 'line\n'.repeat(200_000));
    const sources = [source(join(folder, 'x.log'))];
    const sink = new RecordingSink();
    sink.onData = () => new Promise(() => undefined);
    const tailer = createTailer();
    await tailer.start(sources, sink);
    await expect.poll(() => sink.text.length, PATIENT).toBeGreaterThan(0);
    await tailer.suspend();
    const stored = { texts: tailer.save(), files: sink.snapshot() };
    const second = await run(sources, stored);
    expect(told(second)).toEqual([['line\n'.repeat(200_000), null]]);
  });
});

describe('sources that change while files are tailed', () => {
  test('are added, removed and taken up again', async () => {
    const folder = await createTempFolder();
    await mkdir(join(folder, 'b'));
    const path = (name: string): string => join(folder, name);
    await writeFile(path('a.log'), 'a1\n');
    await writeFile(path('b/x.log'), 'b1\n');
    await writeFile(path('b/x.log.1'), 'history\n');
    const [a, b] = [source(path('a.log'), { id: 'a' }), source(path('b/x.log'), { id: 'b' })];
    const running = await run([a]);
    await running.tailer.setSources([a, b]);
    await expect.poll(() => running.sink.text, PATIENT).toBe('a1\nb1\n');
    await running.tailer.setSources([b]);
    await appendFile(path('a.log'), 'a2\n');
    await appendFile(path('b/x.log'), 'b2\n');
    await expect.poll(() => running.sink.text, PATIENT).toBe('a1\nb1\nb2\n');
    await running.tailer.setSources([{ ...a, id: 'other' }, b]);
    await expect.poll(() => running.sink.text, PATIENT).toContain('a2\n');
    expect(
      running.sink.files.map(({ file, text, closed }) => [file.sourceId, text, closed]),
    ).toEqual([
      ['a', 'a1\n', 'removed'],
      ['b', 'b1\nb2\n', null],
      ['other', 'a2\n', null],
    ]);
  });

  test('between two runs: a removed one is told removed, a new one has its history passed over', async () => {
    const folder = await createTempFolder();
    const path = (name: string): string => join(folder, name);
    await writeFile(path('a.log'), 'a1\nhal');
    await writeFile(path('b.log'), 'b1\n');
    const stored = await stop(await run([source(path('a.log'))]));
    await rename(path('b.log'), path('b.log.1'));
    await writeFile(path('b.log'), 'b2\n');
    const second = await run([source(path('b.log'), { id: 'b' })], stored);
    expect(told(second)).toEqual([
      ['a1\nhal', 'removed'],
      ['b2\n', null],
    ]);
  });
});
