// The sliding window of one group: events in event-time order, distinct values counted as they come and go, and which
// events no finding has reported yet. All costs are per event that enters or leaves.
import type { Event } from '../../event/event.ts';
import type { SigmaRule } from '../../sigma/rule.ts';

export interface WindowEntry {
  readonly timeMs: number;
  readonly rule: SigmaRule;
  readonly unit: string | null;
  readonly machine: string | null;
  readonly values: readonly string[];
  /** Held until a finding has reported it, where limits allow. */
  readonly event: Event | null;
}

interface Slot {
  readonly entry: WindowEntry;
  isReported: boolean;
}

export class GroupWindow {
  /** Slots before `#head` have left the window; they are cut off from time to time. */
  #slots: Slot[] = [];
  #head = 0;
  #held = 0;
  #unreported = 0;
  readonly #valueCounts = new Map<string, number>();

  get size(): number {
    return this.#slots.length - this.#head;
  }

  /** Number of distinct values. */
  get distinct(): number {
    return this.#valueCounts.size;
  }

  /** Entries that hold an event. */
  get held(): number {
    return this.#held;
  }

  /** Time of the latest entry. */
  get latestMs(): number {
    return this.#slots.at(-1)?.entry.timeMs ?? Number.NEGATIVE_INFINITY;
  }

  /** Adds behind all entries that are not later: at the end, as long as the input is in event-time order. */
  add(entry: WindowEntry): void {
    let at = this.#slots.length;
    while (at > this.#head && (this.#slots[at - 1]?.entry.timeMs ?? 0) > entry.timeMs) at -= 1;
    this.#slots.splice(at, 0, { entry, isReported: false });
    for (const value of entry.values)
      this.#valueCounts.set(value, (this.#valueCounts.get(value) ?? 0) + 1);
    this.#unreported += 1;
    if (entry.event !== null) this.#held += 1;
  }

  /** Drops the entries before `timeMs`: they have slid out of the window. */
  dropBefore(timeMs: number): void {
    while (this.size > 0 && (this.#slots[this.#head]?.entry.timeMs ?? timeMs) < timeMs)
      this.dropFirst();
  }

  dropFirst(): void {
    const slot = this.#slots[this.#head];
    if (slot === undefined) return;
    this.#head += 1;
    for (const value of slot.entry.values) {
      const count = this.#valueCounts.get(value) ?? 0;
      if (count > 1) this.#valueCounts.set(value, count - 1);
      else this.#valueCounts.delete(value);
    }
    if (slot.entry.event !== null) this.#held -= 1;
    if (!slot.isReported) this.#unreported -= 1;
    if (this.#head * 2 > this.#slots.length) {
      this.#slots = this.#slots.slice(this.#head);
      this.#head = 0;
    }
  }

  /** The entries that no finding has reported, in order; from now on one has, and their events are let go. */
  takeUnreported(): readonly WindowEntry[] {
    const taken: WindowEntry[] = [];
    for (let at = this.#slots.length - 1; at >= this.#head && this.#unreported > 0; at -= 1) {
      const slot = this.#slots[at];
      if (slot === undefined || slot.isReported) continue;
      taken.push(slot.entry);
      if (slot.entry.event !== null) this.#held -= 1;
      this.#slots[at] = { entry: { ...slot.entry, event: null }, isReported: true };
      this.#unreported -= 1;
    }
    return taken.reverse();
  }
}
