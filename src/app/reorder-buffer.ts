import { Heap } from '../util/heap.ts';
import { compareMatched, weighMatched, type MatchedEvent } from './detection.ts';

/**
 * Puts live matches into event-time order: a match waits for `latenessMs` after it arrived, so that an earlier
 * event that arrives a little later still goes first. While the backlog is being read everything
 * waits (`caughtUp` ends that), so that files read one after another give the same alerts as files read together.
 *
 * Bounded by number and size: beyond that the oldest half is released early and counted. Costs a few comparisons a
 * match, and nothing a tick.
 */
export interface ReorderBuffer {
  /** Arrivals never go back in time. */
  add(matched: MatchedEvent, arrivedMs: number): void;
  /** Matches that are due, in event-time order. */
  release(nowMs: number): readonly MatchedEvent[];
  /** No match before this event time will be released, as long as all arrive within the lateness. */
  watermarkMs(nowMs: number): number;
  /** All that is left, in event-time order. */
  drain(): readonly MatchedEvent[];
  /** The backlog is read: what it held waits for the lateness from now on, as if it had arrived just now. */
  caughtUp(nowMs: number): void;
  /** There is a backlog again: everything waits until the next `caughtUp`. */
  startCatchingUp(): void;
  save(): SavedReorderBuffer;
  /** The backlog is read and released. */
  readonly isSettled: boolean;
  /** Matches released before their time because the buffer was full. */
  readonly releasedEarly: number;
}

export interface SavedReorderBuffer {
  readonly isCatchingUp: boolean;
  readonly releasedEarly: number;
  /** In order of arrival. */
  readonly held: readonly { readonly matched: MatchedEvent; readonly arrivedMs: number }[];
}

interface Held {
  readonly matched: MatchedEvent;
  arrivedMs: number;
  readonly sequence: number;
  isReleased: boolean;
}

export interface ReorderLimits {
  readonly maxItems: number;
  /** Rough bytes in memory. */
  readonly maxWeight: number;
}

const LIMITS: ReorderLimits = { maxItems: 200_000, maxWeight: 256 * 1024 * 1024 };

/** @param saved what another buffer's `save` returned */
export function createReorderBuffer(
  latenessMs: number,
  limits: ReorderLimits = LIMITS,
  saved: SavedReorderBuffer | null = null,
): ReorderBuffer {
  return new HeapBuffer(latenessMs, limits, saved);
}

class HeapBuffer implements ReorderBuffer {
  releasedEarly: number;
  readonly #latenessMs: number;
  readonly #limits: ReorderLimits;
  readonly #byTime = new Heap<Held>(
    (a, b) => compareMatched(a.matched, b.matched) || a.sequence - b.sequence,
  );
  /** The same matches in order of arrival; those before `#head` have been released. */
  #arrivals: Held[] = [];
  #head = 0;
  #isCatchingUp: boolean;
  /** Sequence number of the first match after the backlog. */
  #backlogEnd = 0;
  #weight = 0;
  #sequence = 0;

  constructor(latenessMs: number, limits: ReorderLimits, saved: SavedReorderBuffer | null) {
    this.#latenessMs = latenessMs;
    this.#limits = limits;
    this.releasedEarly = saved?.releasedEarly ?? 0;
    this.#isCatchingUp = saved?.isCatchingUp ?? true;
    for (const { matched, arrivedMs } of saved?.held ?? []) this.add(matched, arrivedMs);
  }

  get isSettled(): boolean {
    const next = this.#arrivals[this.#head]?.sequence ?? this.#backlogEnd;
    return !this.#isCatchingUp && next >= this.#backlogEnd;
  }

  add(matched: MatchedEvent, arrivedMs: number): void {
    const held = { matched, arrivedMs, sequence: this.#sequence, isReleased: false };
    this.#sequence += 1;
    this.#weight += weighMatched(matched);
    this.#byTime.add(held);
    this.#arrivals.push(held);
  }

  caughtUp(nowMs: number): void {
    this.#isCatchingUp = false;
    this.#backlogEnd = this.#sequence;
    for (const held of this.#arrivals) held.arrivedMs = nowMs;
  }

  startCatchingUp(): void {
    this.#isCatchingUp = true;
  }

  watermarkMs(nowMs: number): number {
    if (this.#isCatchingUp) return Number.NEGATIVE_INFINITY;
    const firstMs = this.#byTime.first?.matched.event.timeMs ?? Number.POSITIVE_INFINITY;
    return Math.min(nowMs - this.#latenessMs, firstMs);
  }

  drain(): readonly MatchedEvent[] {
    return this.#take(Number.POSITIVE_INFINITY);
  }

  release(nowMs: number): readonly MatchedEvent[] {
    const { maxItems, maxWeight } = this.#limits;
    if (this.#byTime.size > maxItems || this.#weight > maxWeight) {
      const out = this.#take(this.#medianMs());
      this.releasedEarly += out.length;
      return out;
    }
    return this.#isCatchingUp ? [] : this.#take(this.#dueUntilMs(nowMs));
  }

  save(): SavedReorderBuffer {
    const held = this.#arrivals
      .filter(({ isReleased }) => !isReleased)
      .map(({ matched, arrivedMs }) => ({ matched, arrivedMs }));
    return { isCatchingUp: this.#isCatchingUp, releasedEarly: this.releasedEarly, held };
  }

  /** Takes out everything up to an event time, in order. */
  #take(untilMs: number): readonly MatchedEvent[] {
    const out: MatchedEvent[] = [];
    for (let next = this.#byTime.first; next !== undefined; next = this.#byTime.first) {
      if (next.matched.event.timeMs > untilMs) break;
      this.#byTime.take();
      next.isReleased = true;
      this.#weight -= weighMatched(next.matched);
      out.push(next.matched);
    }
    while (this.#arrivals[this.#head]?.isReleased === true) this.#head += 1;
    if (this.#head * 2 > this.#arrivals.length) {
      this.#arrivals = this.#arrivals.slice(this.#head);
      this.#head = 0;
    }
    return out;
  }

  /** The latest event time of the matches that have waited long enough. */
  #dueUntilMs(nowMs: number): number {
    let untilMs = Number.NEGATIVE_INFINITY;
    for (let at = this.#head; at < this.#arrivals.length; at += 1) {
      const held = this.#arrivals[at];
      if (held === undefined || nowMs - held.arrivedMs < this.#latenessMs) break;
      if (!held.isReleased) untilMs = Math.max(untilMs, held.matched.event.timeMs);
    }
    return untilMs;
  }

  #medianMs(): number {
    const times = Float64Array.from(this.#byTime.items, ({ matched }) => matched.event.timeMs);
    return times.sort()[Math.floor(times.length / 2)] ?? 0;
  }
}
