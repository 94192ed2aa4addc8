/** Things that come due, earliest first; of equal times in the order in which they were added. */
export class Deadlines<T> {
  #items: { readonly dueMs: number; readonly item: T }[] = [];
  /** Items before it have been taken. */
  #head = 0;

  get nextMs(): number {
    return this.#items[this.#head]?.dueMs ?? Number.POSITIVE_INFINITY;
  }

  /** Nearly always at the end, because time goes on. */
  add(dueMs: number, item: T): void {
    let at = this.#items.length;
    while (at > this.#head && (this.#items[at - 1]?.dueMs ?? 0) > dueMs) at -= 1;
    this.#items.splice(at, 0, { dueMs, item });
  }

  take(): T | null {
    const next = this.#items[this.#head];
    if (next === undefined) return null;
    this.#head += 1;
    if (this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return next.item;
  }
}
