// Alerts of posture: one for each condition, raised when it begins, marked when it ends. They are no matches: nothing
// orders or correlates them, and they are stored with the commit that tells of what the service saw (decisions/0015).
import type { Alert, Evidence } from '../../alert/alert.ts';
import { toAlertId, toGroupingKey } from '../../alert/alert-id.ts';
import type { GroupedAlert } from '../../alert/grouper.ts';
import { POSTURE_WORDS, toPostureRuleId, type PostureFault } from '../../layers/posture.ts';
import { sealText, unsealText } from '../../util/sealed-text.ts';

/** Under which key of the store's state the book is. */
export const POSTURE_KEY = 'posture';

interface Entry {
  readonly alert: Alert;
  readonly recurrenceOf: string | null;
  readonly isLasting: boolean;
  readonly isClosed: boolean;
}

interface Saved {
  readonly entries: readonly (readonly [key: string, entry: Entry])[];
  readonly expected: readonly (readonly [name: string, sinceMs: number])[];
}

const SEAL = { kind: 'soclite-posture', version: 1 } as const;
/** Conditions that are over are remembered, to know a repetition; the oldest go first. */
const MAX_ENTRIES = 2000;
const MAX_EVIDENCE = 5;

export class PostureBook {
  readonly #windowMs: number;
  readonly #entries: Map<string, Entry>;
  readonly #expected: Map<string, number>;
  #text: string | null;

  /** @param saved what `save` gave; one that is damaged counts as none: conditions that last are raised anew */
  constructor(windowMs: number, saved: string | null) {
    this.#windowMs = windowMs;
    const read = saved === null ? null : unsealText<Saved>(SEAL, saved);
    const known = read?.ok === true ? read.value : { entries: [], expected: [] };
    this.#entries = new Map(known.entries);
    this.#expected = new Map(known.expected);
    this.#text = read?.ok === true ? saved : null;
  }

  /** Since when something is expected to send, over all runs: the first time that it is asked for. */
  expectedSince(name: string, nowMs: number): number {
    const known = this.#expected.get(name);
    if (known !== undefined) return known;
    this.#expected.set(name, nowMs);
    this.#text = null;
    return nowMs;
  }

  /**
   * Takes what is wrong now; returns the alerts that are new or have changed.
   * @param isComplete false: what is not among the faults may last all the same
   */
  judge(
    faults: readonly PostureFault[],
    nowMs: number,
    isComplete = true,
  ): readonly GroupedAlert[] {
    const keys = new Set(faults.map(toKey));
    const changed = faults.flatMap((fault) => this.#begin(fault));
    // what is put comes last again: a loop over the map itself would meet it twice
    for (const [key, entry] of this.#list())
      if (isComplete && entry.isLasting && !keys.has(key))
        changed.push(this.#put(key, end(entry, nowMs)));
    for (const [key, { isLasting }] of this.#entries) {
      if (this.#entries.size <= MAX_ENTRIES) break;
      if (!isLasting) this.#entries.delete(key);
    }
    return changed.map(toGrouped);
  }

  /** A person closed the alert, or opened it again: a repetition is then an alert of its own. */
  setClosed(id: string, isClosed: boolean): void {
    for (const [key, entry] of this.#list())
      if (entry.alert.id === id) this.#put(key, { ...entry, isClosed });
  }

  save(): string {
    this.#text ??= sealText(SEAL, {
      entries: [...this.#entries],
      expected: [...this.#expected],
    });
    return this.#text;
  }

  #list(): readonly (readonly [string, Entry])[] {
    return [...this.#entries];
  }

  #begin(fault: PostureFault): Entry[] {
    const key = toKey(fault);
    const known = this.#entries.get(key);
    if (known?.isLasting === true) return [];
    const joins =
      known !== undefined &&
      !known.isClosed &&
      fault.sinceMs < known.alert.windowStartMs + this.#windowMs;
    const before = known?.isClosed === true ? known.alert.id : null;
    const entry = joins ? again(known, fault) : open(fault, before, known);
    return [this.#put(key, entry)];
  }

  #put(key: string, entry: Entry): Entry {
    // the latest stand last
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#text = null;
    return entry;
  }
}

function toKey({ kind, unit, subject }: PostureFault): string {
  return JSON.stringify([kind, unit, subject]);
}

function open(fault: PostureFault, recurrenceOf: string | null, known: Entry | undefined): Entry {
  const { kind, unit, subject } = fault;
  const words = POSTURE_WORDS[kind];
  const ruleId = toPostureRuleId(kind);
  const groupKey = [{ field: 'subject', value: subject }];
  // of the same moment as the one before, which was closed
  const sinceMs = Math.max(fault.sinceMs, (known?.alert.windowStartMs ?? -Infinity) + 1);
  const alert: Alert = {
    id: toAlertId({ ruleId, unit, groupKey, windowStartMs: sinceMs }),
    ruleId,
    title: words.titleEn,
    titleVi: words.titleVi,
    author: 'soclite',
    tags: [`soclite.layer-${words.layer}`],
    layer: words.layer,
    tier: words.tier,
    severity: words.severity,
    unit,
    isProvince: false,
    units: unit === null ? [] : [unit],
    system: null,
    groupKey,
    correlation: null,
    windowStartMs: sinceMs,
    firstMs: sinceMs,
    lastMs: sinceMs,
    count: 1,
    machines: [],
    evidence: [evidence(ruleId, sinceMs, fault.detail)],
    nextStepsVi: words.nextStepsVi,
    nextStepsEn: words.nextStepsEn,
  };
  return { alert, recurrenceOf, isLasting: true, isClosed: false };
}

function again(entry: Entry, { sinceMs, detail }: PostureFault): Entry {
  const lastMs = Math.max(entry.alert.lastMs, sinceMs);
  const alert = { ...withEvidence(entry.alert, lastMs, detail), count: entry.alert.count + 1 };
  return { ...entry, alert, isLasting: true };
}

function end(entry: Entry, nowMs: number): Entry {
  const lastMs = Math.max(entry.alert.lastMs, nowMs);
  return { ...entry, alert: withEvidence(entry.alert, lastMs, 'recovered'), isLasting: false };
}

/** The first record and the latest ones. */
function withEvidence(alert: Alert, timeMs: number, text: string): Alert {
  const all = [...alert.evidence, evidence(alert.ruleId, timeMs, text)];
  const kept = [...all.slice(0, 1), ...all.slice(1).slice(1 - MAX_EVIDENCE)];
  return { ...alert, lastMs: timeMs, evidence: kept };
}

function evidence(ruleId: string, timeMs: number, raw: string): Evidence {
  return { file: 'soclite', line: 1, timeMs, ruleId, raw, omittedChars: 0, fields: [] };
}

function toGrouped({ alert, recurrenceOf }: Entry): GroupedAlert {
  return { alert, recurrenceOf, groupingKey: toGroupingKey(alert), draft: '' };
}
