import type { SigmaCorrelation } from '../../sigma/rule.ts';
import type { AskedWindow } from '../observer.ts';
import type { Sample } from '../tally/tally.ts';
import type { Group } from '../window/contribution.ts';
import type { WindowEntry } from '../window/group-window.ts';
import type { Evidence } from '../window/input.ts';
import type { ExplainedEvent } from '../explanation.ts';
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
  /** How many of the group's matches there were when it was asked. */
  readonly matches: number;
}

/** What a group counted, and the window that was, or came, nearest to the condition. */
export class GroupRecord {
  readonly group: Group;
  readonly #correlation: SigmaCorrelation;
  readonly #counted: CountedMatch[] = [];
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

  /** @param events null when there is no room for more */
  add(entry: WindowEntry, events: readonly Evidence[] | null): void {
    this.matches += 1;
    const last = events?.at(-1);
    if (last === undefined) return;
    const { file, line } = last.event.origin;
    this.#counted.push({
      sample: entry,
      event: { file, line, timeMs: last.event.timeMs },
    });
  }

  judge(asked: AskedWindow): void {
    if (asked.isStart) this.firings += 1;
    const shortfall = shortfallOf(this.#correlation, asked);
    const best = this.#best;
    if (best !== null && best.shortfall < shortfall) return;
    if (best !== null && best.shortfall === shortfall && best.asked.count >= asked.count) return;
    this.#best = { asked, shortfall, matches: this.matches };
  }

  /** The matches between two times, as far as they were kept. */
  between(fromMs: number, toMs: number, upTo: number): readonly CountedMatch[] {
    return this.#counted
      .slice(0, upTo)
      .filter(({ sample }) => sample.timeMs >= fromMs && sample.timeMs <= toMs);
  }

  /** Order of display: fired first, then nearest to the condition, then most matches. */
  compare(other: GroupRecord): number {
    const near = (this.#best?.shortfall ?? 0) - (other.#best?.shortfall ?? 0);
    return (
      near || other.firings - this.firings || other.matches - this.matches || byKey(this, other)
    );
  }
}

function byKey(a: GroupRecord, b: GroupRecord): number {
  return a.group.key < b.group.key ? -1 : 1;
}
