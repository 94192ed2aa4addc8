import { Buffer } from 'node:buffer';
import { appendFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createInputReader } from '../../../src/io/input/input-reader.ts';
import type { InputReaderOptions } from '../../../src/io/input/input-reader.ts';
import { InputError } from '../../../src/ports.ts';
import { createTempFolder } from '../../support/temp-folder.ts';

interface Outcome {
  readonly text: string;
  readonly code: string | null;
  readonly storedBytes: number;
}

async function read(path: string, options: Partial<InputReaderOptions> = {}): Promise<Outcome> {
  const reader = createInputReader({ stdin: Readable.from([]), ...options });
  const parts: Buffer[] = [];
  let storedBytes = 0;
  let code: string | null = null;
  try {
    const file = { path, sizeBytes: null, modifiedMs: 0 };
    for await (const chunk of reader.read(file, (bytes) => (storedBytes = bytes)))
      parts.push(Buffer.from(chunk));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    code = error.code;
  }
  return { text: Buffer.concat(parts).toString('latin1'), code, storedBytes };
}

async function readBytes(
  bytes: Uint8Array,
  options: Partial<InputReaderOptions> = {},
): Promise<Outcome> {
  const path = join(await createTempFolder(), 'input');
  await writeFile(path, bytes);
  return read(path, options);
}

const containing = (text: string): unknown => expect.stringContaining(text);

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts);
}

const lines = (count: number): string =>
  Array.from({ length: count }, (_, i) => `line ${i * 7919} of the log\n`).join('');
const gzip = (text: string): Buffer => gzipSync(Buffer.from(text, 'latin1'));

describe('reading inputs', () => {
  test('a file of several chunks comes whole and in order', async () => {
    const text = lines(200_000);
    expect(text.length).toBeGreaterThan(4 << 20);
    expect(await readBytes(Buffer.from(text))).toEqual({
      text,
      code: null,
      storedBytes: text.length,
    });
  });

  test('standard input, in pieces of any size, gzip or not', async () => {
    const text = lines(50_000);
    const pieces = (bytes: Buffer, size: number): Readable =>
      Readable.from(
        Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        ),
      );
    const stored = gzip(text);
    expect(await read('-', { stdin: pieces(Buffer.from(text), 1000) })).toEqual({
      text,
      code: null,
      storedBytes: text.length,
    });
    expect(await read('-', { stdin: pieces(stored, 7) })).toEqual({
      text,
      code: null,
      storedBytes: stored.length,
    });
  });

  test('a file that grows while it is read ends at the size it had when opened', async () => {
    const path = join(await createTempFolder(), 'growing.log');
    const text = lines(100_000);
    await writeFile(path, text);
    const reader = createInputReader({ stdin: Readable.from([]) });
    let bytes = 0;
    for await (const chunk of reader.read(
      { path, sizeBytes: null, modifiedMs: 0 },
      () => undefined,
    )) {
      bytes += chunk.length;
      await appendFile(path, 'more\n'.repeat(100_000));
    }
    expect(bytes).toBe(text.length);
  });

  test('a file that shrinks while it is read is a fault, after what was read', async () => {
    const path = join(await createTempFolder(), 'shrinking.log');
    await writeFile(path, lines(100_000));
    const reader = createInputReader({ stdin: Readable.from([]) });
    let bytes = 0;
    const reading = async (): Promise<void> => {
      for await (const chunk of reader.read(
        { path, sizeBytes: null, modifiedMs: 0 },
        () => undefined,
      )) {
        bytes += chunk.length;
        await truncate(path, 0);
      }
    };
    await expect(reading()).rejects.toMatchObject({ code: 'file-shrank' });
    expect(bytes).toBe(1 << 20);
  });

  test.each([
    { name: 'a missing file', path: 'none', code: 'ENOENT', message: 'there is no such file' },
    { name: 'a folder', path: '.', code: 'EISDIR', message: 'it is a folder' },
  ])('$name is an InputError that says so', async ({ path, code, message }) => {
    const full = join(await createTempFolder(), path);
    const reader = createInputReader({ stdin: Readable.from([]) });
    const reading = reader.read({ path: full, sizeBytes: 0, modifiedMs: 0 }, () => undefined);
    await expect(collect(reading)).rejects.toMatchObject({
      name: 'InputError',
      code,
      message: containing(message),
    });
  });
});

