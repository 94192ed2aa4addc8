// The sliding window of one group: entries in event-time order, what its condition asks, and which entries no
// finding has reported yet. All costs are per entry that enters or leaves.
import { weighEvent } from '../../event/weigh.ts';
import type { Sample, WindowLog } from '../tally/tally.ts';
import type { Group } from './contribution.ts';
import type { Evidence } from './input.ts';

export interface WindowEntry extends Sample {
  readonly units: readonly string[];
  readonly machines: readonly string[];
  /** Held until a finding has reported it, where limits allow. */
  readonly evidence: readonly Evidence[];
}

export interface Slot {
  entry: WindowEntry;
  isReported: boolean;
  /** It has left the window. */
  isDropped: boolean;
  /** The window that it opens has yet to close (deferred conditions only). */
  isPending: boolean;
}

export class GroupWindow<Log extends WindowLog> {
  readonly group: Pick<Group, 'unit' | 'values'>;
  /** Whether the condition was true when it was last asked, and the window has not emptied since. */
  isActive = false;
  /** End of the last window that was decided (deferred conditions only). */
  decidedMs = Number.NEGATIVE_INFINITY;
  isDisposed = false;
  readonly #createLog: () => Log;
  #log: Log;
  /** Slots before `#head` have left the window; they are cut off from time to time. */
  #slots: Slot[] = [];
  #head = 0;
  #held = 0;
  #heldWeight = 0;
  #unreported = 0;

  constructor(group: Pick<Group, 'unit' | 'values'>, createLog: () => Log) {
    this.group = group;
    this.#createLog = createLog;
    this.#log = createLog();
  }

  get log(): Log {
    return this.#log;
  }

  get size(): number {
    return this.#slots.length - this.#head;
  }

  /** Events that entries hold. */
  get held(): number {
    return this.#held;
  }

  /** Rough bytes of those events. */
  get heldWeight(): number {
    return this.#heldWeight;
  }

  /** Time of the latest entry. */
  get latestMs(): number {
    return this.#slots.at(-1)?.entry.timeMs ?? Number.NEGATIVE_INFINITY;
  }

  /** What is in the window, in order. */
  list(): readonly Slot[] {
    return this.#slots.slice(this.#head);
  }

  /** Adds behind all entries that are not later: at the end, as long as the input is in event-time order. */
  add(slot: Slot): void {
    const { entry } = slot;
    let at = this.#slots.length;
    while (at > this.#head && (this.#slots[at - 1]?.entry.timeMs ?? 0) > entry.timeMs) at -= 1;
    const isLate = at < this.#slots.length;
    this.#slots.splice(at, 0, slot);
    if (isLate) this.#recount();
    else this.#log.add(entry);
    if (!slot.isReported) this.#unreported += 1;
    this.#hold(entry, 1);
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
    this.#log.remove(slot.entry);
    this.#hold(slot.entry, -1);
    if (!slot.isReported) this.#unreported -= 1;
    slot.isDropped = true;
    if (this.#head * 2 > this.#slots.length) {
      this.#slots = this.#slots.slice(this.#head);
      this.#head = 0;
    }
  }

  /**
   * The entries from `fromMs` on that no finding has reported and that `isWanted`, in order; from now on one has, and
   * their events are let go.
   */
  takeUnreported(
    fromMs = Number.NEGATIVE_INFINITY,
    isWanted: (entry: WindowEntry) => boolean = () => true,
  ): readonly WindowEntry[] {
    const taken: WindowEntry[] = [];
    let left = this.#unreported;
    for (let at = this.#slots.length - 1; at >= this.#head && left > 0; at -= 1) {
      const slot = this.#slots[at];
      if (slot === undefined || slot.entry.timeMs < fromMs) break;
      if (slot.isReported) continue;
      left -= 1;
      if (!isWanted(slot.entry)) continue;
      taken.push(slot.entry);
      this.#hold(slot.entry, -1);
      slot.entry = { ...slot.entry, evidence: [] };
      slot.isReported = true;
      this.#unreported -= 1;
    }
    return taken.reverse();
  }

  #hold({ evidence }: WindowEntry, sign: 1 | -1): void {
    this.#held += sign * evidence.length;
    for (const { event } of evidence) this.#heldWeight += sign * weighEvent(event);
  }

  /** A late entry stands between others; the order of entries may matter. */
  #recount(): void {
    this.#log = this.#createLog();
    for (const { entry } of this.list()) this.#log.add(entry);
  }
}
