// Archives that somebody drops into a folder, each taken once. An archive is a scan of its own, beside the live reading:
// its events are old, and a live correlation would take them for late. Its alerts join those that are stored, under the
// same ids, in one transaction with the mark that it was taken (docs/decisions/0016).
import { readDraftText } from '../alert/draft-text.ts';
import { createAlertGrouper, type GroupedAlert } from '../alert/grouper.ts';
import type { Recall } from '../alert/recall.ts';
import type { Matcher } from '../detect/match.ts';
import type { InputReader, Sorter } from '../ports.ts';
import { InboxError, type InboxFile, type InboxFolder } from '../ports/inbox.ts';
import type { RuleSet } from '../sigma/rule.ts';
import { formatProblem } from '../util/problem.ts';
import { toGrouperOptions } from './alert-options.ts';
import { createAlertRaiser, type MatchedEvent } from './detection.ts';
import { watchRecall, type WatchedRecall } from './inbox-recall.ts';
import { readInputs } from './read-inputs.ts';
import type { Workspace } from './workspace.ts';

export interface InboxEffects {
  readonly folder: InboxFolder;
  readonly inputs: InputReader;
  readonly createSorter: (ruleSet: RuleSet) => Sorter<MatchedEvent>;
  readonly matcher: Matcher;
  readonly recall: Recall;
  /** A text of the store's state; null = there is none under the key. */
  readonly readState: (key: string) => string | null;
  /** Lets others have their turn. */
  readonly pause: () => Promise<void>;
}

/** What one archive adds to the store, all of it or nothing. */
export interface InboxBatch {
  readonly key: string;
  readonly text: string;
  readonly alerts: readonly GroupedAlert[];
}

/** What the live reading has in memory, and writes over what the store holds. */
export interface LiveAlerts {
  readonly watermarkMs: number;
  holds(alertId: string): boolean;
}

/** A file that was not written to for so long is complete. */
const QUIET_MS = 3000;
const LOOK_MS = 1000;
/** Events of an archive may lie in the future; nothing waits for them longer than this. */
const MAX_WAIT_MS = 2 * 3_600_000;
const PREFIX = 'inbox/';

interface ReadBatch extends InboxBatch {
  readonly file: InboxFile;
  readonly summary: string;
  readonly recall: WatchedRecall;
  /** When the last of its windows ends. */
  readonly endMs: number;
  /** When it was read. */
  readonly readMs: number;
}

interface Waiting {
  readonly file: InboxFile;
  readonly sinceMs: number;
}

export class Inbox {
  #workspace: Workspace;
  #effects: InboxEffects;
  #waiting = new Map<string, Waiting>();
  #batch: ReadBatch | null = null;
  #isTaken = false;
  #problems: string[] = [];
  /** Said once until it changes. */
  #fault = '';
  #work: Promise<void> | null = null;
  #nextLookMs = Number.NEGATIVE_INFINITY;
  #isStopping = false;
  #nowMs = 0;

  constructor(workspace: Workspace, effects: InboxEffects) {
    this.#workspace = workspace;
    this.#effects = effects;
  }

