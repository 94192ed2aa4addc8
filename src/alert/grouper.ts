// Findings to alerts: those of one rule, unit and group key within a window are one alert. The window opens at the
// earliest finding in event time, so neither path nor chunking nor the time of reading changes an alert.
//
// A service that runs for years forgets the alerts that it has stored and whose windows are over; `recall` finds them
// again when a late finding belongs to one, and tells what a new alert repeats. Forgetting changes no alert.
import type { Finding } from '../correlate/finding.ts';
import { toGroupingKey } from './alert-id.ts';
import type { Alert } from './alert.ts';
import { RateCeiling } from './ceiling.ts';
import { AlertDraft, type DraftContext } from './draft/alert-draft.ts';
import { createKeyReader, timeOf, toHead, unitOf } from './draft/alert-head.ts';
import { DraftIndex, toSpot, type Spot } from './draft/draft-index.ts';
import { EvidenceRoom, type EvidenceLimits } from './draft/evidence-room.ts';
import { findGroupKey, OVERFLOW_KEY } from './draft/group-key.ts';
import { formatDraftText, readDraftText } from './draft-text.ts';
import type { SavedGrouper } from './draft/saved-grouper.ts';
import { compareByTime } from './order.ts';
import type { EarlierAlert, Recall } from './recall.ts';

export type { SavedGrouper } from './draft/saved-grouper.ts';

export interface AlertGrouper {
  /**
   * Takes the next finding, in event-time order. A late one joins the window that covers it, or opens one.
   * Returns the id of the alert that it went into.
   */
  push(finding: Finding): string;
  get(id: string): Alert | undefined;
  /** Those in memory, ordered by first time, then id. */
  all(): readonly Alert[];
  /** The alerts that are new or have grown since the last call, ordered likewise. */
  takeChanged(): readonly GroupedAlert[];
  /** A person closed the alert, or opened it again; one that is not in memory is left to `recall`. */
  setClosed(id: string, isClosed: boolean): void;
  /** Whether `forget` may find anything to forget. */
  canForget(beforeMs: number): boolean;
  /** Forgets the alerts that were taken and whose windows ended before: they are stored. */
  forget(beforeMs: number): void;
  save(): SavedGrouper;
  /** Findings that went into an overflow alert because there were too many alerts to open another. */
  readonly overflowed: number;
  /** Records of which alerts keep but the start, because the others in memory hold too much. */
  readonly cutShort: number;
}

/** An alert, and what a store keeps beside it. */
export interface GroupedAlert {
  readonly alert: Alert;
  /** The closed alert that it repeats. */
  readonly recurrenceOf: string | null;
  /** Under which `Recall` finds it. */
  readonly groupingKey: string;
  /** What goes with `alert` to go on from it. */
  readonly draft: string;
}

export interface AlertGrouperOptions {
  /** Length of a window, milliseconds; a rule's `soclite.window` comes first. */
  readonly windowMs: number;
  /** Alerts of one rule and unit within a window; further findings share one overflow alert. Default 1,000. */
  readonly maxPerRuleAndUnit?: number;
  /** Records that an alert shows: the first ones and the latest. Default 5. */
  readonly maxEvidence?: number;
  /** Machines that an alert names. Default 100. */
  readonly maxMachines?: number;
  /** Alerts in memory before findings of new groups share overflow alerts likewise. Default 50,000. */
  readonly maxAlerts?: number;
  /** By how many steps a finding in a system raises the severity. Default 0. */
  readonly stepsOf?: (system: string) => number;
  readonly evidence?: Partial<EvidenceLimits>;
  /** Null = nothing is forgotten, so nothing has to be found again. */
  readonly recall?: Recall | null;
}

/** @param saved what another grouper's `save` returned */
export function createAlertGrouper(
  options: AlertGrouperOptions,
  saved: SavedGrouper | null = null,
): AlertGrouper {
  return new Grouper(options, saved);
}

