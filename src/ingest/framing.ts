// Bytes to lines. The frames do not depend on how the stream was cut into chunks, every byte belongs to exactly one
// frame, and memory stays within `maxLineBytes` however long a line is. A chunk that holds whole lines is not copied:
// only the line that a chunk leaves open is.
import type { Frame, Framer, SavedFraming } from './frame.ts';

const LF = 0x0a;
const CR = 0x0d;
const BOM = [0xef, 0xbb, 0xbf] as const;
const DEFAULT_MAX_LINE_BYTES = 1 << 20;
/** A line buffer above this size is given back once its line is out: thousands of tailed files share the heap. */
const KEPT_BUFFER_BYTES = 64 << 10;

export interface LineFramerOptions {
  /** Longer lines are cut to this many bytes; the rest is dropped and counted. Default 1 MiB. */
  readonly maxLineBytes?: number;
}

/**
 * Cuts a stream at LF or CRLF. `end` emits a last line without terminator. A UTF-8 byte order mark at the start of
 * the stream is not part of the first line's `bytes`, but of its `byteLength`.
 */
export function createLineFramer(options: LineFramerOptions = {}): Framer {
  return new LineFramer(options.maxLineBytes ?? DEFAULT_MAX_LINE_BYTES);
}

class LineFramer implements Framer {
  readonly #maxLineBytes: number;
  /** The first bytes of the open line, at most `maxLineBytes` and a byte order mark. */
  #held = new Uint8Array(0);
  #heldBytes = 0;
  /** Length of the open line so far, dropped bytes included. */
  #openBytes = 0;
  #openEndsWithCr = false;
  #line = 1;
  #offset = 0;

  constructor(maxLineBytes: number) {
    this.#maxLineBytes = maxLineBytes;
  }

  get pendingBytes(): number {
    return this.#openBytes;
  }

  push(chunk: Uint8Array, emit: (frame: Frame) => void): void {
    let start = 0;
    if (this.#openBytes > 0) {
      const end = chunk.indexOf(LF);
      this.#hold(end < 0 ? chunk : chunk.subarray(0, end));
      if (end < 0) return;
      this.#emitHeld(true, emit);
      start = end + 1;
    }
    for (;;) {
      const end = chunk.indexOf(LF, start);
      if (end < 0) break;
      const contentEnd = end > start && chunk[end - 1] === CR ? end - 1 : end;
      this.#emit(chunk.subarray(start, contentEnd), contentEnd - start, end + 1 - start, emit);
      start = end + 1;
    }
    if (start < chunk.length) this.#hold(chunk.subarray(start));
  }

  end(emit: (frame: Frame) => void): void {
    if (this.#openBytes > 0) this.#emitHeld(false, emit);
  }

  save(): SavedFraming {
    return {
      held: this.#held.slice(0, this.#heldBytes),
      openBytes: this.#openBytes,
      endsWithCr: this.#openEndsWithCr,
      line: this.#line,
      offset: this.#offset,
    };
  }

  restore({ held, openBytes, endsWithCr, line, offset }: SavedFraming): void {
    this.#hold(held);
    this.#openBytes = openBytes;
    this.#openEndsWithCr = endsWithCr;
    this.#line = line;
    this.#offset = offset;
  }

  #hold(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#openBytes += bytes.length;
    this.#openEndsWithCr = bytes[bytes.length - 1] === CR;
    const room = this.#maxLineBytes + BOM.length - this.#heldBytes;
    const kept = bytes.length > room ? bytes.subarray(0, room) : bytes;
    const needed = this.#heldBytes + kept.length;
    if (needed > this.#held.length) {
      const grown = new Uint8Array(
        Math.min(Math.max(needed, 2 * this.#held.length, 1024), this.#maxLineBytes + BOM.length),
      );
      grown.set(this.#held.subarray(0, this.#heldBytes));
      this.#held = grown;
    }
    this.#held.set(kept, this.#heldBytes);
    this.#heldBytes = needed;
  }

  #emitHeld(terminated: boolean, emit: (frame: Frame) => void): void {
    const contentBytes = this.#openBytes - (terminated && this.#openEndsWithCr ? 1 : 0);
    const byteLength = this.#openBytes + (terminated ? 1 : 0);
    const bytes = this.#held.subarray(0, Math.min(contentBytes, this.#heldBytes));
    this.#heldBytes = 0;
    this.#openBytes = 0;
    this.#openEndsWithCr = false;
    if (this.#held.length > KEPT_BUFFER_BYTES) this.#held = new Uint8Array(0);
    this.#emit(bytes, contentBytes, byteLength, emit);
  }

  /** `content` is the line, or as much of it as was held; `contentBytes` is the length it has in the stream. */
  #emit(
    content: Uint8Array,
    contentBytes: number,
    byteLength: number,
    emit: (frame: Frame) => void,
  ): void {
    const markBytes = this.#line === 1 && startsWithBom(content) ? BOM.length : 0;
    const lineBytes = contentBytes - markBytes;
    const droppedBytes = Math.max(0, lineBytes - this.#maxLineBytes);
    const bytes =
      markBytes > 0 || droppedBytes > 0
        ? content.subarray(markBytes, markBytes + lineBytes - droppedBytes)
        : content;
    const frame = { bytes, line: this.#line, offset: this.#offset, byteLength, droppedBytes };
    this.#line += 1;
    this.#offset += byteLength;
    emit(frame);
  }
}

function startsWithBom(bytes: Uint8Array): boolean {
  return bytes[0] === BOM[0] && bytes[1] === BOM[1] && bytes[2] === BOM[2];
}
