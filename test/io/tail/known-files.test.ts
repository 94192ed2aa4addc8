import { expect, test } from 'vitest';
import { advance, START } from '../../../src/ingest/fingerprint.ts';
import type { FileIdentity } from '../../../src/ingest/fingerprint.ts';
import { KnownFiles } from '../../../src/io/tail/known-files.ts';
import { readTexts, joinTexts, sealNotes } from '../../../src/io/tail/saved-tail.ts';

const identity = (ino: number): FileIdentity => ({ dev: 1n, ino: BigInt(ino), birthtimeNs: 5n });
const NOTES = sealNotes({ nextId: 1, patterns: [], cut: [], first: [], devices: [] });

function restored(
  texts: ReadonlyMap<string, string>,
  devices = new Map<bigint, bigint>(),
): KnownFiles {
  const known = new KnownFiles();
  const { folders } = readTexts(joinTexts([], texts, NOTES), (problem) => {
    throw new Error(problem.message);
  });
  known.restore(folders, devices);
  return known;
}

test('marks of any length come back as they were, under the device numbers of today', () => {
  const known = new KnownFiles();
  const marks = [0, 1, 255, 256, 257, 511, 512, 5000].map((length) =>
    advance(
      START,
      Uint8Array.from({ length }, (_, index) => (index * 7) % 251),
    ),
  );
  marks.forEach((mark, index) => known.remember('/a', identity(index), mark));
  for (const mark of marks) known.addGeneration('/a', mark);
  known.remember('/b', identity(100), null);
  const again = restored(known.save(), new Map([[1n, 9n]]));
  const today = (ino: number): FileIdentity => ({ ...identity(ino), dev: 9n });
  expect(marks.map((_, index) => again.markOf(today(index)))).toEqual(marks);
  expect(again.generationsIn('/a')).toEqual(marks);
  expect([again.has(today(100)), again.markOf(today(100)), again.has(identity(100))]).toEqual([
    true,
    null,
    false,
  ]);
});

test('names that are no UTF-8 keep folders apart', () => {
  const known = new KnownFiles();
  known.remember('/\udcff', identity(1), null);
  known.remember('/\udcfe', identity(2), null);
  const texts = joinTexts([], known.save(), NOTES);
  expect([...texts.keys()].every((key) => key.isWellFormed())).toBe(true);
  const again = restored(known.save());
  expect([again.has(identity(1)), again.has(identity(2))]).toEqual([true, true]);
});

test('only the text of a folder that changed is another one; what was forgotten is gone from it', () => {
  const known = new KnownFiles();
  for (let ino = 0; ino < 5000; ino += 1) known.remember(`/logs/${ino % 50}`, identity(ino), START);
  const before = new Map(known.save());
  expect(before.size).toBe(50);
  known.forget(identity(7));
  const changed = [...known.save()].filter(([folder, text]) => before.get(folder) !== text);
  expect(changed.map(([folder]) => folder)).toEqual(['/logs/7']);
  const again = restored(known.save());
  expect([again.has(identity(7)), again.has(identity(57))]).toEqual([false, true]);
});

test('what is known is bounded; the longest not met goes first, from the store as well', () => {
  const known = new KnownFiles();
  for (let ino = 0; ino < 50_100; ino += 1) known.remember(`/${ino % 3}`, identity(ino), null);
  const again = restored(known.save());
  expect([again.has(identity(99)), again.has(identity(100))]).toEqual([false, true]);
});