class Grouper implements AlertGrouper {
  overflowed = 0;
  readonly #options: AlertGrouperOptions;
  readonly #maxAlerts: number;
  readonly #recall: Recall | null;
  readonly #context: DraftContext;
  readonly #ceiling: RateCeiling;
  readonly #index = new DraftIndex();
  readonly #changed = new Set<AlertDraft>();
  readonly #readKeys = createKeyReader();
  /** Windows of forgotten alerts end at this time or before. */
  #forgottenMs = Number.NEGATIVE_INFINITY;
  /** No window of the alerts in memory ends before. */
  #earliestEndMs = Number.POSITIVE_INFINITY;

  constructor(options: AlertGrouperOptions, saved: SavedGrouper | null) {
    const { maxEvidence = 5, maxMachines = 100, stepsOf = () => 0 } = options;
    this.#options = options;
    this.#maxAlerts = options.maxAlerts ?? 50_000;
    this.#recall = options.recall ?? null;
    this.#ceiling = new RateCeiling(options.maxPerRuleAndUnit ?? 1000);
    const room = new EvidenceRoom(options.evidence);
    this.#context = { maxEvidence, maxMachines, stepsOf, room };
    if (saved !== null) this.#restore(saved);
  }

  get cutShort(): number {
    return this.#context.room.cutShort;
  }

  push(finding: Finding): string {
    const draft = this.#find(finding);
    draft.add(finding);
    this.#changed.add(draft);
    return draft.head.id;
  }

  get(id: string): Alert | undefined {
    return this.#index.get(id)?.snapshot();
  }

