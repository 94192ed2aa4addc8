// One file being tailed: its descriptor, how far it was read, and what the sink was told. It knows nothing of names;
// tail-loop decides which path it belongs to.
import {
  ANCHOR_BYTES,
  advance,
  equalBytes,
  samplesWithin,
  START,
} from '../../ingest/fingerprint.ts';
import type { FileIdentity, Mark, Sample } from '../../ingest/fingerprint.ts';
import type { KeptView } from '../../ingest/rotation.ts';
import { identityKey } from '../../ingest/fingerprint.ts';
import type { TailFile, TailSink } from '../../ports.ts';
import { writeMark } from './saved-mark.ts';
import { sealStream } from './saved-tail.ts';
import type { SavedStream } from './saved-tail.ts';
import type { SourceMatch, SourceSet } from './source-set.ts';
import { Suspension } from './suspension.ts';
import type { FileView, OpenFile } from './tail-disk.ts';

const READ_BYTES = 256 << 10;

/** What all streams of a tailer share. The loop reads one stream at a time, so that one buffer serves all. */
export interface StreamContext {
  readonly sink: TailSink;
  readonly nowMs: () => number;
  readonly buffer: Uint8Array;
  readonly ids: { next: number };
  /** Bytes taken from all files so far. */
  readonly total: { bytes: number };
  readonly suspension: Suspension;
}

export function createStreamContext(sink: TailSink, nowMs: () => number): StreamContext {
  return {
    sink,
    nowMs,
    buffer: new Uint8Array(READ_BYTES),
    ids: { next: 1 },
    total: { bytes: 0 },
    suspension: new Suspension(),
  };
}

/** The sink refused data: not a fault of the file that is read, and the end of tailing. */
class SinkFailure extends Error {
  override readonly name = 'SinkFailure';
  constructor(cause: unknown) {
    super('the receiver of tailed data failed', { cause });
  }
}

/** The world of a file when its stream begins. */
export interface Opened {
  readonly path: string;
  readonly match: SourceMatch;
  readonly handle: OpenFile | null;
  readonly identity: FileIdentity;
  readonly modifiedMs: number;
}

export function opened(
  path: string,
  match: SourceMatch,
  handle: OpenFile,
  { identity, modifiedNs }: FileView,
): Opened {
  return { path, match, handle, identity, modifiedMs: Number(modifiedNs / 1_000_000n) };
}

export class TailStream {
  /** Of the file that is told, or of the next one. */
  id: string;
  match: SourceMatch;
  identity: FileIdentity;
  path: string;
  /** What the path leads to by links; null = it is the file's own. */
  target: string | null = null;
  mark: Mark = START;
  /** Null while parked: closed to save descriptors, and opened again when the path shows a change. */
  handle: OpenFile | null;
  lastGrowthMs: number;
  /** As the path showed it when it was last read to its end. */
  seen: FileView | null = null;
  /** The largest size that was seen. */
  knownBytes = 0;
  isSuperseded = false;
  /** An earlier run read it, and this one has not seen it yet: nobody knows what came after. */
  isUnwatched = false;
  /** What is read comes out of a compressed file, whose identity the stream has. */
  isCompressed = false;
  readonly #context: StreamContext;
  readonly #modifiedMs: number;
  #file: TailFile | null = null;
  /** After a cut, a writer without O_APPEND leaves a hole of zeros before its next line. */
  #isInHole: boolean;
  #saved: { readonly text: string; readonly of: readonly unknown[] } = { text: '', of: [] };

  constructor(context: StreamContext, opened: Opened, follows: 'a-cut' | 'nothing') {
    this.#context = context;
    this.id = nextId(context);
    this.path = opened.path;
    this.match = opened.match;
    this.handle = opened.handle;
    this.identity = opened.identity;
    this.#modifiedMs = opened.modifiedMs;
    this.#isInHole = follows === 'a-cut';
    this.lastGrowthMs = context.nowMs();
  }

  /** The file as an earlier run told it opened; told again as the one that goes on. */
  tellResumed(file: Pick<TailFile, 'sourceId' | 'path' | 'captures'>): void {
    this.#file = { ...file, id: this.id, isResumed: true, modifiedMs: this.#modifiedMs };
    this.#context.sink.opened(this.#file);
  }

  get folder(): string {
    return this.path.slice(0, this.path.lastIndexOf('/'));
  }

  /** Compares the descriptor with what was read. A parked stream counts as intact and at its end. */
  async look(): Promise<KeptView> {
    const { handle, mark } = this;
    if (handle === null)
      return { offset: mark.offset, sizeBytes: mark.offset, isIntact: true, links: 1 };
    const { sizeBytes, links } = await handle.view();
    // the first and the last sample, the head and the bytes before the offset, tell a cut file without a look at the rest
    const samples = samplesWithin(mark, sizeBytes).filter(
      (_, index, all) => index === 0 || index === all.length - 1,
    );
    const isIntact = sizeBytes >= mark.offset && (await holdsSamples(handle, samples));
    return { offset: mark.offset, sizeBytes, isIntact, links };
  }

