import type { MutableCounts } from './message-counts.ts';

/** Taken lines are forgotten in one go when there are this many of them. */
const COMPACT_LINES = 1024;

/** Lines of one sender that wait to be written, oldest first. */
export class SenderQueue {
  #lines: Uint8Array[] = [];
  #first = 0;
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  push(line: Uint8Array): void {
    this.#lines.push(line);
    this.#bytes += line.length;
  }

  /** Moves lines to `batch`: whole ones, as many as fit into `maxBytes`, and at least one. The bytes moved. */
  takeTo(batch: Uint8Array[], maxBytes: number): number {
    let taken = 0;
    for (;;) {
      const line = this.#lines[this.#first];
      if (line === undefined || (taken > 0 && taken + line.length > maxBytes)) break;
      batch.push(line);
      taken += line.length;
      this.#first += 1;
    }
    this.#forgetTaken(taken);
    return taken;
  }

  /** Gives up the oldest lines, at least `bytes` of them if there are so many. */
  drop(bytes: number, counts: readonly MutableCounts[]): void {
    const dropped: Uint8Array[] = [];
    const droppedBytes = this.takeTo(dropped, bytes);
    for (const count of counts) {
      count.dropped += dropped.length;
      count.droppedBytes += droppedBytes;
    }
  }

  #forgetTaken(bytes: number): void {
    this.#bytes -= bytes;
    if (this.#first < COMPACT_LINES && this.#first < this.#lines.length) return;
    this.#lines = this.#lines.slice(this.#first);
    this.#first = 0;
  }
}
