import type { Event } from '../event/event.ts';

/** How far a device's clock may run ahead and still be believed. */
const TOLERANCE_MS = 3_600_000;

/**
 * Live events from the future are set to the time of reading: one line that says year 9999 would otherwise close every
 * open window and blind the correlations until then. Counted, so that a person hears of the clock.
 */
export interface ClockGuard {
  check(event: Event, nowMs: number): Event;
  /** Events whose time was not believed, by source id. */
  readonly ahead: ReadonlyMap<string, number>;
}

export function createClockGuard(
  saved: readonly (readonly [source: string, count: number])[] = [],
): ClockGuard {
  const ahead = new Map<string, number>(saved);
  return {
    ahead,
    check(event, nowMs) {
      if (event.timeMs <= nowMs + TOLERANCE_MS) return event;
      const { source } = event.origin;
      ahead.set(source, (ahead.get(source) ?? 0) + 1);
      return { ...event, timeMs: nowMs, timeOrigin: 'received' };
    },
  };
}
