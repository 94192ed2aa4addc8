import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createSorter, createSorterFactory } from '../../../src/io/spill/sorter.ts';
import type { Sorter } from '../../../src/ports.ts';
import { createTempFolder } from '../../support/temp-folder.ts';

interface Item {
  readonly key: number;
  readonly text: string;
}

function sorterOf(tempFolder: string, maxItemsInMemory: number): Sorter<Item> {
  const sorter = createSorter<Item>({
    maxItemsInMemory,
    weigh: () => 1,
    maxWeightInMemory: Number.POSITIVE_INFINITY,
    compare: (a, b) => a.key - b.key,
    encode: (item) => JSON.stringify(item),
    decode: (text) => JSON.parse(text) as Item,
    tempFolder,
  });
  onTestFinished(() => sorter.close());
  return sorter;
}

async function drain<T>(sorter: Sorter<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of sorter.sorted()) items.push(item);
  return items;
}

const byKey = (items: readonly Item[]): Item[] => items.toSorted((a, b) => a.key - b.key);

describe('external sorter', () => {
  test('equals Array.sort, ties in the order of push, whatever memory allows', async () => {
    const folder = await createTempFolder();
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ key: fc.integer({ min: -5, max: 5 }), text: fc.string({ unit: 'binary' }) }),
          { maxLength: 200 },
        ),
        fc.integer({ min: 1, max: 40 }),
        async (items, maxItemsInMemory) => {
          const sorter = sorterOf(folder, maxItemsInMemory);
          const numbered = items.map((item, index) => ({
            key: item.key,
            text: `${index} ${item.text}`,
          }));
          for (const item of numbered) await sorter.push(item);
          expect(await drain(sorter)).toEqual(byKey(numbered));
          await sorter.close();
        },
      ),
      { numRuns: 60 },
    );
    expect(await readdir(folder)).toEqual([]);
  });

  test('thousands of runs: several merge levels, few open files, still stable', async () => {
    const sorter = sorterOf(await createTempFolder(), 2);
    const items = Array.from({ length: 5000 }, (_, i) => ({
      key: (i * 7919) % 13,
      text: `item ${i}`,
    }));
    for (const item of items) await sorter.push(item);
    expect((await readdir('/proc/self/fd')).length).toBeLessThan(200);
    expect(await drain(sorter)).toEqual(byKey(items));
  });

  test('lines longer than any buffer', async () => {
    const sorter = sorterOf(await createTempFolder(), 1);
    const items = [3, 1, 2].map((key) => ({ key, text: `${key}é`.repeat(200_000) }));
    for (const item of items) await sorter.push(item);
    expect(
      (await drain(sorter)).map((item) => item.text === `${item.key}é`.repeat(200_000)),
    ).toEqual([true, true, true]);
  });

  test('what fits in memory touches no disk', async () => {
    const sorter = sorterOf('/nowhere/at/all', 10);
    for (const key of [2, 1]) await sorter.push({ key, text: '' });
    expect(await drain(sorter)).toEqual([
      { key: 1, text: '' },
      { key: 2, text: '' },
    ]);
  });

  test('nothing pushed, nothing given', async () => {
    expect(await drain(sorterOf(await createTempFolder(), 1))).toEqual([]);
  });

  test('close in the middle of reading leaves nothing behind, twice is once', async () => {
    const folder = await createTempFolder();
    const sorter = sorterOf(folder, 2);
    for (let key = 0; key < 100; key += 1) await sorter.push({ key, text: '' });
    const reading = sorter.sorted()[Symbol.asyncIterator]();
    expect(await reading.next()).toEqual({ done: false, value: { key: 0, text: '' } });
    await sorter.close();
    await sorter.close();
    expect(await readdir(folder)).toEqual([]);
  });

  test('a temporary folder that cannot be written is a SpillError that names it', async () => {
    const folder = join(await createTempFolder(), 'gone');
    const sorter = createSorterFactory(folder)<number>({
      maxItemsInMemory: 1,
      weigh: () => 1,
      maxWeightInMemory: Number.POSITIVE_INFINITY,
      compare: (a, b) => a - b,
      encode: String,
      decode: Number,
    });
    const spilling = (async (): Promise<void> => sorter.push(1))();
    await expect(spilling).rejects.toMatchObject({
      name: 'SpillError',
      code: 'ENOENT',
      message: containing(folder),
    });
    await sorter.close();
  });

  test('a fault while merging is thrown, and close still cleans up', async () => {
    const folder = await createTempFolder();
    const sorter = createSorter<number>({
      maxItemsInMemory: 1,
      weigh: () => 1,
      maxWeightInMemory: Number.POSITIVE_INFINITY,
      compare: (a, b) => a - b,
      encode: String,
      decode: () => {
        throw new Error('bad line');
      },
      tempFolder: folder,
    });
    await sorter.push(1);
    await sorter.push(2);
    await expect(drain(sorter)).rejects.toThrow('bad line');
    await sorter.close();
    expect(await readdir(folder)).toEqual([]);
  });

  test('the folder may vanish under it: open files stay readable', async () => {
    const folder = await createTempFolder();
    const sorter = sorterOf(folder, 1);
    await sorter.push({ key: 2, text: '' });
    await sorter.push({ key: 1, text: '' });
    await rm(folder, { recursive: true });
    expect((await drain(sorter)).map((item) => item.key)).toEqual([1, 2]);
    await sorter.close();
  });
});

const containing = (text: string): unknown => expect.stringContaining(text);
