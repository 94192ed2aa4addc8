// Matches in, alerts out, as a deterministic state machine: order within the lateness, correlation, grouping. It knows
// no clock and asks nothing but `recall`, whose answers are part of what happened to it. So a snapshot and the journal
// of what happened since make the same state again, in another process, after any crash.
import type { AlertGrouperOptions, GroupedAlert } from '../alert/grouper.ts';
import type { Alert } from '../alert/alert.ts';
import type { Recall, RecalledDrafts } from '../alert/recall.ts';
import type { SavedTexts } from '../ports.ts';
import type { RuleSet } from '../sigma/rule.ts';
import { CoreJournal, readJournal, type JournalEntry } from './core-journal.ts';
import type { SavedCore } from './core-snapshot.ts';
import { formatCore } from './core-snapshot.ts';
import { createAlertRaiser, type AlertRaiser, type MatchedEvent } from './detection.ts';
import { fromStoredMatch, indexRules, type RulesById } from './match-codec.ts';
import { createReorderBuffer, type ReorderBuffer, type ReorderLimits } from './reorder-buffer.ts';

export interface MonitorCoreOptions extends Omit<AlertGrouperOptions, 'recall'> {
  /** How late a match may come and still be in its place in time. */
  readonly latenessMs: number;
  readonly reorder?: ReorderLimits;
  /** Finds alerts that were stored and forgotten; null = nothing is ever forgotten. */
  readonly recall: Recall | null;
}

export class MonitorCore {
  /** Matches of the journal whose rules are all gone. */
  droppedMatches = 0;
  readonly #rules: RulesById;
  readonly #recall: Recall | null;
  readonly #buffer: ReorderBuffer;
  readonly #raiser: AlertRaiser;
  readonly #journal = new CoreJournal();
  /** What the store answered when this happened first; null while it happens for the first time. */
  #answers: Map<string, RecalledDrafts> | null = null;
  #nowMs: number | null;
  /** Time that has passed: as the clock says, but it never goes back. */
  #elapsedMs: number;
  #watermarkMs: number;

