// Bytes in, records out. A binary format is recognised by the head of the stream and has it all; otherwise every line
// is recognised by itself, since one file may hold several formats. Every byte is in a frame, and every frame is a
// record, part of one, or a header.
import type { Frame } from '../ingest/frame.ts';
import type { Checked } from '../util/problem.ts';
import { sealText, unsealText } from '../util/sealed-text.ts';
import { decodeUtf8, encodeUtf8 } from '../util/utf8.ts';
import { BINARY_FORMATS } from './formats.ts';
import type { BinaryFormat, DecodedRecord, StreamContext } from './format.ts';
import type { RecordSink } from './line-reader.ts';
import type { SavedBinary, SavedStream, SavedText } from './saved-stream.ts';
import { createBinaryBody, createLineBody } from './stream-body.ts';
import type { StreamBody } from './stream-body.ts';
import type { StreamStats } from './stream-stats.ts';

export type { StreamStats } from './stream-stats.ts';

export interface StreamReader {
  /** Takes the next bytes of the stream and emits the records that they complete. */
  push(bytes: Uint8Array, emit: (record: DecodedRecord) => void): void;
  /** The stream ended: emits what is still open. */
  end(emit: (record: DecodedRecord) => void): void;
  /** Whether whole lines are held back until a later one shows what they are. */
  readonly isWaiting: boolean;
  /**
   * The stream is live and was quiet for long: emits what `isWaiting` says, as at the end. A last line without its
   * terminator stays open: it is not written yet.
   */
  idle(emit: (record: DecodedRecord) => void): void;
  /** All that the rest of the stream is read with, for `resumeStreamReader`. Costs nothing when nothing was pushed. */
  save(): string;
  readonly stats: StreamStats;
}

type Emit = (record: DecodedRecord) => void;

const SEAL = { kind: 'soclite-stream', version: 1 };

/** A head this long decides between the binary formats that want it. */
const HEAD_BYTES = 64;

/** Reads one stream from its beginning. The records do not depend on how the stream was cut into chunks. */
export function createStreamReader(
  context: StreamContext,
  formats: readonly BinaryFormat[] = BINARY_FORMATS,
): StreamReader {
  return new Stream(context, formats, null);
}

/**
 * A reader that goes on where another one was saved: it gives what that one would have given. Problems: the text is
 * damaged or of another version, or its binary format is not among `formats` (`stream-state`).
 * @param file for the problem
 */
export function resumeStreamReader(
  saved: string,
  file: string,
  context: StreamContext,
  formats: readonly BinaryFormat[] = BINARY_FORMATS,
): Checked<StreamReader> {
  const read = unsealText<SavedStream>(SEAL, saved);
  if (!read.ok) return refuse(file, read.reason);
  const { body } = read.value;
  if (body?.kind === 'binary' && !formats.some(({ name }) => name === body.format))
    return refuse(file, `the format "${body.format}" that read it is unknown`);
  return { ok: true, value: new Stream(context, formats, read.value), problems: [] };
}

function refuse(file: string, reason: string): Checked<StreamReader> {
  const message = `cannot go on reading where the last run was: ${reason}`;
  const at = { file, line: 0, column: 0 };
  return { ok: false, problems: [{ code: 'stream-state', severity: 'error', message, at }] };
}

class Stream implements StreamReader {
  readonly #context: StreamContext;
  readonly #binary: readonly BinaryFormat[];
  readonly #stats = {
    bytes: 0,
    frames: 0,
    records: 0,
    headers: 0,
    unparsed: 0,
    truncatedFrames: 0,
    droppedBytes: 0,
  };
  /** Bytes that came before the framing was known. */
  #head: Uint8Array = new Uint8Array(0);
  #body: StreamBody | null = null;
  #saved: string | null = null;

  constructor(context: StreamContext, binary: readonly BinaryFormat[], saved: SavedStream | null) {
    this.#context = context;
    this.#binary = binary;
    if (saved === null) return;
    Object.assign(this.#stats, saved.stats);
    this.#head = encodeUtf8(saved.head);
    const { body } = saved;
    if (body?.kind === 'lines') this.#body = this.#createLineBody(body);
    const format = binary.find(({ name }) => body?.kind === 'binary' && name === body.format);
    if (body?.kind === 'binary' && format !== undefined)
      this.#body = this.#createBinaryBody(format, body);
  }

  get stats(): StreamStats {
    return this.#stats;
  }

  push(bytes: Uint8Array, emit: Emit): void {
    if (bytes.length === 0) return;
    this.#saved = null;
    if (this.#body !== null) return this.#body.push(bytes, this.#sink(emit));
    this.#head = this.#head.length === 0 ? bytes : concatenate(this.#head, bytes);
    // Until the framing is known the bytes are kept, and a view into the caller's buffer must not be
    if (!this.#open(false, emit)) this.#head = this.#head.slice();
  }

  end(emit: Emit): void {
    this.#saved = null;
    if (this.#body === null && this.#head.length > 0) this.#open(true, emit);
    this.#body?.end(this.#sink(emit));
  }

  get isWaiting(): boolean {
    return this.#body?.isWaiting === true;
  }

  idle(emit: Emit): void {
    if (!this.isWaiting) return;
    this.#saved = null;
    this.#body?.idle(this.#sink(emit));
  }

  save(): string {
    if (this.#saved !== null) return this.#saved;
    const state: SavedStream = {
      stats: this.#stats,
      head: decodeUtf8(this.#head),
      body: this.#body?.save() ?? null,
    };
    this.#saved = sealText(SEAL, state);
    return this.#saved;
  }

  /** Whether the framing is known now. */
  #open(isEnd: boolean, emit: Emit): boolean {
    const head = this.#head;
    const [format] = this.#binary.filter((candidate) => candidate.recognise(head));
    if (format !== undefined && !isEnd && head.length < HEAD_BYTES) return false;
    this.#body =
      format === undefined ? this.#createLineBody(null) : this.#createBinaryBody(format, null);
    this.#head = new Uint8Array(0);
    this.#body.push(head, this.#sink(emit));
    return true;
  }

  #createLineBody(saved: SavedText | null): StreamBody {
    return createLineBody(this.#context, (frame) => this.#count(frame), saved);
  }

  #createBinaryBody(format: BinaryFormat, saved: SavedBinary | null): StreamBody {
    const count = (frame: Frame): void => this.#count(frame);
    return createBinaryBody(format, { context: this.#context, count }, saved);
  }

  #count(frame: Frame): void {
    this.#stats.bytes += frame.byteLength;
    this.#stats.frames += 1;
    if (frame.droppedBytes === 0) return;
    this.#stats.truncatedFrames += 1;
    this.#stats.droppedBytes += frame.droppedBytes;
  }

  #sink(emit: Emit): RecordSink {
    const stats = this.#stats;
    return {
      record(record) {
        stats.records += 1;
        if (record.format === 'unparsed') stats.unparsed += 1;
        emit(record);
      },
      header() {
        stats.headers += 1;
      },
    };
  }
}

function concatenate(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
