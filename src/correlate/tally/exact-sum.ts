/**
 * A sum of doubles that stays exact while values come and go: non-overlapping partial sums (J. R. Shewchuk, "Adaptive
 * Precision Floating-Point Arithmetic", 1997). Adding a value and later its negative leaves no trace, so a sliding
 * sum does not drift and does not depend on what was in the window before. Values up to 1e300.
 */
export class ExactSum {
  /** Ascending magnitude. */
  #partials: number[] = [];

  add(value: number): void {
    let sum = value;
    const rest: number[] = [];
    for (const partial of this.#partials) {
      const isLarger = Math.abs(sum) >= Math.abs(partial);
      const large = isLarger ? sum : partial;
      const small = isLarger ? partial : sum;
      sum = large + small;
      const error = small - (sum - large);
      if (error !== 0) rest.push(error);
    }
    if (sum !== 0) rest.push(sum);
    this.#partials = rest;
  }

  /** The exact sum, rounded once, ties to even. */
  value(): number {
    let at = this.#partials.length - 1;
    let sum = this.#partials[at] ?? 0;
    let error = 0;
    while (at > 0 && error === 0) {
      at -= 1;
      const before = sum;
      const partial = this.#partials[at] ?? 0;
      sum = before + partial;
      error = partial - (sum - before);
    }
    const next = this.#partials[at - 1] ?? 0;
    // half-way, and what is left points the same way: the tie is none
    if (at > 0 && error < 0 === next < 0 && error !== 0) {
      const doubled = error * 2;
      const rounded = sum + doubled;
      if (rounded - sum === doubled) return rounded;
    }
    return sum;
  }
}
