/** Reads an asynchronous stream of chunks piece by piece. Holds one chunk; views are valid until the next `fill`. */
export class ByteCursor {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array(0);
  #at = 0;
  #takenBytes = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Bytes taken since the start of the stream. */
  get takenBytes(): number {
    return this.#takenBytes;
  }

  /** Makes sure that there is a byte to look at; false at the end of the stream. */
  async fill(): Promise<boolean> {
    while (this.#at >= this.#chunk.length) {
      const next = await this.#chunks.next();
      if (next.done === true) return false;
      this.#chunk = next.value;
      this.#at = 0;
    }
    return true;
  }

  /** The next bytes without taking them; at least one after `fill` said true, at most `maxBytes`. */
  peek(maxBytes: number): Uint8Array {
    return this.#chunk.subarray(this.#at, this.#at + maxBytes);
  }

  take(bytes: number): void {
    this.#at += bytes;
    this.#takenBytes += bytes;
  }

  /** The next byte, taken; -1 at the end of the stream. */
  async next(): Promise<number> {
    if (!(await this.fill())) return -1;
    const byte = this.#chunk[this.#at] ?? -1;
    this.take(1);
    return byte;
  }

  /** Ends the stream underneath. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
