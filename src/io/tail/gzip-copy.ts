// A rotated file may be compressed before the tailer has looked at it. Its content is recognised like a plain file's,
// by what a mark remembers, while it is inflated.
import { equalBytes, samplesWithin } from '../../ingest/fingerprint.ts';
import type { Mark } from '../../ingest/fingerprint.ts';
import { isGzip } from '../input/archive-kind.ts';
import { DEFAULT_INFLATE_LIMITS, inflate } from '../input/inflate.ts';
import type { OpenFile } from './tail-disk.ts';

const READ_BYTES = 256 << 10;
const TRAILER_BYTES = 4;

export async function isGzipFile(file: OpenFile): Promise<boolean> {
  const head = new Uint8Array(4);
  return isGzip(head.subarray(0, await file.read(head, 0)));
}

/** The inflated content; throws InputError when it is cut or damaged, after what could be read. */
export async function* inflateFile(file: OpenFile, path: string): AsyncGenerator<Uint8Array> {
  yield* inflate(readAll(file), path, DEFAULT_INFLATE_LIMITS);
}

async function* readAll(file: OpenFile): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(READ_BYTES);
  for (let offset = 0; ;) {
    const length = await file.read(buffer, offset);
    if (length === 0) return;
    offset += length;
    yield buffer.subarray(0, length);
  }
}

/** Length of the content as the trailer says, modulo 2^32 (RFC 1952, ISIZE). */
export async function inflatedSize(file: OpenFile, sizeBytes: number): Promise<number> {
  const trailer = new Uint8Array(TRAILER_BYTES);
  await file.read(trailer, Math.max(0, sizeBytes - TRAILER_BYTES));
  return new DataView(trailer.buffer).getUint32(0, true);
}

/** Checks the samples of a mark against content that streams past. */
export class StreamedMark {
  readonly mark: Mark;
  readonly #found: Uint8Array[];
  #offset = 0;

  constructor(mark: Mark) {
    this.mark = mark;
    this.#found = samplesWithin(mark, mark.offset).map(({ bytes }) => new Uint8Array(bytes.length));
  }

  /** Takes the next content; false as soon as it is certain that it is not what the mark remembers. */
  pass(bytes: Uint8Array): boolean {
    const end = this.#offset + bytes.length;
    const samples = samplesWithin(this.mark, this.mark.offset);
    const holds = samples.every((sample, index) => {
      const start = Math.max(sample.offset, this.#offset);
      const stop = Math.min(sample.offset + sample.bytes.length, end);
      if (start >= stop) return true;
      const found = this.#found[index];
      found?.set(bytes.subarray(start - this.#offset, stop - this.#offset), start - sample.offset);
      const isWhole = stop === sample.offset + sample.bytes.length;
      return !isWhole || found === undefined || equalBytes(found, sample.bytes);
    });
    this.#offset = end;
    return holds;
  }
}
