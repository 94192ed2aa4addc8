import { compareMatched, weighMatched, type MatchedEvent } from './detection.ts';

/**
 * Puts live matches into event-time order: a match waits for `latenessMs` after it arrived, so that an earlier
 * event that arrives a little later still goes first. While the backlog is being read everything
 * waits (`caughtUp` ends that), so that files read one after another give the same alerts as files read together.
 *
 * Bounded by number and size: beyond that the oldest half is released early and counted.
 */
export interface ReorderBuffer {
  add(matched: MatchedEvent, nowMs: number): void;
  /** Matches that are due, in event-time order. */
  release(nowMs: number): readonly MatchedEvent[];
  /** No match before this event time will be released, as long as all arrive within the lateness. */
  watermarkMs(nowMs: number): number;
  /** All that is left, in event-time order. */
  drain(): readonly MatchedEvent[];
  /** The backlog is read: what it held is due at once, later matches after the lateness. */
  caughtUp(): void;
  /** Matches released before their time because the buffer was full. */
  readonly releasedEarly: number;
}

interface Held {
  readonly matched: MatchedEvent;
  readonly arrivedMs: number;
}

export interface ReorderLimits {
  readonly maxItems: number;
  /** Rough bytes in memory. */
  readonly maxWeight: number;
}

const LIMITS: ReorderLimits = { maxItems: 200_000, maxWeight: 256 * 1024 * 1024 };

export function createReorderBuffer(
  latenessMs: number,
  { maxItems, maxWeight }: ReorderLimits = LIMITS,
): ReorderBuffer {
  let held: Held[] = [];
  let state: 'catching-up' | 'caught-up' | 'live' = 'catching-up';
  let releasedEarly = 0;
  let weight = 0;

  /** Takes out everything up to an event time, in order. */
  function take(untilMs: number): readonly MatchedEvent[] {
    const out = held.filter((item) => item.matched.event.timeMs <= untilMs);
    if (out.length === 0) return [];
    held = held.filter((item) => item.matched.event.timeMs > untilMs);
    weight = held.reduce((sum, item) => sum + weighMatched(item.matched), 0);
    return out.map((item) => item.matched).toSorted(compareMatched);
  }

  return {
    get releasedEarly() {
      return releasedEarly;
    },
    add(matched, nowMs) {
      held.push({ matched, arrivedMs: nowMs });
      weight += weighMatched(matched);
    },
    caughtUp() {
      state = 'caught-up';
    },
    watermarkMs(nowMs) {
      if (state !== 'live') return Number.NEGATIVE_INFINITY;
      return held.reduce(
        (earliest, item) => Math.min(earliest, item.matched.event.timeMs),
        nowMs - latenessMs,
      );
    },
    drain: () => take(Number.POSITIVE_INFINITY),
    release(nowMs) {
      if (held.length > maxItems || weight > maxWeight) {
        const times = held.map((item) => item.matched.event.timeMs).toSorted((a, b) => a - b);
        const out = take(times[Math.floor(times.length / 2)] ?? 0);
        releasedEarly += out.length;
        return out;
      }
      if (state === 'catching-up') return [];
      if (state === 'caught-up') {
        state = 'live';
        return take(Number.POSITIVE_INFINITY);
      }
      const due = held.filter((item) => nowMs - item.arrivedMs >= latenessMs);
      return take(
        due.reduce(
          (latest, item) => Math.max(latest, item.matched.event.timeMs),
          Number.NEGATIVE_INFINITY,
        ),
      );
    },
  };
}
