// Batch reading: what `scan` reads. See ports.ts `InputReader` for the contract.
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Clock, InputFile, InputReader } from '../../ports.ts';
import { InputError } from '../../ports.ts';
import { systemClock } from '../clock.ts';
import { ARCHIVE_HEAD_BYTES, archiveKind, isGzip, unreadKind } from './archive-kind.ts';
import { findInputs } from './find-inputs.ts';
import { DEFAULT_INFLATE_LIMITS, inflate } from './inflate.ts';
import type { InflateLimits } from './inflate.ts';
import { errorCode, toInputError } from './input-fault.ts';

/** Reads of 1 MiB and more run at memory speed, 64 KiB at a third of it (docs/performance.md). */
const READ_BYTES = 1 << 20;

export interface InputReaderOptions {
  /** What `-` reads. */
  readonly stdin: Readable;
  readonly limits?: Partial<InflateLimits>;
  readonly clock?: Clock;
}

/**
 * Files are recognised by content, never by name. A regular file is read up to the size that it had when it was
 * opened, so that a scan of a growing log ends and says the same however fast the log grows; a pipe is read to its end.
 */
export function createInputReader(options: InputReaderOptions): InputReader {
  const limits = { ...DEFAULT_INFLATE_LIMITS, ...options.limits };
  const clock = options.clock ?? systemClock;
  return {
    find: (paths) => findInputs(paths, clock.nowMs()),
    read: (file, onStoredBytes) => {
      const chunks = file.path === '-' ? readStream(options.stdin) : readFile(file);
      return readContent(counted(chunks, onStoredBytes), file.path, limits);
    },
  };
}

async function* readContent(
  stored: AsyncGenerator<Uint8Array>,
  path: string,
  limits: InflateLimits,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    const outer = await withHead(stored);
    if (!isGzip(outer.head)) {
      const kind = archiveKind(outer.head);
      if (kind !== null) throw refused(path, `${kind} archive`);
      refuseUnread(outer.head, path);
      yield* outer.chunks;
      return;
    }
    const inner = await withHead(inflate(outer.chunks, path, limits));
    const kind = isGzip(inner.head) ? 'gzip' : archiveKind(inner.head);
    if (kind !== null) throw refused(path, `${kind} archive inside gzip`);
    refuseUnread(inner.head, path);
    yield* inner.chunks;
  } catch (error) {
    if (errorCode(error) === 'unknown') throw error;
    throw toInputError(path, error);
  } finally {
    await stored.return(undefined);
  }
}

function refused(path: string, kind: string): InputError {
  const message = `"${path}" is a ${kind}, which is not read: unpack it and scan what it holds`;
  return new InputError('archive-unsupported', message);
}

function refuseUnread(head: Uint8Array, path: string): void {
  const kind = unreadKind(head);
  if (kind === null) return;
  throw new InputError(
    'format-unsupported',
    `"${path}" is ${kind.name}, which is not read: ${kind.hint}`,
  );
}

interface Ended {
  readonly failure: Error | null;
}

interface Headed {
  readonly head: Uint8Array;
  /** The whole stream again, head included; a fault met while looking for the head comes after the head. */
  readonly chunks: AsyncGenerator<Uint8Array>;
}

async function withHead(source: AsyncGenerator<Uint8Array>): Promise<Headed> {
  let head = new Uint8Array(0);
  let ended: Ended | null = null;
  while (head.length < ARCHIVE_HEAD_BYTES && ended === null) {
    try {
      const next = await source.next();
      if (next.done === true) ended = { failure: null };
      else head = head.length === 0 ? next.value.slice() : concatenate(head, next.value);
    } catch (error) {
      ended = { failure: error instanceof Error ? error : new Error(String(error)) };
    }
  }
  return { head, chunks: continueFrom(head, ended, source) };
}

async function* continueFrom(
  head: Uint8Array,
  ended: Ended | null,
  source: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  if (ended === null) yield* source;
  else if (ended.failure !== null) throw ended.failure;
}

function concatenate(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

async function* counted(
  chunks: AsyncGenerator<Uint8Array>,
  onStoredBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let storedBytes = 0;
  for await (const chunk of chunks) {
    storedBytes += chunk.length;
    onStoredBytes(storedBytes);
    yield chunk;
  }
}

async function* readFile(file: InputFile): AsyncGenerator<Uint8Array> {
  const handle = await open(file.path, 'r');
  try {
    const stats = await handle.stat();
    const endBytes = stats.isFile() ? stats.size : Number.POSITIVE_INFINITY;
    const buffer = new Uint8Array(READ_BYTES);
    for (let atBytes = 0; atBytes < endBytes;) {
      const length = Math.min(buffer.length, endBytes - atBytes);
      const { bytesRead } = await handle.read(buffer, 0, length, null);
      if (bytesRead === 0) {
        if (!stats.isFile()) return;
        throw new InputError(
          'file-shrank',
          `"${file.path}" became shorter while it was read: ${endBytes - atBytes} bytes are missing`,
        );
      }
      atBytes += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function* readStream(stream: Readable): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    const piece: unknown = chunk;
    if (piece instanceof Uint8Array) yield piece;
    else yield new TextEncoder().encode(String(piece));
  }
}
