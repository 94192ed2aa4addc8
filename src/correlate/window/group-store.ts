import { LRUCache } from 'lru-cache';
import type { SigmaCorrelation } from '../../sigma/rule.ts';
import type { CorrelatorLimits } from '../limits.ts';
import type { WindowEntry } from './group-window.ts';
import { GroupWindow } from './group-window.ts';
import { largestThreshold } from './threshold.ts';

/** What the correlations of one correlator use together. */
export interface Usage {
  /** Entries in all windows. */
  events: number;
  /** Entries that hold their event. */
  held: number;
  evictions: number;
}

/** How many matches pass between two looks for groups whose windows have closed. */
const SWEEP_INTERVAL = 256;

/** The windows of one correlation, within its limits. */
export class GroupStore {
  readonly #timespanMs: number;
  readonly #limits: CorrelatorLimits;
  readonly #maxGroupEvents: number;
  readonly #usage: Usage;
  /** Made with the first match, because it takes the room for all its groups at once. */
  #groups: LRUCache<string, GroupWindow> | null = null;
  #nowMs = Number.NEGATIVE_INFINITY;
  #untilSweep = SWEEP_INTERVAL;

  constructor(correlation: SigmaCorrelation, limits: CorrelatorLimits, usage: Usage) {
    this.#timespanMs = correlation.timespanMs;
    this.#limits = limits;
    this.#maxGroupEvents = Math.max(limits.maxGroupEvents, 2 * largestThreshold(correlation));
    this.#usage = usage;
  }

  /** The group's window, slid to `timeMs`. */
  open(key: string, timeMs: number): GroupWindow {
    this.#nowMs = Math.max(this.#nowMs, timeMs);
    this.#groups ??= this.#createGroups();
    this.#untilSweep -= 1;
    if (this.#untilSweep <= 0 || this.#isFull()) this.#sweep(this.#groups);
    const known = this.#groups.get(key);
    if (known !== undefined) {
      this.#change(known, () => {
        known.dropBefore(timeMs - this.#timespanMs);
      });
      return known;
    }
    const window = new GroupWindow();
    this.#groups.set(key, window);
    return window;
  }

  add(window: GroupWindow, entry: WindowEntry): void {
    this.#change(window, () => {
      window.add(entry);
      if (window.size <= this.#maxGroupEvents) return;
      window.dropFirst();
      this.#usage.evictions += 1;
    });
  }

  takeUnreported(window: GroupWindow): readonly WindowEntry[] {
    return this.#change(window, () => window.takeUnreported());
  }

  /** Runs a change of a window and keeps the totals true. */
  #change<T>(window: GroupWindow, run: () => T): T {
    const { size, held } = window;
    const result = run();
    this.#usage.events += window.size - size;
    this.#usage.held += window.held - held;
    return result;
  }

  #createGroups(): LRUCache<string, GroupWindow> {
    return new LRUCache({
      max: this.#limits.maxGroups,
      dispose: (window) => {
        this.#usage.events -= window.size;
        this.#usage.held -= window.held;
        if (this.#isOpen(window)) this.#usage.evictions += 1;
      },
    });
  }

  /** Least recent first: groups whose windows have closed, then, while there are too many events, open ones. */
  #sweep(groups: LRUCache<string, GroupWindow>): void {
    this.#untilSweep = SWEEP_INTERVAL;
    for (;;) {
      const [key] = groups.rkeys();
      const window = key === undefined ? undefined : groups.peek(key);
      if (key === undefined || window === undefined) return;
      if (this.#isOpen(window) && (!this.#isFull() || groups.size === 1)) return;
      groups.delete(key);
    }
  }

  #isOpen(window: GroupWindow): boolean {
    return window.latestMs >= this.#nowMs - this.#timespanMs;
  }

  #isFull(): boolean {
    return this.#usage.events >= this.#limits.maxEvents;
  }
}
