// A rotated file may be compressed before the tailer has looked at it. Its content is recognised like a plain file's,
// by what a mark remembers, while it is inflated.
import { equalBytes, HEAD_BYTES, samplesWithin } from '../../ingest/fingerprint.ts';
import type { Mark, Sample } from '../../ingest/fingerprint.ts';
import { InputError } from '../../ports.ts';
import { isGzip } from '../input/archive-kind.ts';
import { DEFAULT_INFLATE_LIMITS, inflate } from '../input/inflate.ts';
import { readAt } from './mark-at.ts';
import type { OpenFile } from './tail-disk.ts';

const READ_BYTES = 256 << 10;

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

/** Whether all of it inflates: a file that gzip is still writing does not, and one that is damaged. */
export async function isCompleteGzip(file: OpenFile, path: string): Promise<boolean> {
  try {
    const chunks = inflateFile(file, path);
    while ((await chunks.next()).done !== true);
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

/** The first bytes of the content, as many as a mark's head; fewer when there are no more. */
export async function inflatedHead(file: OpenFile, path: string): Promise<Uint8Array> {
  for await (const bytes of inflateFile(file, path)) return bytes.slice(0, HEAD_BYTES);
  return new Uint8Array(0);
}

/** Whether all that the compressed file holds is what `longer` begins with. */
export async function isCompressedBeginningOf(file: OpenFile, longer: OpenFile): Promise<boolean> {
  let offset = 0;
  try {
    for await (const bytes of inflateFile(file, '')) {
      const expected = await readAt(longer, offset, bytes.length);
      if (!equalBytes(bytes, expected)) return false;
      offset += bytes.length;
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
  return offset > 0;
}

/** Compares content that streams past with what a mark remembers. */
export class StreamedMark {
  readonly #samples: readonly Sample[];
  #offset = 0;

  constructor(mark: Mark) {
    this.#samples = samplesWithin(mark, mark.offset);
  }

  /** Takes the next content; false when it is not what the mark remembers. */
  pass(bytes: Uint8Array): boolean {
    const from = this.#offset;
    const end = from + bytes.length;
    this.#offset = end;
    return this.#samples.every((sample) => {
      const start = Math.max(sample.offset, from);
      const stop = Math.min(sample.offset + sample.bytes.length, end);
      if (start >= stop) return true;
      const expected = sample.bytes.subarray(start - sample.offset, stop - sample.offset);
      return equalBytes(bytes.subarray(start - from, stop - from), expected);
    });
  }
}