  /** @param saved what `readCore` (core-snapshot.ts) read */
  constructor(ruleSet: RuleSet, options: MonitorCoreOptions, saved: SavedCore | null = null) {
    const { latenessMs, reorder, recall, ...grouping } = options;
    this.#rules = indexRules(ruleSet);
    this.#recall = recall;
    this.#raiser = createAlertRaiser(
      ruleSet,
      { ...grouping, recall: recall === null ? null : { find: this.#find } },
      saved,
    );
    const held = saved?.buffer.held.map(({ matched, arrivedMs }) => ({
      matched: fromStoredMatch(matched, this.#rules),
      arrivedMs,
    }));
    const known = held?.filter(({ matched }) => matched.rules.length > 0) ?? [];
    const buffer = saved === null ? null : { ...saved.buffer, held: known };
    this.#buffer = createReorderBuffer(latenessMs, reorder, buffer);
    this.#nowMs = saved?.nowMs ?? null;
    this.#elapsedMs = saved?.elapsedMs ?? 0;
    this.#watermarkMs = saved?.watermarkMs ?? Number.NEGATIVE_INFINITY;
    this.droppedMatches = (saved?.droppedMatches ?? 0) + (held?.length ?? 0) - known.length;
  }

  /** The backlog is read, and what it held is raised. */
  get isSettled(): boolean {
    return this.#buffer.isSettled;
  }

  get releasedEarly(): number {
    return this.#buffer.releasedEarly;
  }

  get evictions(): number {
    return this.#raiser.evictions;
  }

  /** Correlation groups of the snapshot whose rules are gone or have changed. */
  get droppedGroups(): number {
    return this.#raiser.dropped;
  }

  get overflowed(): number {
    return this.#raiser.alerts.overflowed;
  }

  get cutShort(): number {
    return this.#raiser.alerts.cutShort;
  }

  /** Size of the journal that was not taken yet, in UTF-16 code units. */
  get journalChars(): number {
    return this.#journal.chars;
  }

  /** Reading begins, maybe anew after a stop: what waits goes on waiting until the backlog is read. */
  started(nowMs: number): void {
    this.#journal.add(['started', nowMs]);
    this.#pass(nowMs);
    this.#buffer.startCatchingUp();
  }

  match(matched: MatchedEvent, nowMs: number): void {
    this.#journal.match(matched, nowMs);
    this.#pass(nowMs);
    this.#buffer.add(matched, this.#elapsedMs);
  }

  /** The backlog is read: from now on alerts are raised as events come. */
  caughtUp(nowMs: number): void {
    this.#journal.add(['caught-up', nowMs]);
    this.#pass(nowMs);
    this.#buffer.caughtUp(this.#elapsedMs);
  }

  /**
   * Raises what is due.
   * @param seenMs what was written before then was read; waiting counts only until then, so that a reader that is
   *   behind in one file does not bring its lines too late for those of another
   */
  tick(nowMs: number, seenMs = nowMs): void {
    this.#journal.tick(nowMs, seenMs);
    this.#pass(nowMs);
    const behindMs = Math.max(0, nowMs - seenMs);
    const released = this.#buffer.release(this.#elapsedMs - behindMs);
    if (released.length > 0) this.#journal.tellIdle();
    for (const matched of released) this.#raiser.push(matched);
    this.#watermarkMs = this.#buffer.watermarkMs(nowMs - behindMs);
    if (this.#raiser.advance(this.#watermarkMs)) this.#journal.tellIdle();
  }

  /** A person closed the alert, or opened it again. */
  setClosed(alertId: string, isClosed: boolean): void {
    this.#journal.add(['closed', alertId, isClosed]);
    this.#raiser.alerts.setClosed(alertId, isClosed);
  }

  /** What `takeChanged` gave was stored: alerts whose windows are over are forgotten. */
  stored(): void {
    if (!this.#raiser.alerts.canForget(this.#watermarkMs)) return;
    this.#journal.stored();
    this.#raiser.alerts.forget(this.#watermarkMs);
  }

  /** No more matches will come: raises all that is left. For sessions that are not saved. */
  finish(): void {
    for (const matched of this.#buffer.drain()) this.#raiser.push(matched);
    this.#raiser.advance(Number.POSITIVE_INFINITY);
  }

  /** No match before it is expected. */
  get watermarkMs(): number {
    return this.#watermarkMs;
  }

  /** Whether the alert is in memory, and what the store has of it will be written over. */
  holds(alertId: string): boolean {
    return this.#raiser.alerts.get(alertId) !== undefined;
  }

  /** Alerts in memory. */
  alerts(): readonly Alert[] {
    return this.#raiser.alerts.all();
  }

  /** The alerts that are new or have changed since the last call. */
  takeChanged(): readonly GroupedAlert[] {
    return this.#raiser.alerts.takeChanged();
  }

  /** What happened since the last call, for `replay`; null = nothing that needs to be told. */
  takeJournal(): string | null {
    return this.#journal.take();
  }

  /** All state as texts by key, for `readCore`; it stands for every journal so far, the one not taken yet included. */
  save(): SavedTexts {
    this.#journal.clear();
    const state = {
      nowMs: this.#nowMs,
      elapsedMs: this.#elapsedMs,
      watermarkMs: this.#watermarkMs,
      droppedMatches: this.droppedMatches,
      alerts: this.#raiser.alerts.save(),
    };
    return formatCore(state, this.#buffer.save(), this.#raiser.saveCorrelations());
  }

  /**
   * Does again what a journal tells; journals come in order. What changed is stored already: `takeChanged` is to be
   * called once after the last of them, and what it gives left aside. Returns why a text is no journal, else null.
   */
  replay(text: string): string | null {
    const read = readJournal(text);
    if (!read.ok) return read.reason;
    this.#journal.isMuted = true;
    for (const [at, entry] of read.value.entries()) {
      if (entry[0] === 'tick') this.#answers = collectAnswers(read.value, at + 1);
      this.#redo(entry);
    }
    this.#answers = null;
    this.#journal.isMuted = false;
    return null;
  }

  #redo(entry: JournalEntry): void {
    switch (entry[0]) {
      case 'match': {
        const matched = fromStoredMatch(entry[2], this.#rules);
        if (matched.rules.length > 0) this.match(matched, entry[1]);
        else this.droppedMatches += 1;
        break;
      }
      case 'started':
        this.started(entry[1]);
        break;
      case 'caught-up':
        this.caughtUp(entry[1]);
        break;
      case 'tick':
        this.tick(entry[1], entry[2]);
        break;
      case 'closed':
        this.setClosed(entry[1], entry[2]);
        break;
      case 'stored':
        this.stored();
        break;
      case 'recalled':
        break;
    }
  }

  #pass(nowMs: number): void {
    if (this.#nowMs !== null) this.#elapsedMs += Math.max(0, nowMs - this.#nowMs);
    this.#nowMs = nowMs;
  }

  /** What the store says, or said when this happened first. With other rules than then it may not have been asked. */
  readonly #find: Recall['find'] = (groupingKey, fromMs, untilMs) => {
    const answer = this.#answers?.get(toAnswerKey(groupingKey, fromMs));
    const found = answer ?? this.#recall?.find(groupingKey, fromMs, untilMs) ?? NOTHING;
    this.#journal.add(['recalled', groupingKey, fromMs, found]);
    return found;
  };
}

const NOTHING: RecalledDrafts = { drafts: [], before: null };

/** The answers that stand right behind an entry. */
function collectAnswers(
  entries: readonly JournalEntry[],
  from: number,
): Map<string, RecalledDrafts> {
  const answers = new Map<string, RecalledDrafts>();
  for (let at = from; at < entries.length; at += 1) {
    const entry = entries[at];
    if (entry?.[0] !== 'recalled') break;
    answers.set(toAnswerKey(entry[1], entry[2]), entry[3]);
  }
  return answers;
}

function toAnswerKey(groupingKey: string, fromMs: number): string {
  return `${groupingKey} ${fromMs}`;
}
