import type { Sample, WindowLog } from '../tally/tally.ts';

/** A place in the order of a group's entries. */
export interface Moment {
  readonly timeMs: number;
  readonly sequence: number;
}

/** When each rule matched, for questions about any stretch of the window: each is a binary search. */
export class PresenceLog implements WindowLog {
  readonly #moments: Moment[][];
  /** Moments before it have left the window. */
  readonly #heads: number[];

  constructor(rules: number) {
    this.#moments = Array.from({ length: rules }, () => []);
    this.#heads = Array.from({ length: rules }, () => 0);
  }

  add({ timeMs, sequence, rules }: Sample): void {
    for (const rule of rules) this.#moments[rule]?.push({ timeMs, sequence });
  }

  /** Entries leave in the order in which they stand. */
  remove({ rules }: Sample): void {
    for (const rule of rules) {
      const moments = this.#moments[rule] ?? [];
      const head = (this.#heads[rule] ?? 0) + 1;
      this.#heads[rule] = head;
      if (head * 2 <= moments.length) continue;
      this.#moments[rule] = moments.slice(head);
      this.#heads[rule] = 0;
    }
  }

  /** The rule's first match that is not before `from`; null when there is none. */
  next(rule: number, from: Moment): Moment | null {
    return this.#moments[rule]?.[this.#countBefore(rule, from)] ?? null;
  }

  /** Time of the rule's latest match in the stretch, both ends included; null when there is none. */
  latest(rule: number, fromMs: number, toMs: number): number | null {
    const after = this.#countBefore(rule, { timeMs: toMs, sequence: Number.POSITIVE_INFINITY });
    if (after <= (this.#heads[rule] ?? 0)) return null;
    const timeMs = this.#moments[rule]?.[after - 1]?.timeMs ?? Number.NEGATIVE_INFINITY;
    return timeMs >= fromMs ? timeMs : null;
  }

  state(): readonly number[] {
    return [];
  }

  restore(): void {
    // everything follows from the entries in the window
  }

  /** Index of the first moment that is not before `moment`. */
  #countBefore(rule: number, moment: Moment): number {
    const moments = this.#moments[rule] ?? [];
    let low = this.#heads[rule] ?? 0;
    let high = moments.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = moments[middle];
      if (other !== undefined && isBefore(other, moment)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function isBefore(a: Moment, b: Moment): boolean {
  return a.timeMs === b.timeMs ? a.sequence < b.sequence : a.timeMs < b.timeMs;
}
