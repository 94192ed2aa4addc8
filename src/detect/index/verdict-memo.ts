// What the index remembers of values: logs repeat theirs. Bounded in bytes over all memos together, in two
// generations: when the young one is full it becomes the old one, and what the old one held is forgotten unless it was
// asked for since.
import { detach } from '../../util/detach.ts';

/** Positions of rules in their bucket, ascending. */
export type Verdict = Int32Array;
export type ScalarValue = string | number | boolean;

/** Longer texts are seldom seen twice, and hashing them costs as much as looking through them. */
const MAX_KEY_CHARS = 1024;
/** Of a Map's entry and a string's header, about. */
const ENTRY_BYTES = 64;

/** The bytes that all memos of an engine may hold. */
export class MemoBudget {
  readonly #maxYoungBytes: number;
  readonly #memos: VerdictMemo[] = [];
  #youngBytes = 0;

  constructor(maxBytes: number) {
    this.#maxYoungBytes = maxBytes / 2;
  }

  createMemo(): VerdictMemo {
    const memo = new VerdictMemo(this);
    this.#memos.push(memo);
    return memo;
  }

  /** A memo's young generation grew. */
  charge(bytes: number): void {
    this.#youngBytes += bytes;
    if (this.#youngBytes <= this.#maxYoungBytes) return;
    this.#youngBytes = 0;
    for (const memo of this.#memos) memo.age();
  }
}

export class VerdictMemo {
  readonly #budget: MemoBudget;
  #young = new Map<ScalarValue, Verdict>();
  #old = new Map<ScalarValue, Verdict>();

  constructor(budget: MemoBudget) {
    this.#budget = budget;
  }

  find(value: ScalarValue): Verdict | undefined {
    const verdict = this.#young.get(value);
    if (verdict !== undefined || this.#old.size === 0) return verdict;
    const earlier = this.#old.get(value);
    if (earlier !== undefined) this.remember(value, earlier);
    return earlier;
  }

  remember(value: ScalarValue, verdict: Verdict): void {
    if (typeof value === 'string' && value.length > MAX_KEY_CHARS) return;
    // a value may be a slice that keeps its whole line alive
    this.#young.set(typeof value === 'string' ? detach(value) : value, verdict);
    this.#budget.charge(ENTRY_BYTES + (typeof value === 'string' ? 2 * value.length : 0));
  }

  age(): void {
    this.#old = this.#young;
    this.#young = new Map();
  }
}