  all(): readonly Alert[] {
    return [...this.#index.all()].map((draft) => draft.snapshot()).toSorted(compareByTime);
  }

  takeChanged(): readonly GroupedAlert[] {
    const drafts = [...this.#changed];
    this.#changed.clear();
    return drafts.map(toGrouped).toSorted((a, b) => compareByTime(a.alert, b.alert));
  }

  setClosed(id: string, isClosed: boolean): void {
    const draft = this.#index.get(id);
    if (draft !== undefined) draft.isClosed = isClosed;
  }

  canForget(beforeMs: number): boolean {
    return this.#earliestEndMs < beforeMs || this.#index.hasKnown;
  }

  forget(beforeMs: number): void {
    this.#index.forgetKnown();
    this.#earliestEndMs = Number.POSITIVE_INFINITY;
    for (const draft of this.#index.all()) {
      if (draft.endMs >= beforeMs || this.#changed.has(draft)) {
        this.#earliestEndMs = Math.min(this.#earliestEndMs, draft.endMs);
        continue;
      }
      this.#index.remove(draft);
      draft.dispose();
      this.#forgottenMs = Math.max(this.#forgottenMs, draft.endMs);
    }
    this.#ceiling.forget(beforeMs);
  }

  save(): SavedGrouper {
    return {
      drafts: [...this.#index.all()].map((draft) => ({
        alert: draft.snapshot(),
        marks: draft.marks(),
        isClosed: draft.isClosed,
      })),
      changed: [...this.#changed].map(({ head }) => head.id),
      known: this.#index.saveKnown(),
      ceiling: this.#ceiling.save(),
      forgottenMs: Number.isFinite(this.#forgottenMs) ? this.#forgottenMs : null,
      overflowed: this.overflowed,
      cutShort: this.cutShort,
    };
  }

  #restore(saved: SavedGrouper): void {
    for (const { alert, marks, isClosed } of saved.drafts) {
      const draft = AlertDraft.restore(alert, marks, this.#context);
      draft.isClosed = isClosed;
      this.#add(draft);
    }
    for (const id of saved.changed) {
      const draft = this.#index.get(id);
      if (draft !== undefined) this.#changed.add(draft);
    }
    this.#index.restoreKnown(saved.known);
    this.#ceiling.restore(saved.ceiling);
    this.#forgottenMs = saved.forgottenMs ?? Number.NEGATIVE_INFINITY;
    this.overflowed = saved.overflowed;
    this.#context.room.cutShort = saved.cutShort;
  }

  #find(finding: Finding): AlertDraft {
    const keys = this.#readKeys(finding.rule);
    const windowMs = keys.windowMs ?? this.#options.windowMs;
    const groupKey = findGroupKey(finding, keys.groupBy);
    const spot = toSpot({ ruleId: finding.rule.id, unit: unitOf(finding), groupKey });
    const joined = this.#findOpen(finding, spot, windowMs);
    if (joined !== null) return joined;
    const rateKey = JSON.stringify([finding.rule.id, unitOf(finding)]);
    const isFull = this.#ceiling.isReached(rateKey, timeOf(finding), windowMs);
    if (!isFull && this.#index.size < this.#maxAlerts) {
      this.#ceiling.opened(rateKey, timeOf(finding), windowMs);
      return this.#open(finding, spot, windowMs);
    }
    this.overflowed += 1;
    const shared = toSpot({ ...spot, groupKey: OVERFLOW_KEY });
    return this.#findOpen(finding, shared, windowMs) ?? this.#open(finding, shared, windowMs);
  }

  /** The alert that a finding joins: the latest window that has begun by then covers its time, or none does. */
  #findOpen(finding: Finding, spot: Spot, windowMs: number): AlertDraft | null {
    const timeMs = timeOf(finding);
    if (timeMs < this.#forgottenMs) this.#bringBack(spot, timeMs, windowMs);
    const draft = this.#index.latest(spot, timeMs);
    return draft === undefined || draft.isClosed || timeMs >= draft.endMs ? null : draft;
  }

  #open(finding: Finding, spot: Spot, windowMs: number): AlertDraft {
    const timeMs = timeOf(finding);
    const stored = this.#bringBack(spot, timeMs, windowMs);
    const earlier = later(toEarlier(this.#index.latest(spot, timeMs)), stored);
    const draft = new AlertDraft(
      toHead(finding, {
        keys: this.#readKeys(finding.rule),
        groupKey: spot.groupKey,
        windowMs,
        recurrenceOf: earlier?.isClosed === true ? earlier.id : null,
        ordinal: earlier?.windowStartMs === timeMs ? earlier.ordinal + 1 : 0,
      }),
      this.#context,
    );
    this.#add(draft);
    return draft;
  }

  #add(draft: AlertDraft): void {
    this.#index.add(draft);
    this.#earliestEndMs = Math.min(this.#earliestEndMs, draft.endMs);
  }

  #bringBack(spot: Spot, timeMs: number, windowMs: number): EarlierAlert | null {
    if (this.#recall === null) return null;
    return this.#index.bringBack(
      spot,
      { ms: timeMs, windowMs },
      {
        recall: this.#recall,
        restore: ({ alert, draft, isClosed }) => {
          const restored = AlertDraft.restore(alert, readDraftText(draft), this.#context);
          restored.isClosed = isClosed;
          this.#earliestEndMs = Math.min(this.#earliestEndMs, restored.endMs);
          return restored;
        },
      },
    );
  }
}

function toGrouped(draft: AlertDraft): GroupedAlert {
  const alert = draft.snapshot();
  return {
    alert,
    recurrenceOf: draft.head.marks.recurrenceOf,
    groupingKey: toGroupingKey(draft.head),
    draft: formatDraftText(draft),
  };
}

function toEarlier(draft: AlertDraft | undefined): EarlierAlert | null {
  if (draft === undefined) return null;
  const { id, windowStartMs, marks } = draft.head;
  return { id, windowStartMs, ordinal: marks.ordinal, isClosed: draft.isClosed };
}

function later(a: EarlierAlert | null, b: EarlierAlert | null): EarlierAlert | null {
  if (a === null || b === null) return a ?? b;
  const order = a.windowStartMs - b.windowStartMs || a.ordinal - b.ordinal;
  return order >= 0 ? a : b;
}
