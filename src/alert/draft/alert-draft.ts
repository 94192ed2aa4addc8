import type { Finding } from '../../correlate/finding.ts';
import type { Event } from '../../event/event.ts';
import type { SigmaRule } from '../../sigma/rule.ts';
import type { Alert, CorrelationTerms, Evidence } from '../alert.ts';
import { toEvidence } from './evidence.ts';

/** What an alert is from its first finding on. */
export interface AlertHead extends Omit<
  Alert,
  'units' | 'system' | 'correlation' | 'firstMs' | 'lastMs' | 'count' | 'machines' | 'evidence'
> {
  readonly correlation: CorrelationTerms | null;
}

export interface DraftLimits {
  readonly maxEvidence: number;
  readonly maxMachines: number;
}

interface MatchedEvent {
  readonly rule: SigmaRule;
  readonly event: Event;
}

/** An alert while findings join it. */
export class AlertDraft {
  readonly head: AlertHead;
  readonly #limits: DraftLimits;
  readonly #units = new Set<string>();
  readonly #machines = new Set<string>();
  /** The first records, explained at once, so that their events are not kept. */
  readonly #first: Evidence[] = [];
  /** The latest record behind them; explained when somebody looks. */
  #last: MatchedEvent | null = null;
  /** undefined = none yet; null = unknown, or several. */
  #system: string | null | undefined = undefined;
  #firstMs = Number.POSITIVE_INFINITY;
  #lastMs = Number.NEGATIVE_INFINITY;
  #count = 0;
  #greatestCount = Number.NEGATIVE_INFINITY;
  #snapshot: Alert | null = null;

  constructor(head: AlertHead, limits: DraftLimits) {
    this.head = head;
    this.#limits = limits;
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
    this.#snapshot ??= {
      ...this.head,
      units: [...this.#units].toSorted(),
      system: this.#system ?? null,
      correlation:
        this.head.correlation === null
          ? null
          : { ...this.head.correlation, greatestCount: this.#greatestCount },
      firstMs: this.#firstMs,
      lastMs: this.#lastMs,
      count: this.#count,
      machines: [...this.#machines].toSorted(),
      evidence: this.#listEvidence(),
    };
    return this.#snapshot;
  }

  #extend(firstMs: number, lastMs: number): void {
    this.#firstMs = Math.min(this.#firstMs, firstMs);
    this.#lastMs = Math.max(this.#lastMs, lastMs);
  }

  #addNames(units: readonly (string | null)[], machines: readonly (string | null)[]): void {
    for (const unit of units) if (unit !== null) this.#units.add(unit);
    for (const machine of machines)
      if (machine !== null && this.#machines.size < this.#limits.maxMachines)
        this.#machines.add(machine);
  }

  #addRecord({ rule, event }: MatchedEvent): void {
    if (this.#system === undefined) this.#system = event.system;
    else if (this.#system !== event.system) this.#system = null;
    if (this.#first.length < this.#limits.maxEvidence - 1)
      this.#first.push(toEvidence(rule, event));
    else if (this.#last === null || event.timeMs >= this.#last.event.timeMs)
      this.#last = { rule, event };
  }

  /** In event-time order, of equal times as they came. */
  #listEvidence(): readonly Evidence[] {
    const last = this.#last === null ? [] : [toEvidence(this.#last.rule, this.#last.event)];
    return [...this.#first, ...last].toSorted((a, b) => a.timeMs - b.timeMs);
  }
}
