/**
 * How many alerts of one rule and unit may open within a window. Judged by event time alone, so that a scan and a watch
 * agree; what is beyond shares an overflow alert and is counted, never dropped.
 */
export class RateCeiling {
  readonly #maximum: number;
  /** Starts of the alerts of a rule and unit over the last window, ascending. */
  readonly #starts = new Map<string, Starts>();

  constructor(maximum: number) {
    this.#maximum = maximum;
  }

  /** Whether no further alert may open at this time. */
  isReached(key: string, timeMs: number, windowMs: number): boolean {
    const known = this.#starts.get(key);
    if (known === undefined) return false;
    const { times } = known;
    return countUntil(times, timeMs) - countUntil(times, timeMs - windowMs) >= this.#maximum;
  }

  opened(key: string, timeMs: number, windowMs: number): void {
    const known = this.#starts.get(key) ?? { times: [], windowMs };
    const { times } = known;
    times.splice(countUntil(times, timeMs), 0, timeMs);
    times.splice(0, countUntil(times, (times.at(-1) ?? timeMs) - windowMs));
    this.#starts.set(key, { times, windowMs });
  }

  /** Forgets rules and units whose last window ended before. */
  forget(beforeMs: number): void {
    for (const [key, { times, windowMs }] of this.#starts)
      if ((times.at(-1) ?? 0) + windowMs < beforeMs) this.#starts.delete(key);
  }

  save(): SavedCeiling {
    return [...this.#starts].map(([key, { times, windowMs }]) => [key, windowMs, [...times]]);
  }

  restore(saved: SavedCeiling): void {
    for (const [key, windowMs, times] of saved)
      this.#starts.set(key, { windowMs, times: [...times] });
  }
}

interface Starts {
  readonly times: number[];
  readonly windowMs: number;
}

export type SavedCeiling = readonly (readonly [
  key: string,
  windowMs: number,
  times: readonly number[],
])[];

/** How many of the ascending times are at or before `timeMs`. */
function countUntil(times: readonly number[], timeMs: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) <= timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
