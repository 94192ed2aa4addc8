// Which format reads a line: the one that read the line before, then the others in registry order.
import type { DecodedRecord, LineDecoder, LineFormat, StreamContext } from './format.ts';
import { unparsedRecord } from './unparsed.ts';

export interface RecordSink {
  record(record: DecodedRecord): void;
  /** A frame that is accounted for and no event. */
  header(): void;
}

export interface LineReader {
  read(text: string, line: number, sink: RecordSink): void;
  /** The stream ended: lines of an open record are given to it or read one by one. */
  end(sink: RecordSink): void;
}

interface Line {
  readonly text: string;
  readonly line: number;
  /** Decoders that began a record with it which came to nothing. */
  readonly refusedBy: readonly LineDecoder[];
}

/** Bounds what an open record may hold back, whatever its decoder says. */
const MAX_HELD_LINES = 1024;

export function createLineReader(
  formats: readonly LineFormat[],
  context: StreamContext,
): LineReader {
  return new Reader(formats.map((format) => format.createDecoder(context)));
}

class Reader implements LineReader {
  /** In the order of registration. */
  readonly #decoders: readonly LineDecoder[];
  #last: LineDecoder | null = null;
  /** The decoder that waits for more lines of a record, and the lines that it has of it. */
  #waiting: LineDecoder | null = null;
  #held: Line[] = [];

  constructor(decoders: readonly LineDecoder[]) {
    this.#decoders = decoders;
  }

  read(text: string, line: number, sink: RecordSink): void {
    const fresh = { text, line, refusedBy: [] };
    if (this.#waiting === null) this.#readFresh(fresh, sink);
    else this.#readHeld(this.#waiting, fresh, sink);
  }

  end(sink: RecordSink): void {
    while (this.#waiting !== null) {
      const records = this.#waiting.flush();
      if (records.length === 0) this.#release(sink);
      else {
        this.#waiting = null;
        this.#held = [];
        for (const record of records) sink.record(record);
      }
    }
  }

  #readFresh(line: Line, sink: RecordSink): void {
    if (isBlank(line.text)) return sink.header();
    const last = this.#last;
    if (last !== null && this.#offer(last, line, sink)) return;
    for (const decoder of this.#decoders)
      if (decoder !== last && this.#offer(decoder, line, sink)) return;
    sink.record(unparsedRecord(line.text, line.line));
  }

  #offer(decoder: LineDecoder, line: Line, sink: RecordSink): boolean {
    if (line.refusedBy.includes(decoder)) return false;
    const result = decoder.decode(line.text, line.line);
    if (result.kind === 'mismatch') return false;
    this.#last = decoder;
    if (result.kind === 'records') for (const record of result.records) sink.record(record);
    else if (result.kind === 'header') sink.header();
    else {
      this.#waiting = decoder;
      this.#held = [line];
    }
    return true;
  }

  #readHeld(decoder: LineDecoder, line: Line, sink: RecordSink): void {
    this.#held.push(line);
    const result = decoder.decode(line.text, line.line);
    if (result.kind === 'pending' && this.#held.length <= MAX_HELD_LINES) return;
    if (result.kind === 'mismatch' || result.kind === 'pending') {
      decoder.flush();
      return this.#release(sink);
    }
    this.#waiting = null;
    this.#held = [];
    if (result.kind === 'records') for (const record of result.records) sink.record(record);
    else sink.header();
  }

  /** The open record came to nothing: its first line goes to the other formats, the rest are read afresh. */
  #release(sink: RecordSink): void {
    const [first, ...rest] = this.#held;
    const blamed = this.#waiting;
    this.#waiting = null;
    this.#held = [];
    if (first === undefined || blamed === null) return;
    this.#readFresh({ ...first, refusedBy: [...first.refusedBy, blamed] }, sink);
    for (const { text, line } of rest) this.read(text, line, sink);
  }
}

function isBlank(text: string): boolean {
  // Most lines have text at once: no regular expression over a megabyte of spaces
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x09 && code !== 0x0d) return false;
  }
  return true;
}