  /**
   * Reads up to `endBytes`, or to the end if it comes sooner. Each read takes the bytes before the offset along and
   * compares them, so that a file that is cut and written again meanwhile is not read on in the middle of another line.
   */
  async readTo(endBytes: number, from: OpenFile | null = this.handle): Promise<'done' | 'changed'> {
    const { buffer } = this.#context;
    while (from !== null && this.mark.offset < endBytes) {
      const { anchor, offset } = this.mark;
      const window = buffer.subarray(0, Math.min(buffer.length, anchor.length + endBytes - offset));
      const length = await from.read(window, offset - anchor.length);
      if (!equalBytes(window.subarray(0, Math.min(length, anchor.length)), anchor))
        return 'changed';
      if (length === anchor.length) return 'done';
      await this.take(window.subarray(anchor.length, length));
    }
    return 'done';
  }

  /** Hands bytes to the sink and remembers that they were read. */
  async take(bytes: Uint8Array): Promise<void> {
    this.#context.suspension.check();
    this.mark = advance(this.mark, bytes);
    this.#context.total.bytes += bytes.length;
    this.lastGrowthMs = this.#context.nowMs();
    const data = this.#isInHole ? withoutHole(bytes) : bytes;
    if (data.length === 0) return;
    this.#isInHole = false;
    await this.#context.suspension.during(this.#hand(data));
  }

  #hand(data: Uint8Array): void | Promise<void> {
    const { sink } = this.#context;
    try {
      if (this.#file === null) {
        const { source, captures } = this.match;
        this.#file = {
          id: this.id,
          isResumed: false,
          sourceId: source.id,
          path: this.path,
          captures,
          modifiedMs: this.#modifiedMs,
        };
        sink.opened(this.#file);
      }
      return sink.data(this.#file, data)?.catch((error: unknown) => {
        throw new SinkFailure(error);
      });
    } catch (error) {
      throw new SinkFailure(error);
    }
  }

  /** Says that no more will come. Bytes that still come are told as a file opened anew. */
  tellClosed(reason: 'rotated' | 'truncated' | 'removed' | 'stopped'): void {
    const file = this.#file;
    if (file === null) return;
    this.#file = null;
    this.id = nextId(this.#context);
    this.#context.sink.closed(file, reason);
  }

  /**
   * Sources have changed. What was told as a file of a source that has it no longer is told removed; what comes next is
   * told as a file of the source that has it now. False when none has the path.
   */
  follow(sources: SourceSet): boolean {
    const match = sources.match(this.path);
    const file = this.#file;
    if (file !== null && !isTold(file, sources.match(file.path))) this.tellClosed('removed');
    if (match !== null) this.match = match;
    return match !== null;
  }

  /** Whether anything is known that the next run could not find out by itself. */
  get isKnown(): boolean {
    return this.#file !== null || (this.mark.offset > 0 && !this.isCompressed);
  }

  /** For the next run. The same string while nothing changes. */
  save(isAway: boolean): string {
    const { path, target, mark, identity, isSuperseded, isCompressed } = this;
    const of = [path, target, mark, identity, isAway, isSuperseded, this.#isInHole, this.#file];
    if (of.every((part, index) => part === this.#saved.of[index])) return this.#saved.text;
    const file = this.#file;
    const state: SavedStream = {
      path,
      target,
      identity: identityKey(identity),
      mark: writeMark(mark),
      modifiedMs: this.#modifiedMs,
      isAway,
      isSuperseded,
      isInHole: this.#isInHole,
      isCompressed,
      file: file && { sourceId: file.sourceId, path: file.path, captures: [...file.captures] },
    };
    this.#saved = { text: sealStream(state), of };
    return this.#saved.text;
  }

  async closeHandle(): Promise<void> {
    const { handle } = this;
    this.handle = null;
    await handle?.close();
  }
}

function isTold(file: TailFile, match: SourceMatch | null): boolean {
  return (
    match !== null &&
    file.sourceId === match.source.id &&
    file.captures.size === match.captures.size &&
    [...file.captures].every(([name, value]) => match.captures.get(name) === value)
  );
}

function nextId({ ids }: StreamContext): string {
  ids.next += 1;
  return String(ids.next - 1);
}

/** Whether a file of this size is the one that the mark remembers, or a copy of it; an empty one tells nothing. */
export async function holdsMark(file: OpenFile, mark: Mark, sizeBytes: number): Promise<boolean> {
  const samples = samplesWithin(mark, sizeBytes);
  return samples.length > 0 && holdsSamples(file, samples);
}

/** Whether the file holds these bytes at these places. */
async function holdsSamples(file: OpenFile, samples: readonly Sample[]): Promise<boolean> {
  const buffer = new Uint8Array(ANCHOR_BYTES);
  for (const sample of samples) {
    const window = buffer.subarray(0, sample.bytes.length);
    const length = await file.read(window, sample.offset);
    if (length < window.length || !equalBytes(window, sample.bytes)) return false;
  }
  return true;
}

function withoutHole(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => byte !== 0);
  return start < 0 ? bytes.subarray(0, 0) : bytes.subarray(start);
}