  /** Looks for archives and reads the next one, one at a time, between the calls. */
  tick(nowMs: number): void {
    this.#nowMs = nowMs;
    const isEarly = nowMs < this.#nextLookMs && nowMs > this.#nextLookMs - LOOK_MS;
    if (this.#work !== null || this.#batch !== null || this.#isStopping || isEarly) return;
    this.#nextLookMs = nowMs + LOOK_MS;
    this.#work = this.#look(nowMs).finally(() => {
      this.#work = null;
    });
  }

  /** Other rules and units from the next archive on. */
  reload(workspace: Workspace, matcher: Matcher): void {
    this.#workspace = workspace;
    this.#effects = { ...this.#effects, matcher };
  }

  takeProblems(): readonly string[] {
    const problems = this.#problems;
    this.#problems = [];
    return problems;
  }

  /**
   * The archive that was read, once the live reading is past all its windows and holds none of its alerts; null = not
   * yet. It is committed next, or asked for again.
   */
  takeReady(live: LiveAlerts): InboxBatch | null {
    const batch = this.#batch;
    if (batch === null) return null;
    const isEarly = Math.abs(this.#nowMs - batch.readMs) < MAX_WAIT_MS;
    if (isEarly && batch.endMs >= live.watermarkMs) return null;
    if (batch.alerts.some(({ alert }) => live.holds(alert.id))) return null;
    if (!batch.recall.isUnchanged()) {
      // a person, or a late line, was there in between: it is read again
      this.#batch = null;
      return null;
    }
    this.#isTaken = true;
    return batch;
  }

  /** What was taken is in the store. */
  committed(): void {
    const batch = this.#batch;
    if (batch === null || !this.#isTaken) return;
    this.#isTaken = false;
    this.#batch = null;
    this.#problems.push(batch.summary);
    this.#work = this.#setAside(batch.file).finally(() => {
      this.#work = null;
    });
  }

  /** Ends what is under way; an archive that was not committed is read again by the next run. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#work;
  }

  async #look(nowMs: number): Promise<void> {
    await this.#attempt(async () => {
      const files = await this.#effects.folder.list();
      this.#waiting = new Map(files.map((file) => [file.path, this.#wait(file, nowMs)]));
      const quiet = [...this.#waiting.values()].find(({ sinceMs }) => nowMs - sinceMs >= QUIET_MS);
      this.#fault = '';
      if (quiet !== undefined) await this.#take(quiet.file);
    });
  }

  #wait(file: InboxFile, nowMs: number): Waiting {
    const before = this.#waiting.get(file.path);
    const isSame =
      before !== undefined &&
      before.file.sizeBytes === file.sizeBytes &&
      before.file.modifiedMs === file.modifiedMs &&
      before.sinceMs <= nowMs;
    return isSame ? before : { file, sinceMs: nowMs };
  }

  async #take(file: InboxFile): Promise<void> {
    const { folder, readState } = this.#effects;
    const key = PREFIX + (await folder.identify(file.path, () => this.#isStopping));
    const earlier = readState(key);
    if (earlier !== null) {
      this.#problems.push(`inbox: "${file.path}" was taken before (${earlier}); it is left out`);
      await this.#setAside(file);
      return;
    }
    const batch = await this.#read(file, key);
    const isWhole = (await folder.list()).some(
      ({ path, sizeBytes, modifiedMs }) =>
        path === file.path && sizeBytes === file.sizeBytes && modifiedMs === file.modifiedMs,
    );
    if (isWhole && !this.#isStopping) this.#batch = batch;
  }

  async #read(file: InboxFile, key: string): Promise<ReadBatch> {
    // a reload in between is for the next archive
    const workspace = this.#workspace;
    const { ruleSet } = workspace.rules;
    const { inputs, matcher, pause, createSorter } = this.#effects;
    const recall = watchRecall(this.#effects.recall);
    const options = { ...toGrouperOptions(workspace), recall };
    // all windows may be in the store
    const alerts = { ...createAlertGrouper(options).save(), forgottenMs: Number.POSITIVE_INFINITY };
    const raiser = createAlertRaiser(ruleSet, options, {
      correlations: null,
      alerts,
    });
    const sorter = createSorter(ruleSet);
    let matched: MatchedEvent[] = [];
    try {
      const { totals, problems } = await readInputs([file.path], workspace, inputs, {
        event(event) {
          const rules = matcher.match(event);
          if (rules.length > 0) matched.push({ event, rules });
        },
        async chunkDone() {
          for (const each of matched) await sorter.push(each);
          matched = [];
          await pause();
        },
        progress: () => undefined,
        isCancelled: () => this.#isStopping,
      });
      let count = 0;
      for await (const each of sorter.sorted()) {
        if (this.#isStopping) break;
        raiser.push(each);
        count += 1;
        if (count % 100 === 0) await pause();
      }
      raiser.advance(Number.POSITIVE_INFINITY);
      const grouped = raiser.alerts.takeChanged();
      const summary = `inbox: "${file.path}": ${totals.records} events (${totals.unparsed} unread), ${count} matches, ${grouped.length} alerts`;
      for (const problem of problems) this.#problems.push(formatProblem(problem));
      return {
        file,
        key,
        text: summary,
        summary,
        alerts: grouped,
        recall,
        endMs: endOf(grouped),
        readMs: this.#nowMs,
      };
    } finally {
      await sorter.close();
    }
  }

  async #setAside({ path }: InboxFile): Promise<void> {
    await this.#attempt(() => this.#effects.folder.setAside(path));
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof InboxError)) throw error;
      if (error.message !== this.#fault) this.#problems.push(error.message);
      this.#fault = error.message;
    }
  }
}

function endOf(grouped: readonly GroupedAlert[]): number {
  return grouped.reduce((end, { draft }) => {
    const { windowStartMs, windowMs } = readDraftText(draft);
    return Math.max(end, windowStartMs + windowMs);
  }, Number.NEGATIVE_INFINITY);
}
