// How many messages of a rule or a unit a route has let through in the windows that are open.
import type { Item } from './item.ts';
import type { Rate, Route } from './route.ts';

/** Windows by key: when they began, and what went through. */
export type SavedCeilings = readonly (readonly [key: string, startMs: number, count: number])[];

interface Window {
  readonly startMs: number;
  readonly count: number;
}

/** More rules and units than any configuration has; beyond them everything is held, and told as that. */
const MAX_WINDOWS = 20_000;

export class Ceilings {
  readonly #windows: Map<string, Window>;

  constructor(saved: SavedCeilings) {
    this.#windows = new Map(saved.map(([key, startMs, count]) => [key, { startMs, count }]));
  }

  /** Null = it goes through, and is counted; else when the window that is full ends. */
  pass({ id, ceiling }: Route, { ruleId, unit }: Item, nowMs: number): number | null {
    const limits: (readonly [string, Rate])[] = [];
    if (ceiling.rule !== null) limits.push([JSON.stringify([id, 'rule', ruleId]), ceiling.rule]);
    if (ceiling.unit !== null) limits.push([JSON.stringify([id, 'unit', unit]), ceiling.unit]);
    const open = limits.map(([key, rate]) => ({ key, rate, window: this.#open(key, rate, nowMs) }));
    const full = open.filter(({ rate, window }) => window.count >= rate.count);
    if (full.length > 0)
      return Math.max(...full.map(({ rate, window }) => window.startMs + rate.windowMs));
    if (this.#windows.size + open.length > MAX_WINDOWS) this.#forgetOver(nowMs);
    if (this.#windows.size + open.length > MAX_WINDOWS)
      return Math.max(...open.map(({ rate }) => nowMs + rate.windowMs));
    for (const { key, window } of open)
      this.#windows.set(key, { ...window, count: window.count + 1 });
    return null;
  }

  save(): SavedCeilings {
    return [...this.#windows].map(([key, { startMs, count }]) => [key, startMs, count]);
  }

  /** A clock that was set back opens a window anew. */
  #open(key: string, { windowMs }: Rate, nowMs: number): Window {
    const window = this.#windows.get(key);
    const isOpen =
      window !== undefined && nowMs >= window.startMs && nowMs < window.startMs + windowMs;
    return isOpen ? window : { startMs: nowMs, count: 0 };
  }

  /** The longest window is a day (config/notify-settings). */
  #forgetOver(nowMs: number): void {
    for (const [key, { startMs }] of this.#windows)
      if (Math.abs(nowMs - startMs) > 86_400_000) this.#windows.delete(key);
  }
}
