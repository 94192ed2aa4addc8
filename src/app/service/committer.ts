// Commits of a service: what has changed since the last one, all of it or nothing. A commit that fails is kept and tried
// again, later each time; until it is through nothing else is read, so that nothing is lost and memory stays bounded.
import type { GroupedAlert } from '../../alert/grouper.ts';
import { findSuppression } from '../../lifecycle/suppression.ts';
import type { SavedTexts } from '../../ports.ts';
import { StoreError, type AlertWrite, type Commit, type ServiceStore } from '../../ports/store.ts';
import { invariant } from '../../util/invariant.ts';
import type { Gate } from '../tail-intake.ts';

/** What a commit is made of. */
export interface Progress {
  /** Texts by key, all but the snapshot; of files, what is not there any more is removed from the store. */
  readonly state: SavedTexts;
  /** Replaces the snapshot before and every journal so far. */
  readonly snapshot: SavedTexts | null;
  readonly journal: string | null;
  readonly alerts: readonly GroupedAlert[];
}

export interface Committer extends Gate {
  /** Whether the store took everything so far. */
  readonly isIdle: boolean;
  /** Why the store does not take the last commit; null = it does. */
  readonly fault: string | null;
  /** Commits now, or keeps it for `retry`. Returns whether it is through. @throws StoreError that only a person can mend */
  commit(progress: Progress): boolean;
  /** Tries a kept commit again when it is time. Returns whether it is through now. */
  retry(nowMs: number): boolean;
  /** Reading waits from now on, until a commit is through. @param fault why, when the store cannot be read either */
  hold(fault: string | null): void;
  /** Whether texts are not as they are in the store. */
  differs(state: SavedTexts): boolean;
}

const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 5000;

/** @param saved what the store holds already */
export function createCommitter(store: CommitStore, saved: SavedTexts): Committer {
  return new StoreCommitter(store, saved);
}

type CommitStore = Pick<ServiceStore, 'commit' | 'suppressions'>;

interface Waiting {
  readonly progress: Progress;
  /** The same object again each time: the store knows by it whether it went through after all. */
  commit: Commit | null;
}

class StoreCommitter implements Committer {
  fault: string | null = null;
  readonly #store: CommitStore;
  /** What is in the store, as far as this process wrote or read it. */
  #written: SavedTexts;
  #waiting: Waiting | null = null;
  #delayMs = FIRST_DELAY_MS;
  #nextMs: number | null = null;
  #gate: { readonly opens: Promise<void>; readonly open: () => void } | null = null;

  constructor(store: CommitStore, saved: SavedTexts) {
    this.#store = store;
    this.#written = saved;
  }

  get isIdle(): boolean {
    return this.#waiting === null;
  }

  ready(): Promise<void> | null {
    return this.#gate?.opens ?? null;
  }

  hold(fault: string | null): void {
    this.fault = fault ?? this.fault;
    if (this.#gate !== null) return;
    let open = (): void => undefined;
    const opens = new Promise<void>((resolve) => {
      open = resolve;
    });
    this.#gate = { opens, open };
  }

  differs(state: SavedTexts): boolean {
    return findChanges(this.#written, state).size > 0;
  }

  commit(progress: Progress): boolean {
    invariant(this.#waiting === null, 'one commit after the other');
    this.#waiting = { progress, commit: null };
    return this.#try(this.#waiting);
  }

  retry(nowMs: number): boolean {
    if (this.#waiting === null) return true;
    // the clock may have been set back
    this.#nextMs = Math.min(this.#nextMs ?? nowMs + this.#delayMs, nowMs + this.#delayMs);
    if (nowMs < this.#nextMs) return false;
    this.#nextMs = null;
    this.#delayMs = Math.min(2 * this.#delayMs, MAX_DELAY_MS);
    return this.#try(this.#waiting);
  }

  #try(waiting: Waiting): boolean {
    try {
      waiting.commit ??= this.#compose(waiting.progress);
      if (!isEmpty(waiting.commit)) this.#store.commit(waiting.commit);
    } catch (error) {
      if (!(error instanceof StoreError) || needsPerson(error)) throw error;
      this.hold(error.message);
      return false;
    }
    this.#written = waiting.progress.state;
    this.#waiting = null;
    this.fault = null;
    this.#delayMs = FIRST_DELAY_MS;
    this.#gate?.open();
    this.#gate = null;
    return true;
  }

  #compose({ state, snapshot, journal, alerts }: Progress): Commit {
    const suppressions = alerts.length === 0 ? [] : this.#store.suppressions();
    const writes = alerts.map((grouped): AlertWrite => ({
      ...grouped,
      suppressedBy: findSuppression(grouped.alert, suppressions)?.id ?? null,
    }));
    const changes = findChanges(this.#written, state);
    for (const [key, text] of snapshot ?? []) changes.set(key, text);
    return { state: changes, journal, dropsJournal: snapshot !== null, alerts: writes };
  }
}

function isEmpty({ state, journal, dropsJournal, alerts }: Commit): boolean {
  return state.size === 0 && journal === null && !dropsJournal && alerts.length === 0;
}

function needsPerson({ fault }: StoreError): boolean {
  return fault === 'corrupt' || fault === 'version';
}

/** Texts that are new or different, and null for those of files that are gone. */
function findChanges(before: SavedTexts, after: SavedTexts): Map<string, string | null> {
  const changes = new Map<string, string | null>();
  for (const [key, text] of after) if (before.get(key) !== text) changes.set(key, text);
  for (const key of before.keys())
    if (!after.has(key) && /^(?:tail|intake)\//.test(key)) changes.set(key, null);
  return changes;
}
