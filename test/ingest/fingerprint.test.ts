import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  advance,
  equalBytes,
  identityKey,
  isSameIdentity,
  samplesWithin,
  sharesHead,
  START,
} from '../../src/ingest/fingerprint.ts';
import type { Mark } from '../../src/ingest/fingerprint.ts';

function readAll(bytes: Uint8Array, sizes: readonly number[] = []): Mark {
  let mark = START;
  let at = 0;
  for (const size of [...sizes, bytes.length]) {
    mark = advance(mark, bytes.subarray(at, at + size));
    at = Math.min(bytes.length, at + size);
  }
  return mark;
}

/** Whether `bytes` could be the file of the mark, or a copy of it that misses the end. */
function couldBe(mark: Mark, bytes: Uint8Array): boolean {
  return samplesWithin(mark, bytes.length).every((sample) =>
    equalBytes(bytes.subarray(sample.offset, sample.offset + sample.bytes.length), sample.bytes),
  );
}

describe('fingerprint', () => {
  const files = fc.uint8Array({ maxLength: 5000 });

  test('does not depend on how the file was read', () => {
    fc.assert(
      fc.property(files, fc.array(fc.nat({ max: 700 }), { maxLength: 20 }), (bytes, sizes) => {
        expect(readAll(bytes, sizes)).toEqual(readAll(bytes));
      }),
    );
  });

  test('holds for the file, what it grows to, and any beginning of it', () => {
    fc.assert(
      fc.property(files, files, fc.nat(), (bytes, more, cut) => {
        const mark = readAll(bytes);
        const grown = Uint8Array.from([...bytes, ...more]);
        expect([bytes, grown, bytes.subarray(0, cut)].map((file) => couldBe(mark, file))).toEqual([
          true,
          true,
          true,
        ]);
      }),
    );
  });

  test('tells files apart by their first bytes, the last that were read, and some between', () => {
    const header = 'Time,Machine,Threat,Action\n'.repeat(15);
    const lines = (from: number): Uint8Array =>
      new TextEncoder().encode(
        header + Array.from({ length: 60 }, (_, i) => `${from + i},PC-7,EICAR,deleted\n`).join(''),
      );
    const mark = readAll(lines(100));
    expect(couldBe(mark, lines(200))).toBe(false);
    expect(couldBe(mark, lines(200).subarray(0, 600))).toBe(false);
    expect(couldBe(mark, new TextEncoder().encode(header))).toBe(true);
  });

  test('keeps little of a large file', () => {
    let mark = START;
    for (let i = 0; i < 1000; i += 1) mark = advance(mark, new Uint8Array(1 << 20).fill(i));
    const kept =
      mark.head.length +
      mark.anchor.length +
      mark.samples.reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect({ offset: mark.offset, isSmall: kept < 2000 }).toEqual({
      offset: 1000 * (1 << 20),
      isSmall: true,
    });
  });

  test('an inode number alone is no identity', () => {
    const file = { dev: 1n, ino: 2n, birthtimeNs: 3n };
    const later = { ...file, birthtimeNs: 4n };
    expect([isSameIdentity(file, { ...file }), isSameIdentity(file, later)]).toEqual([true, false]);
    expect(identityKey(file)).not.toBe(identityKey(later));
  });

  test('an empty file shares its head with none', () => {
    const head = Uint8Array.of(1, 2, 3);
    expect([
      sharesHead(head, head.subarray(0, 2)),
      sharesHead(head, Uint8Array.of(1, 9)),
      sharesHead(head, new Uint8Array(0)),
    ]).toEqual([true, false, false]);
  });
});
