// gzip (RFC 1952) as a stream of chunks. Only the deflate data goes through Node; headers, trailers and the seams
// between members are read here. Node's own Gunzip fails a whole write when a checksum or the bytes after the last
// member are wrong, and what that write had inflated is gone: a file of a few hundred lines would give none.
import { crc32, createInflateRaw } from 'node:zlib';
import { InputError } from '../../ports.ts';
import { ByteCursor } from './byte-cursor.ts';
import { errorCode } from './input-fault.ts';

/** Output chunks of 1 MiB inflate twice as fast as Node's default of 16 KiB (docs/performance.md). */
const OUTPUT_CHUNK_BYTES = 1 << 20;
/** Stored bytes given to one write: what a fault in the deflate data can cost at most. */
const STORED_SLICE_BYTES = 32 << 10;

export interface InflateLimits {
  /** A file that grows by more than this factor is a bomb, once it has given `maxFreeBytes`. Default 1,000. */
  readonly maxRatio: number;
  /** Below this many inflated bytes the ratio does not matter: short files of zeros are harmless. Default 64 MiB. */
  readonly maxFreeBytes: number;
  /** No file may inflate to more than this. Default: no limit, since nothing is held in memory. */
  readonly maxInflatedBytes: number;
}

export const DEFAULT_INFLATE_LIMITS: InflateLimits = {
  maxRatio: 1000,
  maxFreeBytes: 64 << 20,
  maxInflatedBytes: Number.POSITIVE_INFINITY,
};

/**
 * Inflates the members of a gzip file, one after another. A chunk of `stored` may be reused once the next is asked
 * for; zeros after the last member are padding.
 * @throws InputError `truncated-gzip`, `corrupt-gzip`, `gzip-trailing-bytes` or `decompression-bomb`, after all that
 *   could be inflated was yielded (before a fault in the deflate data up to 32 KiB of stored bytes are lost)
 */
export async function* inflate(
  stored: AsyncIterable<Uint8Array>,
  name: string,
  limits: InflateLimits,
): AsyncGenerator<Uint8Array, void, undefined> {
  const input = new ByteCursor(stored);
  let inflatedBytes = 0;
  try {
    for (let member = 1; await input.fill(); member += 1) {
      if (member > 1 && input.peek(1)[0] !== 0x1f) return await checkPadding(input, name);
      await readHeader(input, name);
      for await (const chunk of inflateMember(input, name)) {
        inflatedBytes += chunk.length;
        checkBomb(input.takenBytes, inflatedBytes, limits, name);
        yield chunk;
      }
    }
  } finally {
    await input.close();
  }
}

async function* inflateMember(input: ByteCursor, name: string): AsyncGenerator<Uint8Array> {
  const inflater = new SliceInflater();
  let checksum = 0;
  let sizeModulo32 = 0;
  try {
    for (let isOpen = true; isOpen;) {
      if (!(await input.fill())) throw truncated(name);
      const slice = input.peek(STORED_SLICE_BYTES);
      const before = inflater.takenBytes;
      for await (const chunk of inflater.write(slice)) {
        checksum = crc32(chunk, checksum);
        sizeModulo32 = (sizeModulo32 + chunk.length) >>> 0;
        yield chunk;
      }
      // deflate takes every byte until its last block is out
      const taken = inflater.takenBytes - before;
      input.take(taken);
      isOpen = taken === slice.length;
    }
  } catch (error) {
    if (errorCode(error) !== 'Z_DATA_ERROR') throw error;
    throw corrupt(name, 'its compressed data is damaged', error);
  } finally {
    inflater.close();
  }
  if ((await readUint32(input, name)) !== checksum) throw corrupt(name, 'its checksum is wrong');
  if ((await readUint32(input, name)) !== sizeModulo32) throw corrupt(name, 'its length is wrong');
}

