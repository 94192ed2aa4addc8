// External merge sort: sorted runs of bounded size go to disk and are merged as they are read. Runs of one level are
// merged into one of the next when there are enough of them, so that open files stay few however long the input is.
import { mkdtemp, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { SpillError } from '../../ports.ts';
import type { Sorter, SorterFactory, SorterOptions } from '../../ports.ts';
import { invariant } from '../../util/invariant.ts';
import { mergeSorted } from './merge.ts';
import { readRun, writeRun } from './run-file.ts';

/** Runs merged at once: each costs one open file and 64 KiB. */
const FAN_IN = 32;

/** Sorters that spill below `tempFolder`. Input that fits in memory touches no disk. */
export function createSorterFactory(tempFolder: string): SorterFactory {
  return (options) => createSorter({ ...options, tempFolder });
}

export function createSorter<T>(
  options: SorterOptions<T> & { readonly tempFolder: string },
): Sorter<T> {
  return new SpillingSorter(options, options.tempFolder);
}

interface Run {
  readonly handle: FileHandle;
  readonly level: number;
}

class SpillingSorter<T> implements Sorter<T> {
  readonly #options: SorterOptions<T>;
  readonly #tempFolder: string;
  #items: T[] = [];
  #weight = 0;
  /** In the order of their items' arrival. */
  #runs: Run[] = [];
  #folder: string | null = null;
  #runsMade = 0;
  #isRead = false;

  constructor(options: SorterOptions<T>, tempFolder: string) {
    invariant(options.maxItemsInMemory >= 1, 'a sorter must be allowed to hold an item');
    this.#options = options;
    this.#tempFolder = tempFolder;
  }

  push(item: T): Promise<void> | void {
    invariant(!this.#isRead, 'push after sorted() or close()');
    const { maxItemsInMemory, maxWeightInMemory, weigh } = this.#options;
    this.#items.push(item);
    this.#weight += weigh(item);
    const isFull = this.#items.length >= maxItemsInMemory || this.#weight >= maxWeightInMemory;
    if (isFull) return this.#spill();
  }

  async *sorted(): AsyncGenerator<T, void, undefined> {
    invariant(!this.#isRead, 'sorted() gives its items once');
    this.#isRead = true;
    const items = this.#takeItems();
    if (this.#runs.length === 0) {
      yield* items;
      return;
    }
    const { compare } = this.#options;
    const sequences = this.#runs.map((run) => this.#read(run));
    try {
      yield* mergeSorted([...sequences, each(items)], compare);
    } catch (error) {
      throw spillError(error, this.#tempFolder);
    }
  }

  async close(): Promise<void> {
    this.#isRead = true;
    this.#items = [];
    const runs = this.#runs;
    const folder = this.#folder;
    this.#runs = [];
    this.#folder = null;
    await Promise.all(runs.map((run) => run.handle.close()));
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  }

  #takeItems(): T[] {
    const items = this.#items.toSorted(this.#options.compare);
    this.#items = [];
    this.#weight = 0;
    return items;
  }

  async #spill(): Promise<void> {
    try {
      await this.#addRun(each(this.#takeItems()), 0);
      for (let level = 0; this.#isFull(level); level += 1) {
        const merged = this.#runs.splice(-FAN_IN);
        try {
          const sequences = merged.map((run) => this.#read(run));
          await this.#addRun(mergeSorted(sequences, this.#options.compare), level + 1);
        } finally {
          await Promise.all(merged.map((run) => run.handle.close()));
        }
      }
    } catch (error) {
      throw spillError(error, this.#tempFolder);
    }
  }

  /** Whether the last FAN_IN runs are of this level: only neighbours merge, which keeps the sort stable. */
  #isFull(level: number): boolean {
    const last = this.#runs.slice(-FAN_IN);
    return last.length === FAN_IN && last.every((run) => run.level === level);
  }

  async #addRun(items: AsyncIterable<T>, level: number): Promise<void> {
    this.#folder ??= await mkdtemp(join(this.#tempFolder, 'soclite-sort-'));
    this.#runsMade += 1;
    const path = join(this.#folder, `run-${this.#runsMade}`);
    this.#runs.push({ handle: await writeRun(path, this.#encode(items)), level });
  }

  async *#encode(items: AsyncIterable<T>): AsyncGenerator<string, void, undefined> {
    for await (const item of items) yield this.#options.encode(item);
  }

  async *#read(run: Run): AsyncGenerator<T, void, undefined> {
    for await (const line of readRun(run.handle)) yield this.#options.decode(line);
  }
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T, void, undefined> {
  yield* items;
}

/** Faults of the world become a SpillError; bugs (in `compare`, `decode`) stay what they are. */
function spillError(error: unknown, folder: string): unknown {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return error;
  const full = error.code === 'ENOSPC' ? ' (the disk is full)' : '';
  const message = `cannot keep matches in the temporary folder "${folder}": ${error.message}${full}`;
  return new SpillError(error.code, message, { cause: error });
}
