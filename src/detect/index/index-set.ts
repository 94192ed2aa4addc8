/** A set of whole numbers below a limit that is emptied in no time: for work that is done for every event. */
export class IndexSet {
  /** By number: the round in which it was added last. */
  readonly #rounds: Uint32Array;
  readonly #items: Int32Array;
  #round = 1;
  #size = 0;

  constructor(limit: number) {
    this.#rounds = new Uint32Array(limit);
    this.#items = new Int32Array(limit);
  }

  get size(): number {
    return this.#size;
  }

  clear(): void {
    this.#size = 0;
    this.#round += 1;
    if (this.#round <= 0xffff_ffff) return;
    this.#rounds.fill(0);
    this.#round = 1;
  }

  has(item: number): boolean {
    return this.#rounds[item] === this.#round;
  }

  add(item: number): void {
    if (this.#rounds[item] === this.#round) return;
    this.#rounds[item] = this.#round;
    this.#items[this.#size] = item;
    this.#size += 1;
  }

  addAll(items: Int32Array): void {
    for (let at = 0; at < items.length; at += 1) this.add(items[at] ?? 0);
  }

  /** The items in ascending order, until the next change. */
  sorted(): Int32Array {
    const items = this.#items.subarray(0, this.#size);
    return items.length > 1 ? items.sort() : items;
  }
}