/** Node's raw inflater, driven one write at a time. */
class SliceInflater {
  readonly #inflater = createInflateRaw({ chunkSize: OUTPUT_CHUNK_BYTES });
  #failure: Error | null = null;
  #wake = (): void => undefined;

  constructor() {
    this.#inflater.on('readable', () => {
      this.#wake();
    });
    this.#inflater.on('error', (error: Error) => {
      this.#failure = error;
      this.#wake();
    });
  }

  /** Stored bytes taken so far. */
  get takenBytes(): number {
    return this.#inflater.bytesWritten;
  }

  /** Yields all that one slice inflates to; the slice is free again afterwards. */
  async *write(slice: Uint8Array): AsyncGenerator<Uint8Array> {
    const write = { isDone: false };
    this.#inflater.write(slice, () => {
      write.isDone = true;
      this.#wake();
    });
    for (;;) {
      const chunk: unknown = this.#inflater.read();
      if (chunk instanceof Uint8Array) yield chunk;
      else if (this.#failure !== null) throw this.#failure;
      else if (write.isDone) return;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }

  close(): void {
    this.#inflater.destroy();
  }
}

const HAS_HEADER_CHECKSUM = 2;
const HAS_EXTRA = 4;
const HAS_NAME = 8;
const HAS_COMMENT = 16;
const RESERVED = 0xe0;

async function readHeader(input: ByteCursor, name: string): Promise<void> {
  const head: number[] = [];
  for (let index = 0; index < 10; index += 1) head.push(await readByte(input, name));
  const [id1, id2, method, flags = 0] = head;
  if (id1 !== 0x1f || id2 !== 0x8b || method !== 8 || (flags & RESERVED) !== 0)
    throw corrupt(name, 'a member does not begin with a gzip header');
  if ((flags & HAS_EXTRA) !== 0) {
    const length = (await readByte(input, name)) + 256 * (await readByte(input, name));
    for (let index = 0; index < length; index += 1) await readByte(input, name);
  }
  for (const text of [HAS_NAME, HAS_COMMENT])
    if ((flags & text) !== 0) while ((await readByte(input, name)) !== 0);
  if ((flags & HAS_HEADER_CHECKSUM) !== 0) {
    await readByte(input, name);
    await readByte(input, name);
  }
}

async function readByte(input: ByteCursor, name: string): Promise<number> {
  const byte = await input.next();
  if (byte < 0) throw truncated(name);
  return byte;
}

async function readUint32(input: ByteCursor, name: string): Promise<number> {
  let value = 0;
  for (let shift = 0; shift < 32; shift += 8) value += (await readByte(input, name)) * 2 ** shift;
  return value;
}

async function checkPadding(input: ByteCursor, name: string): Promise<void> {
  while (await input.fill()) {
    const rest = input.peek(Number.POSITIVE_INFINITY);
    if (rest.some((byte) => byte !== 0))
      throw new InputError(
        'gzip-trailing-bytes',
        `"${name}" goes on after its gzip data with bytes that are not gzip; they were not read`,
      );
    input.take(rest.length);
  }
}

function checkBomb(
  storedBytes: number,
  inflatedBytes: number,
  limits: InflateLimits,
  name: string,
): void {
  const isTooMuch = inflatedBytes > limits.maxInflatedBytes;
  const isTooDense =
    inflatedBytes > limits.maxFreeBytes && inflatedBytes > limits.maxRatio * storedBytes;
  if (!isTooMuch && !isTooDense) return;
  const stored = storedBytes.toLocaleString('en');
  throw new InputError(
    'decompression-bomb',
    `"${name}" inflates to more than ${inflatedBytes.toLocaleString('en')} bytes from ${stored}; reading stopped`,
  );
}

const truncated = (name: string): InputError =>
  new InputError('truncated-gzip', `"${name}" ends in the middle of its gzip data`);

const corrupt = (name: string, what: string, cause?: unknown): InputError =>
  new InputError('corrupt-gzip', `"${name}" is damaged: ${what}`, { cause });
