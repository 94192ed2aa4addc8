// Bytes in, records out. A binary format is recognised by the head of the stream and has it all; otherwise every line
// is recognised by itself, since one file may hold several formats. Every byte is in a frame, and every frame is a
// record, part of one, or a header.
import type { Frame, Framer } from '../ingest/frame.ts';
import { createLineFramer } from '../ingest/framing.ts';
import { decodeUtf8 } from '../util/utf8.ts';
import { BINARY_FORMATS, lineFormats } from './formats.ts';
import type { BinaryFormat, DecodedRecord, FrameDecoder, StreamContext } from './format.ts';
import { createLineReader } from './line-reader.ts';
import type { RecordSink } from './line-reader.ts';
import { unparsedRecord } from './unparsed.ts';

/** What was read of a stream so far. */
export interface StreamStats {
  /** Bytes in complete frames: the sum of their `byteLength`. */
  readonly bytes: number;
  readonly frames: number;
  readonly records: number;
  /** Frames that are headers, comments or blank. */
  readonly headers: number;
  /** Records that no format read. */
  readonly unparsed: number;
  /** Frames that were cut because they were too long, and the bytes cut from them. */
  readonly truncatedFrames: number;
  readonly droppedBytes: number;
}

export interface StreamReader {
  /** Takes the next bytes of the stream and emits the records that they complete. */
  push(bytes: Uint8Array, emit: (record: DecodedRecord) => void): void;
  /** The stream ended: emits what is still open. */
  end(emit: (record: DecodedRecord) => void): void;
  readonly stats: StreamStats;
}

type Emit = (record: DecodedRecord) => void;

/** A head this long decides between the binary formats that want it. */
const HEAD_BYTES = 64;

/** Reads one stream from its beginning. The records do not depend on how the stream was cut into chunks. */
export function createStreamReader(
  context: StreamContext,
  formats: readonly BinaryFormat[] = BINARY_FORMATS,
): StreamReader {
  return new Stream(context, formats);
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
  #body: Body | null = null;

  constructor(context: StreamContext, binary: readonly BinaryFormat[]) {
    this.#context = context;
    this.#binary = binary;
  }

  get stats(): StreamStats {
    return this.#stats;
  }

  push(bytes: Uint8Array, emit: Emit): void {
    if (bytes.length === 0) return;
    if (this.#body !== null) return this.#body.push(bytes, this.#sink(emit));
    this.#head = this.#head.length === 0 ? bytes : concatenate(this.#head, bytes);
    // Until the framing is known the bytes are kept, and a view into the caller's buffer must not be
    if (!this.#open(false, emit)) this.#head = this.#head.slice();
  }

  end(emit: Emit): void {
    if (this.#body === null && this.#head.length > 0) this.#open(true, emit);
    this.#body?.end(this.#sink(emit));
  }

  /** Whether the framing is known now. */
  #open(isEnd: boolean, emit: Emit): boolean {
    const head = this.#head;
    const [format] = this.#binary.filter((candidate) => candidate.recognise(head));
    if (format !== undefined && !isEnd && head.length < HEAD_BYTES) return false;
    const count = (frame: Frame): void => this.#count(frame);
    this.#body =
      format === undefined
        ? createLineBody(this.#context, count)
        : createBinaryBody(format, this.#context, count);
    this.#head = new Uint8Array(0);
    this.#body.push(head, this.#sink(emit));
    return true;
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

/** The stream once its framing is known. */
interface Body {
  push(bytes: Uint8Array, sink: RecordSink): void;
  end(sink: RecordSink): void;
}

function createLineBody(context: StreamContext, count: (frame: Frame) => void): Body {
  const framer = createLineFramer();
  const lines = createLineReader(lineFormats(context), context);
  const take = (frame: Frame, sink: RecordSink): void => {
    count(frame);
    lines.read(decodeUtf8(frame.bytes), frame.line, sink);
  };
  return {
    push: (bytes, sink) => framer.push(bytes, (frame) => take(frame, sink)),
    end(sink) {
      framer.end((frame) => take(frame, sink));
      lines.end(sink);
    },
  };
}

function createBinaryBody(
  format: BinaryFormat,
  context: StreamContext,
  count: (frame: Frame) => void,
): Body {
  const framer: Framer = format.framing();
  const decoder: FrameDecoder = format.createDecoder(context);
  const take = (frame: Frame, sink: RecordSink): void => {
    count(frame);
    const result = decoder.decode(frame);
    if (result.kind === 'records') for (const record of result.records) sink.record(record);
    else if (result.kind === 'header') sink.header();
    else if (result.kind === 'mismatch')
      sink.record(unparsedRecord(decodeUtf8(frame.bytes), frame.line));
  };
  return {
    push: (bytes, sink) => framer.push(bytes, (frame) => take(frame, sink)),
    end(sink) {
      framer.end((frame) => take(frame, sink));
      for (const record of decoder.flush()) sink.record(record);
    },
  };
}

function concatenate(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
