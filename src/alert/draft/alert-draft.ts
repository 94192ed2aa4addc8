import type { Finding } from '../../correlate/finding.ts';
import type { Event } from '../../event/event.ts';
import type { Level, SigmaRule } from '../../sigma/rule.ts';
import type { Alert, AlertCorrelation, CorrelationTerms, Evidence } from '../alert.ts';
import { raiseLevel } from '../severity.ts';
import { boundName } from './bounded-text.ts';
import { toEvidence } from './evidence.ts';
import { keptLength, type EvidenceRoom } from './evidence-room.ts';

/** What an alert is from its first finding on. */
export interface AlertHead extends Omit<
  Alert,
  | 'units'
  | 'system'
  | 'severity'
  | 'correlation'
  | 'firstMs'
  | 'lastMs'
  | 'count'
  | 'machines'
  | 'evidence'
> {
  readonly correlation: CorrelationTerms | null;
  readonly marks: DraftMarks;
}

/** What a draft knows and its alert does not show. */
export interface DraftMarks {
  /** The rule's level. */
  readonly level: Level;
  readonly windowMs: number;
  /** The closed alert that this one repeats. */
  readonly recurrenceOf: string | null;
  /** See `toAlertId`. */
  readonly ordinal: number;
}

/** What the drafts of one grouper share. */
export interface DraftContext {
  readonly maxEvidence: number;
  readonly maxMachines: number;
  /** By how many steps a finding in this system raises the severity. */
  readonly stepsOf: (system: string) => number;
  readonly room: EvidenceRoom;
}

interface MatchedEvent {
  readonly rule: SigmaRule;
  readonly event: Event;
}

/** The rest of a draft beside its alert, to go on from. */
export interface SavedMarks extends DraftMarks {
  readonly steps: number;
  readonly hasSystem: boolean;
  /** Which of the alert's evidence is its latest record; null = none yet, only first ones. */
  readonly latestAt: number | null;
}

/** The latest record behind an alert: explained when somebody looks. */
type Latest =
  | {
      readonly kind: 'event';
      readonly matched: MatchedEvent;
      readonly timeMs: number;
      readonly maxChars: number;
    }
  | { readonly kind: 'evidence'; readonly evidence: Evidence; readonly timeMs: number };

/** An alert while findings join it. */
export class AlertDraft {
  readonly head: AlertHead;
  /** A person closed it: the next finding opens another. */
  isClosed = false;
  readonly #context: DraftContext;
  readonly #units = new Set<string>();
  readonly #machines = new Set<string>();
  /** The first records, explained at once, so that their events are not kept. */
  readonly #first: Evidence[] = [];
  #latest: Latest | null = null;
  /** undefined = none yet; null = unknown, or several. */
  #system: string | null | undefined = undefined;
  #steps = 0;
  #firstMs = Number.POSITIVE_INFINITY;
  #lastMs = Number.NEGATIVE_INFINITY;
  #count = 0;
  #greatestCount = Number.NEGATIVE_INFINITY;
  #snapshot: Alert | null = null;

  constructor(head: AlertHead, context: DraftContext) {
    this.head = head;
    this.#context = context;
  }

  /** The draft that had this snapshot and these marks. */
  static restore(alert: Alert, saved: SavedMarks, context: DraftContext): AlertDraft {
    const { level, windowMs, recurrenceOf, ordinal } = saved;
    const marks = { level, windowMs, recurrenceOf, ordinal };
    const draft = new AlertDraft(toHead(alert, marks), context);
    draft.#extend(alert.firstMs, alert.lastMs);
    draft.#addNames(alert.units, alert.machines);
    draft.#system = saved.hasSystem ? alert.system : undefined;
    draft.#steps = saved.steps;
    draft.#count = alert.count;
    draft.#greatestCount = alert.correlation?.greatestCount ?? Number.NEGATIVE_INFINITY;
    for (const [index, evidence] of alert.evidence.entries())
      if (index === saved.latestAt)
        draft.#latest = { kind: 'evidence', evidence, timeMs: evidence.timeMs };
      else draft.#first.push(evidence);
    context.room.adopt(alert.evidence);
    return draft;
  }

  get endMs(): number {
    return this.head.windowStartMs + this.head.marks.windowMs;
  }

  add(finding: Finding): void {
    this.#snapshot = null;
    if (finding.kind === 'event') {
      const { event } = finding;
      this.#count += 1;
      this.#extend(event.timeMs, event.timeMs);
      this.#addNames([event.unit], [event.machine]);
      this.#addRecord(finding);
    } else {
      this.#count += finding.eventCount;
      this.#greatestCount = Math.max(this.#greatestCount, finding.count);
      this.#extend(finding.firstMs, finding.lastMs);
      this.#addNames(finding.units, finding.machines);
      for (const matched of finding.events) this.#addRecord(matched);
    }
  }

