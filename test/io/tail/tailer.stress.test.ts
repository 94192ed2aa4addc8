import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTailer } from '../../../src/io/tail/tailer.ts';
import type { SavedTexts, Tailer } from '../../../src/ports.ts';
import type { Recorded } from '../../support/recording-sink.ts';
import { RecordingSink } from '../../support/recording-sink.ts';
import { createTempFolder } from '../../support/temp-folder.ts';

/** What the person or program at the other end does; each is done at once, without a pause for the tailer. */
type Act =
  | 'write'
  | 'write-torn'
  | 'rotate'
  | 'rotate-and-gzip'
  | 'copytruncate'
  | 'copytruncate-and-gzip'
  | 'pause'
  /** The tailer stops and starts again, with what happens in between. */
  | 'stop'
  | 'start';
const ACTS: readonly Act[] = [
  'write',
  'write-torn',
  'rotate',
  'rotate-and-gzip',
  'copytruncate',
  'copytruncate-and-gzip',
  'pause',
  'stop',
  'start',
];

/** A log on the real disk whose every line is a number, so that each can be counted. */
class RealLog {
  readonly #path: string;
  #count = 0;

  constructor(path: string) {
    this.#path = path;
    writeFileSync(path, '');
  }

  get lines(): readonly string[] {
    return Array.from({ length: this.#count }, (_, i) => `line ${i}`);
  }

  act(act: Act): void {
    if (act === 'write') for (let i = 0; i < 20; i += 1) appendFileSync(this.#path, this.#line());
    if (act === 'write-torn') {
      const line = this.#line();
      appendFileSync(this.#path, line.slice(0, 3));
      appendFileSync(this.#path, line.slice(3));
    }
    if (act.startsWith('rotate')) {
      this.#shift();
      renameSync(this.#path, `${this.#path}.1`);
      writeFileSync(this.#path, '');
    }
    if (act.startsWith('copytruncate')) {
      this.#shift();
      copyFileSync(this.#path, `${this.#path}.1`);
      truncateSync(this.#path);
    }
    if (act.endsWith('gzip')) {
      writeFileSync(`${this.#path}.1.gz`, gzipSync(readFileSync(`${this.#path}.1`)));
      rmSync(`${this.#path}.1`);
    }
  }

  #line(): string {
    this.#count += 1;
    return `line ${this.#count - 1}\n`;
  }

  #shift(): void {
    for (let number = 60; number > 0; number -= 1)
      for (const suffix of ['', '.gz'])
        if (existsSync(`${this.#path}.${number}${suffix}`))
          renameSync(`${this.#path}.${number}${suffix}`, `${this.#path}.${number + 1}${suffix}`);
  }
}

interface Stored {
  readonly texts: SavedTexts;
  readonly files: readonly Recorded[];
}

interface Running {
  readonly tailer: Tailer;
  readonly sink: RecordingSink;
}

async function run(pattern: string, isWatching: boolean, stored: Stored): Promise<Running> {
  const sink = RecordingSink.resume(stored.files);
  const tailer = createTailer({
    pollMs: 20,
    calmPollMs: 20,
    gatherMs: 2,
    lingerMs: 20,
    isWatching,
  });
  await tailer.start([{ id: 's', pattern, from: 'start' }], sink, stored.texts);
  return { tailer, sink };
}

async function stop({ tailer, sink }: Running): Promise<Stored> {
  await tailer.suspend();
  return { texts: tailer.save(), files: sink.snapshot() };
}

describe('tailing a real folder', () => {
  const runs = Number(process.env['SOCLITE_TAIL_REAL_RUNS'] ?? 15);
  test('every line once, whatever rotation does', { timeout: 300_000 }, async () => {
    const story = fc.record({
      name: fc.constantFrom('x.log', '*.log', 'x.log*', '*'),
      acts: fc.array(fc.constantFrom(...ACTS, 'write' as const, 'write' as const), {
        minLength: 5,
        maxLength: 60,
      }),
      isWatching: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(story, async ({ name, acts, isWatching }) => {
        const folder = await createTempFolder();
        const log = new RealLog(join(folder, 'x.log'));
        const pattern = join(folder, name);
        let running = await run(pattern, isWatching, { texts: new Map(), files: [] });
        // what is rotated before the first look is history
        while (running.sink.caughtUpCount === 0) await wait(1);
        let stored: Stored | null = null;
        for (const act of acts) {
          if (act === 'stop') stored ??= await stop(running);
          else if (act === 'start' && stored !== null) {
            running = await run(pattern, isWatching, stored);
            stored = null;
          } else log.act(act);
          await wait(act === 'pause' ? 30 : 0);
        }
        if (stored !== null) running = await run(pattern, isWatching, stored);
        const { sink, tailer } = running;
        await tailer.stop();
        const read = sink.files.flatMap(({ text }) =>
          text.split('\n').filter((line) => line !== ''),
        );
        expect(read.toSorted(byNumber)).toEqual(log.lines);
      }),
      { numRuns: runs, endOnFailure: true },
    );
  });
});

const byNumber = (a: string, b: string): number => Number(a.slice(5)) - Number(b.slice(5));
