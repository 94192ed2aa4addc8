// The store: one embedded database a data folder, one process that ingests, any number of viewers and actors.
// Everything is synchronous: a transaction either happened when the call returns, or the call threw.
import type { Alert } from '../alert/alert.ts';
import type { AlertQuery } from '../alert/query.ts';
import type {
  AlertAct,
  AlertState,
  AlertStatus,
  QueueAct,
  Step,
  Suppression,
} from '../lifecycle/act.ts';
import type { Refusal } from '../lifecycle/refusal.ts';

export type StoreFault =
  /** Another process holds the database or the lock; try again. */
  | 'busy'
  /** Disk or quota full. */
  | 'full'
  /** Permission, missing folder, read-only file system, I/O error. */
  | 'unavailable'
  /** Not a database, or damaged: needs a person (`soclite doctor`). */
  | 'corrupt'
  /** Written by a newer version of soclite; for a queue also by an older one, which only a service brings forward. */
  | 'version';

/** A fault of the world with the store. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly fault: StoreFault;
  constructor(fault: StoreFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}

/** An alert as stored. */
export interface StoredAlert {
  readonly alert: Alert;
  readonly status: AlertStatus;
  /** The alert that was closed before this one repeated it ("tái diễn"); null = the first of its kind. */
  readonly recurrenceOf: string | null;
  /** The suppression that holds it; null = it stands in the queue. */
  readonly suppressedBy: string | null;
  /** Grows with each change of the alert or its status, over the whole store: a cursor for readers. */
  readonly change: number;
}

/** An alert as the service commits it. */
export interface AlertWrite {
  readonly alert: Alert;
  readonly recurrenceOf: string | null;
  readonly suppressedBy: string | null;
  /** State of its grouping, so that a finding that comes late can join it after it was forgotten; see alert/grouper. */
  readonly draft: string;
  /** Key of rule, unit and group key under which `findDrafts` finds it. */
  readonly groupingKey: string;
}

/** One commit of the service: all of it or nothing. */
export interface Commit {
  /** Texts by key that changed since the last commit; null removes the key. */
  readonly state: ReadonlyMap<string, string | null>;
  /** What happened since the snapshot in `state`, to be replayed after it; null = nothing new. */
  readonly journal: string | null;
  /** `state` holds a new snapshot: earlier journal entries are dropped. */
  readonly dropsJournal: boolean;
  readonly alerts: readonly AlertWrite[];
}

/** The one process that ingests. Holds the data folder's lock from opening to closing, also through its own death. */
export interface ServiceStore extends QueueStore {
  /** @throws StoreError; nothing counts as written then, and the same object is tried again before any other */
  commit(commit: Commit): void;
  /** What the last commit left; empty maps for a new store. */
  load(): { readonly state: ReadonlyMap<string, string>; readonly journal: readonly string[] };
  /** Drafts of a grouping key whose window starts at or before `untilMs`, the latest first, at most `limit`. */
  findDrafts(groupingKey: string, untilMs: number, limit: number): readonly string[];
}

/** Filters of a list; what is left out does not restrict. */
export interface QueueQuery extends AlertQuery {
  readonly states?: readonly AlertState[];
  readonly ruleId?: string;
  readonly owner?: string;
  /** Words that must all occur, without regard to case or diacritics, in title, unit, machines, group key or evidence. */
  readonly text?: string;
  /** Default: only what stands in the queue. */
  readonly includesSuppressed?: boolean;
  /**
   * `newest-first` (the default) by last finding, `oldest-first` by first finding, `most-severe-first` by severity and
   * then by first finding, oldest first; ties by id.
   */
  readonly order?: 'newest-first' | 'oldest-first' | 'most-severe-first';
  readonly limit: number;
  readonly offset?: number;
}

export interface RuleGroup {
  readonly ruleId: string;
  readonly title: string;
  readonly alerts: number;
  readonly findings: number;
  readonly lastMs: number;
}

/** What became of an act. */
export type ActResult =
  | { readonly ok: true; readonly step: Step; readonly status: AlertStatus | null }
  /** Nothing was written. `status` is the alert's as it stands; null for a queue act or an unknown alert. */
  | (Refusal & { readonly status: AlertStatus | null });

/** What viewers, the command line and the service share: reading the queue and acting on it. */
export interface QueueStore {
  /** @throws StoreError, as all of these */
  list(query: QueueQuery): readonly StoredAlert[];
  count(query: Omit<QueueQuery, 'limit' | 'offset' | 'order'>): number;
  /** `id` may be cut to a prefix of at least 4 characters that names one alert; null when it names none or several. */
  get(id: string): StoredAlert | null;
  groupByRule(query: Omit<QueueQuery, 'limit' | 'offset' | 'order'>): readonly RuleGroup[];
  /** Alerts changed after a cursor, in order of change. */
  changedAfter(change: number, limit: number): readonly StoredAlert[];
  readonly lastChange: number;
  /** A short transaction that checks the alert's version (null = whatever it is). */
  act(
    act:
      | { readonly alertId: string; readonly act: AlertAct; readonly version: number | null }
      | { readonly alertId: null; readonly act: QueueAct },
    actor: { readonly name: string; readonly timeMs: number },
  ): ActResult;
  steps(query: {
    readonly alertId?: string;
    readonly afterSequence?: number;
    readonly limit: number;
  }): readonly Step[];
  suppressions(): readonly (Suppression & {
    readonly isLifted: boolean;
    readonly alerts: number;
    readonly findings: number;
  })[];
  /** A text of the service for others to read (its status); written by `commit` under `state`. */
  readState(key: string): string | null;
  /** Texts and numbers of a consumer that keeps its own place (notifications): read and replaced in one transaction. */
  readNote(key: string): string | null;
  writeNote(key: string, text: string | null): void;
  /**
   * Work for retention: deletes closed alerts of a unit (null = of no single unit: unknown, or the province's) whose last
   * finding is older, and returns how many; their steps stay. In short transactions: safe beside the service.
   */
  deleteClosedAlerts(olderThanMs: number, unit: string | null, isDryRun: boolean): number;
  close(): void;
}

/** Makes stores of a data folder. */
export interface StoreOpener {
  /** @throws StoreError `busy` when another process ingests there; its message names the process */
  openService(folder: string): ServiceStore;
  /** `folder` may name a backup file. @throws StoreError `unavailable` when there is no store yet */
  openQueue(folder: string): QueueStore;
  /** Faults found by the database's own check and by ours; [] = sound. */
  check(folder: string): readonly string[];
  /** A consistent copy in a new file, while others work; resolves to its size in bytes. @throws StoreError */
  backup(folder: string, target: string): Promise<number>;
}
