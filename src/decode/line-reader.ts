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
  /** The stream ended or was idle: lines of an open record are given to it or read one by one. */
  end(sink: RecordSink): void;
  /** Whether lines are held back that a later line, or `end`, frees. */
  readonly isWaiting: boolean;
  save(): SavedLines;
}

/** All that the records of the lines to come depend on; decoders by name. */
export interface SavedLines {
  readonly last: string | null;
  readonly waiting: string | null;
  readonly held: readonly SavedLine[];
  readonly decoders: readonly (readonly [name: string, state: string])[];
}

interface SavedLine {
  readonly text: string;
  readonly line: number;
  readonly refusedBy: readonly string[];
}

interface Line {
  readonly text: string;
  readonly line: number;
  /** Decoders that began a record with it which came to nothing. */
  readonly refusedBy: readonly Candidate[];
}

interface Candidate {
  /** Of its format; unique in a stream. */
  readonly name: string;
  readonly decoder: LineDecoder;
}

/** Bounds what an open record may hold back, whatever its decoder says. */
const MAX_HELD_LINES = 1024;

export function createLineReader(
  formats: readonly LineFormat[],
  context: StreamContext,
  saved: SavedLines | null = null,
): LineReader {
  const candidates = formats.map((format) => ({
    name: format.name,
    decoder: format.createDecoder(context),
  }));
  return new Reader(candidates, saved);
}

class Reader implements LineReader {
  /** In the order of registration. */
  readonly #candidates: readonly Candidate[];
  #last: Candidate | null = null;
  /** The candidate that waits for more lines of a record, and the lines that it has of it. */
  #waiting: Candidate | null = null;
  #held: Line[] = [];
  /** Lines that were held by a format of an earlier run that is no longer there, to be read before all others. */
  #orphans: readonly Line[] = [];

  constructor(candidates: readonly Candidate[], saved: SavedLines | null) {
    this.#candidates = candidates;
    if (saved !== null) this.#restore(saved);
  }

  get isWaiting(): boolean {
    return this.#waiting !== null || this.#orphans.length > 0;
  }

  read(text: string, line: number, sink: RecordSink): void {
    this.#readOrphans(sink);
    this.#read({ text, line, refusedBy: [] }, sink);
  }

  end(sink: RecordSink): void {
    this.#readOrphans(sink);
    while (this.#waiting !== null) {
      const records = this.#waiting.decoder.flush();
      if (records.length === 0) this.#release(sink);
      else {
        this.#waiting = null;
        this.#held = [];
        for (const record of records) sink.record(record);
      }
    }
  }

  save(): SavedLines {
    const held = [...this.#orphans, ...this.#held];
    return {
      last: this.#last?.name ?? null,
      waiting: this.#waiting?.name ?? null,
      held: held.map(({ text, line, refusedBy }) => ({
        text,
        line,
        refusedBy: refusedBy.map(({ name }) => name),
      })),
      decoders: this.#candidates.flatMap(({ name, decoder }) => {
        const state = decoder.state?.save() ?? null;
        return state === null ? [] : [[name, state] as const];
      }),
    };
  }

  #restore({ last, waiting, held, decoders }: SavedLines): void {
    const find = (name: string | null): Candidate | null =>
      this.#candidates.find((candidate) => candidate.name === name) ?? null;
    const resumed = new Set<Candidate>();
    for (const [name, state] of decoders) {
      const candidate = find(name);
      if (candidate?.decoder.state?.restore(state) === true) resumed.add(candidate);
    }
    this.#last = find(last);
    const lines = held.map(({ text, line, refusedBy }) => ({
      text,
      line,
      refusedBy: refusedBy.map(find).filter((candidate) => candidate !== null),
    }));
    const owner = find(waiting);
    if (owner !== null && resumed.has(owner)) {
      this.#waiting = owner;
      this.#held = lines;
    } else this.#orphans = lines;
  }

  #readOrphans(sink: RecordSink): void {
    const orphans = this.#orphans;
    this.#orphans = [];
    for (const line of orphans) this.#read(line, sink);
  }

  #read(line: Line, sink: RecordSink): void {
    if (this.#waiting === null) this.#readFresh(line, sink);
    else this.#readHeld(this.#waiting, line, sink);
  }

  #readFresh(line: Line, sink: RecordSink): void {
    if (isBlank(line.text)) return sink.header();
    const last = this.#last;
    if (last !== null && this.#offer(last, line, sink)) return;
    for (const candidate of this.#candidates)
      if (candidate !== last && this.#offer(candidate, line, sink)) return;
    sink.record(unparsedRecord(line.text, line.line));
  }

  #offer(candidate: Candidate, line: Line, sink: RecordSink): boolean {
    if (line.refusedBy.includes(candidate)) return false;
    const result = candidate.decoder.decode(line.text, line.line);
    if (result.kind === 'mismatch') return false;
    this.#last = candidate;
    if (result.kind === 'records') for (const record of result.records) sink.record(record);
    else if (result.kind === 'header') sink.header();
    else {
      this.#waiting = candidate;
      this.#held = [line];
    }
    return true;
  }

  #readHeld({ decoder }: Candidate, line: Line, sink: RecordSink): void {
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
    for (const { text, line } of rest) this.#read({ text, line, refusedBy: [] }, sink);
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