describe('gzip', () => {
  const text = lines(30_000);
  const stored = gzip(text);

  test.each([
    { name: 'one member', bytes: stored, code: null, text },
    {
      name: 'several members',
      bytes: Buffer.concat([stored, gzip(''), gzip('end\n'), stored]),
      code: null,
      text: `${text}end\n${text}`,
    },
    {
      name: 'padding of zeros',
      bytes: Buffer.concat([gzip('a\n'), Buffer.alloc(1000)]),
      code: null,
      text: 'a\n',
    },
    {
      name: 'other bytes after it',
      bytes: Buffer.concat([gzip('a\n'), Buffer.from('junk')]),
      code: 'gzip-trailing-bytes',
      text: 'a\n',
    },
    { name: 'cut in the header', bytes: stored.subarray(0, 5), code: 'truncated-gzip', text: '' },
    { name: 'cut in the trailer', bytes: stored.subarray(0, -3), code: 'truncated-gzip', text },
    {
      name: 'second member cut',
      bytes: Buffer.concat([gzip('a\n'), stored.subarray(0, 11)]),
      code: 'truncated-gzip',
      text: 'a\n',
    },
    {
      name: 'wrong checksum',
      bytes: Buffer.concat([stored.subarray(0, -8), Buffer.alloc(4), stored.subarray(-4)]),
      code: 'corrupt-gzip',
      text,
    },
    {
      name: 'wrong length',
      bytes: Buffer.concat([stored.subarray(0, -4), Buffer.alloc(4)]),
      code: 'corrupt-gzip',
      text,
    },
    { name: 'empty file', bytes: Buffer.alloc(0), code: null, text: '' },
  ])('$name', async ({ bytes, code, text: expected }) => {
    const outcome = await readBytes(bytes);
    expect({ code: outcome.code, isWhole: outcome.text === expected }).toEqual({
      code,
      isWhole: true,
    });
  });

  test('header with extra field, name, comment and header checksum', async () => {
    const header = Buffer.from([
      0x1f, 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9, 0x61, 0, 0x62, 0, 1, 2,
    ]);
    expect(await readBytes(Buffer.concat([header, gzip('x\n').subarray(10)]))).toMatchObject({
      text: 'x\n',
      code: null,
    });
  });

  test('a truncated file gives all that it still holds', async () => {
    const outcome = await readBytes(stored.subarray(0, stored.length >> 1));
    expect(outcome.code).toBe('truncated-gzip');
    expect(text.startsWith(outcome.text)).toBe(true);
    expect(outcome.text.length).toBeGreaterThan(text.length * 0.4);
  });

  test('damage in the middle is told, and what is before it is read', async () => {
    const long = lines(300_000);
    const damaged = Buffer.from(gzip(long));
    damaged.fill(0, damaged.length >> 1);
    const outcome = await readBytes(damaged);
    // zeros may decode as symbols to the very end
    expect(['corrupt-gzip', 'truncated-gzip']).toContain(outcome.code);
    expect(outcome.text.slice(0, long.length * 0.4) === long.slice(0, long.length * 0.4)).toBe(
      true,
    );
  });

  test('any cut of any members gives a beginning of the text and says so', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ maxLength: 50 }), { minLength: 1, maxLength: 4 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (members, part) => {
          const whole = Buffer.concat(members.map((member) => gzipSync(member)));
          const kept = Math.floor(whole.length * part);
          const outcome = await read('-', { stdin: Readable.from([whole.subarray(0, kept)]) });
          const sizes = members.map((member) => gzipSync(member).length);
          const seams = sizes.map((_, i) => sizes.slice(0, i + 1).reduce((a, b) => a + b, 0));
          const isSeam = kept < 3 || seams.includes(kept);
          expect(outcome.code).toBe(isSeam ? null : 'truncated-gzip');
          const text = kept < 3 ? whole.subarray(0, kept) : Buffer.from(members.join(''));
          expect(text.toString('latin1').startsWith(outcome.text)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('a bomb is stopped', async () => {
    const bomb = gzipSync(Buffer.alloc(80 << 20));
    const outcome = await readBytes(bomb);
    expect(outcome.code).toBe('decompression-bomb');
    expect(outcome.text.length).toBeLessThanOrEqual(66 << 20);
  });

  test('limits can be set', async () => {
    const options = { limits: { maxInflatedBytes: 1000 } };
    expect(await readBytes(gzip(lines(100)), options)).toMatchObject({
      code: 'decompression-bomb',
    });
    expect(await readBytes(gzip(lines(10)), options)).toMatchObject({ code: null });
  });
});

describe('archives that are not read', () => {
  const tar = Buffer.alloc(1024);
  tar.write('a.log');
  tar.write('ustar\0', 257);
  test.each([
    { name: 'zip', bytes: Buffer.from('504b030414000000', 'hex') },
    { name: 'tar', bytes: tar },
    { name: 'tar archive inside gzip', bytes: gzipSync(tar) },
    { name: 'gzip archive inside gzip', bytes: gzipSync(gzip('x')) },
    { name: 'xz', bytes: Buffer.from('fd377a585a0000', 'hex') },
    { name: 'zstd', bytes: Buffer.from('28b52ffd0458', 'hex') },
    { name: 'bzip2', bytes: Buffer.from('425a6839314159265359', 'hex') },
    { name: '7z', bytes: Buffer.from('377abcaf271c', 'hex') },
  ])('$name', async ({ name, bytes }) => {
    const path = join(await createTempFolder(), 'x.log');
    await writeFile(path, bytes);
    const reader = createInputReader({ stdin: Readable.from([]) });
    await expect(
      collect(reader.read({ path, sizeBytes: 0, modifiedMs: 0 }, () => undefined)),
    ).rejects.toMatchObject({
      code: 'archive-unsupported',
      message: containing(`is a ${name}`),
    });
  });

  test('a text that begins like one is read', async () => {
    for (const text of ['BZh9 is not an archive', 'PK of a game', '7z', 'Rar! said the lion'])
      expect(await readBytes(Buffer.from(text))).toMatchObject({ text, code: null });
  });
});
