import type { SigmaCorrelation } from '../../sigma/rule.ts';
import type { ExplainedEvent } from '../explanation.ts';
import type { AskedWindow } from '../observer.ts';
import type { Sample } from '../tally/tally.ts';
import type { Group } from '../window/contribution.ts';
import type { WindowEntry } from '../window/group-window.ts';
import type { Evidence } from '../window/input.ts';
import { shortfallOf } from './shortfall.ts';

/** A match that a group counted. */
export interface CountedMatch {
  readonly sample: Sample;
  /** The event, or the last event of a correlation that it is a match of. */
  readonly event: ExplainedEvent;
}

export interface BestWindow {
  readonly asked: AskedWindow;
  readonly shortfall: number;
  /** How many matches it holds. */
  readonly size: number;
  /** The first of them and the last, at most `MAX_WINDOW_MATCHES`. */
  readonly matches: readonly CountedMatch[];
}

/** Matches of a window that are kept to tell what it lacks and which values it holds. */
const MAX_WINDOW_MATCHES = 1_000;

/** What a group counted, and the window that was, or came, nearest to the condition. */
export class GroupRecord {
  readonly group: Group;
  readonly #correlation: SigmaCorrelation;
  /** Matches that a window which is still to be judged can hold, from `#head` on. */
  #recent: CountedMatch[] = [];
  #head = 0;
  #best: BestWindow | null = null;
  matches = 0;
  firings = 0;

  constructor(correlation: SigmaCorrelation, group: Group) {
    this.#correlation = correlation;
    this.group = group;
  }

  get best(): BestWindow | null {
    return this.#best;
  }

  add(sample: WindowEntry, events: readonly Evidence[]): void {
    this.matches += 1;
    const { event } = events.at(-1) ?? {};
    if (event === undefined) return;
    const { file, line } = event.origin;
    this.#recent.push({
      sample: { ...sample, ...NO_EVIDENCE },
      event: { file, line, timeMs: event.timeMs },
    });
    // a deferred window is judged a timespan after its last match could come
    this.#dropBefore(sample.timeMs - 2 * this.#correlation.timespanMs);
  }

  judge(asked: AskedWindow): void {
    if (asked.isStart) this.firings += 1;
    const shortfall = shortfallOf(this.#correlation, asked);
    const best = this.#best;
    if (best !== null && best.shortfall < shortfall) return;
    if (best !== null && best.shortfall === shortfall && best.asked.count >= asked.count) return;
    const from = this.#find(asked.fromMs);
    const size = this.#find(asked.toMs + 1) - from;
    const matches = this.#recent.slice(from, from + Math.min(size, MAX_WINDOW_MATCHES));
    const last = this.#recent[from + size - 1];
    if (size > MAX_WINDOW_MATCHES && last !== undefined) matches[matches.length - 1] = last;
    this.#best = { asked, shortfall, size, matches };
  }

  /** Order of display: fired first, then nearest to the condition, then most matches. */
  compare(other: GroupRecord): number {
    const near = (this.#best?.shortfall ?? 0) - (other.#best?.shortfall ?? 0);
    return (
      near || other.firings - this.firings || other.matches - this.matches || byKey(this, other)
    );
  }

  /** Index of the first match that is not before `timeMs`. */
  #find(timeMs: number): number {
    let low = this.#head;
    let high = this.#recent.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#recent[middle]?.sample.timeMs ?? timeMs) < timeMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #dropBefore(timeMs: number): void {
    this.#head = this.#find(timeMs);
    if (this.#head * 2 <= this.#recent.length) return;
    this.#recent = this.#recent.slice(this.#head);
    this.#head = 0;
  }
}

/** Whole events are not held. */
const NO_EVIDENCE = { evidence: [] } as const;

function byKey(a: GroupRecord, b: GroupRecord): number {
  return a.group.key < b.group.key ? -1 : 1;
}