  snapshot(): Alert {
    if (this.#snapshot !== null) return this.#snapshot;
    const { marks, correlation, ...shown } = this.head;
    this.#snapshot = {
      ...shown,
      severity: raiseLevel(marks.level, this.#steps),
      units: [...this.#units].toSorted(),
      system: this.#system ?? null,
      correlation:
        correlation === null ? null : { ...correlation, greatestCount: this.#greatestCount },
      firstMs: this.#firstMs,
      lastMs: this.#lastMs,
      count: this.#count,
      machines: [...this.#machines].toSorted(),
      evidence: this.#listEvidence(),
    };
    return this.#snapshot;
  }

  /** What `restore` needs beside the snapshot. */
  marks(): SavedMarks {
    const { evidence } = this.snapshot();
    const latest = this.#latest?.kind === 'evidence' ? this.#latest.evidence : null;
    return {
      ...this.head.marks,
      steps: this.#steps,
      hasSystem: this.#system !== undefined,
      latestAt: latest === null ? null : evidence.indexOf(latest),
    };
  }

  /** Explains the latest record, so that its event need not be kept. */
  settle(): void {
    if (this.#latest?.kind !== 'event') return;
    const { matched, timeMs, maxChars } = this.#latest;
    const evidence = toEvidence(matched.rule, matched.event, maxChars);
    this.#latest = { kind: 'evidence', evidence, timeMs };
    this.#context.room.settled(this);
  }

  /** Gives back its room: nobody will look again. */
  dispose(): void {
    const { room } = this.#context;
    room.settled(this);
    for (const { raw } of this.#first) room.free(raw.length);
    this.#freeLatest();
  }

  #extend(firstMs: number, lastMs: number): void {
    this.#firstMs = Math.min(this.#firstMs, firstMs);
    this.#lastMs = Math.max(this.#lastMs, lastMs);
  }

  #addNames(units: readonly (string | null)[], machines: readonly (string | null)[]): void {
    for (const unit of units) if (unit !== null) this.#units.add(unit);
    for (const machine of machines)
      if (machine !== null && this.#machines.size < this.#context.maxMachines)
        this.#machines.add(boundName(machine));
  }

  #addRecord(matched: MatchedEvent): void {
    const { system, timeMs, raw } = matched.event;
    if (this.#system === undefined) this.#system = system;
    else if (this.#system !== system) this.#system = null;
    if (system !== null) this.#steps = Math.max(this.#steps, this.#context.stepsOf(system));
    const { room, maxEvidence } = this.#context;
    if (this.#first.length < maxEvidence - 1) {
      const maxChars = room.take(raw, this.#first.length === 0);
      this.#first.push(toEvidence(matched.rule, matched.event, maxChars));
    } else if (this.#latest === null || timeMs >= this.#latest.timeMs) {
      this.#freeLatest();
      this.#latest = { kind: 'event', matched, timeMs, maxChars: room.take(raw, false) };
      room.wait(this, matched.event);
    }
  }

  #freeLatest(): void {
    if (this.#latest?.kind === 'evidence')
      this.#context.room.free(this.#latest.evidence.raw.length);
    else if (this.#latest !== null) {
      const { matched, maxChars } = this.#latest;
      this.#context.room.free(keptLength(matched.event.raw, maxChars));
    }
  }

  /** In event-time order, of equal times as they came. */
  #listEvidence(): readonly Evidence[] {
    this.settle();
    const latest = this.#latest?.kind === 'evidence' ? [this.#latest.evidence] : [];
    return [...this.#first, ...latest].toSorted((a, b) => a.timeMs - b.timeMs);
  }
}

function toHead(alert: Alert, marks: DraftMarks): AlertHead {
  return {
    id: alert.id,
    ruleId: alert.ruleId,
    title: alert.title,
    titleVi: alert.titleVi,
    author: alert.author,
    tags: alert.tags,
    layer: alert.layer,
    tier: alert.tier,
    unit: alert.unit,
    isProvince: alert.isProvince,
    groupKey: alert.groupKey,
    correlation: alert.correlation === null ? null : toTerms(alert.correlation),
    windowStartMs: alert.windowStartMs,
    nextStepsVi: alert.nextStepsVi,
    nextStepsEn: alert.nextStepsEn,
    marks,
  };
}

function toTerms(correlation: AlertCorrelation): CorrelationTerms {
  const { type, field, groupBy, timespanMs, conditions } = correlation;
  return { type, field, groupBy, timespanMs, conditions };
}
