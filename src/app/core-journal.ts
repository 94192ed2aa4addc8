// What happened to a MonitorCore, as text: replayed over a snapshot, it makes the state again.
import type { RecalledDrafts } from '../alert/recall.ts';
import { sealJson, unsealText, type Unsealed } from '../util/sealed-text.ts';
import type { MatchedEvent } from './detection.ts';
import { toStoredMatch, type StoredMatch } from './match-codec.ts';

export type JournalEntry =
  | readonly ['match', nowMs: number, match: StoredMatch]
  | readonly ['started' | 'caught-up', nowMs: number]
  | readonly ['tick', nowMs: number, seenMs: number]
  | readonly ['closed', alertId: string, isClosed: boolean]
  /** All changes so far were stored: what the state need not hold any longer is forgotten. */
  | readonly ['stored']
  /** What the store answered while the tick before it was worked on: by now it would answer otherwise. */
  | readonly ['recalled', groupingKey: string, fromMs: number, found: RecalledDrafts];

const SEAL = { kind: 'soclite-journal', version: 1 } as const;

/** Gathers what happens until somebody takes it. */
export class CoreJournal {
  /** While it is replayed, what happens is known already. */
  isMuted = false;
  /** As JSON: a match as objects holds three times the memory until it is taken. */
  #entries: string[] = [];
  #chars = 0;
  /** What had no effect that others could see: told only when something else follows it. */
  #idle: JournalEntry[] = [];

  /** Size of what was not taken yet, in UTF-16 code units. */
  get chars(): number {
    return this.#chars;
  }

  match(matched: MatchedEvent, nowMs: number): void {
    if (!this.isMuted) this.add(['match', nowMs, toStoredMatch(matched)]);
  }

  add(entry: JournalEntry): void {
    if (this.isMuted) return;
    this.tellIdle();
    this.#write(entry);
  }

  /** A tick begins; of several in a row that have no effect, one stands for all, unless the clock went back. */
  tick(nowMs: number, seenMs: number): void {
    if (this.isMuted) return;
    const last = this.#idle.at(-1);
    if (last?.[0] === 'tick' && nowMs >= last[1] && seenMs >= last[2]) this.#idle.pop();
    this.#idle.push(['tick', nowMs, seenMs]);
  }

  stored(): void {
    if (!this.isMuted) this.#idle.push(['stored']);
  }

  /** What was idle so far had an effect. */
  tellIdle(): void {
    for (const entry of this.#idle) this.#write(entry);
    this.#idle = [];
  }

  /** Everything since the last call; null = nothing. */
  take(): string | null {
    if (this.#entries.length === 0) return null;
    const text = sealJson(SEAL, `[${this.#entries.join(',')}]`);
    this.clear();
    return text;
  }

  /** A snapshot stands for what was not taken yet. */
  clear(): void {
    this.#entries = [];
    this.#chars = 0;
  }

  #write(entry: JournalEntry): void {
    const text = JSON.stringify(entry);
    this.#entries.push(text);
    this.#chars += text.length + 1;
  }
}

export function readJournal(text: string): Unsealed<readonly JournalEntry[]> {
  return unsealText<readonly JournalEntry[]>(SEAL, text);
}
