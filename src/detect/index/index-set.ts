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

  /** The item at a place below `size`: in the order of adding, or ascending after `sort`. */
  at(place: number): number {
    return this.#items[place] ?? 0;
  }

  /** Few items at a time, nearly in order: a built-in sort costs more than the rest of an event's work. */
  sort(): void {
    const items = this.#items;
    if (this.#size > MAX_INSERTION) {
      items.subarray(0, this.#size).sort();
      return;
    }
    for (let end = 1; end < this.#size; end += 1) {
      const item = items[end] ?? 0;
      let place = end;
      for (; place > 0 && (items[place - 1] ?? 0) > item; place -= 1)
        items[place] = items[place - 1] ?? 0;
      items[place] = item;
    }
  }

  /** A copy of the items. */
  toArray(): Int32Array {
    return this.#items.slice(0, this.#size);
  }
}

const MAX_INSERTION = 64;
