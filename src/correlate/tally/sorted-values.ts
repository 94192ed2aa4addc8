/** Values per chunk: inserting moves at most these, finding a rank walks over one number for each chunk. */
const MAX_CHUNK = 512;

/** A sorted list that values enter and leave in little time, whatever its length. */
export class SortedValues {
  readonly #chunks: number[][] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(value: number): void {
    this.#size += 1;
    const index = Math.min(this.#findChunk(value), this.#chunks.length - 1);
    const chunk = this.#chunks[index];
    if (chunk === undefined) {
      this.#chunks.push([value]);
      return;
    }
    chunk.splice(lowerBound(chunk, value), 0, value);
    if (chunk.length > MAX_CHUNK) this.#chunks.splice(index + 1, 0, chunk.splice(MAX_CHUNK / 2));
  }

  /** Takes out one such value, which must be there. */
  remove(value: number): void {
    const index = this.#findChunk(value);
    const chunk = this.#chunks[index];
    if (chunk === undefined) return;
    chunk.splice(lowerBound(chunk, value), 1);
    this.#size -= 1;
    if (chunk.length === 0) this.#chunks.splice(index, 1);
  }

  /** The value at a rank from 0. */
  at(rank: number): number {
    let left = rank;
    for (const chunk of this.#chunks) {
      if (left < chunk.length) return chunk[left] ?? 0;
      left -= chunk.length;
    }
    return 0;
  }

  /** The first chunk whose last value is not below. */
  #findChunk(value: number): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#chunks[middle]?.at(-1) ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
