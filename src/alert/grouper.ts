// Findings to alerts: those of one rule, unit and group key within a window are one alert. The window opens at the
// earliest finding in event time, so neither path nor chunking nor the time of reading changes an alert.
import type { Finding } from '../correlate/finding.ts';
import type { SigmaDocument, SigmaRule } from '../sigma/rule.ts';
import type { SocliteKeys } from '../sigma/soclite-keys.ts';
import { readSocliteKeys } from '../sigma/soclite-keys.ts';
import { toAlertId } from './alert-id.ts';
import type { Alert } from './alert.ts';
import { AlertDraft } from './draft/alert-draft.ts';
import type { AlertHead } from './draft/alert-draft.ts';
import { findCorrelationTerms } from './draft/correlation-terms.ts';
import type { GroupKey } from './draft/group-key.ts';
import { findGroupKey } from './draft/group-key.ts';
import { findLayerAndTier } from './layer-table.ts';
import { compareByTime } from './order.ts';

export interface AlertGrouper {
  /**
   * Takes the next finding, in event-time order. A late one joins the window that covers it, or opens one.
   * Returns the id of the alert that it went into.
   */
  push(finding: Finding): string;
  get(id: string): Alert | undefined;
  /** Ordered by first time, then id. */
  all(): readonly Alert[];
  /** The alerts that are new or have grown since the last call, ordered likewise. */
  takeChanged(): readonly Alert[];
  /** Findings that went into an overflow alert because there were too many alerts to open another. */
  readonly overflowed: number;
}

export interface AlertGrouperOptions {
  /** Length of a window, milliseconds; a rule's `soclite.window` comes first. */
  readonly windowMs: number;
  /** Records that an alert shows: the first ones and the latest. Default 5. */
  readonly maxEvidence?: number;
  /** Machines that an alert names. Default 100. */
  readonly maxMachines?: number;
  /** Alerts before findings of new groups share one overflow alert for each rule and unit. Default 50,000. */
  readonly maxAlerts?: number;
}

/** Group key of an overflow alert: any value of any field. */
const OVERFLOW_KEY: GroupKey = [{ field: '*', value: '*' }];

export function createAlertGrouper(options: AlertGrouperOptions): AlertGrouper {
  const { windowMs, maxEvidence = 5, maxMachines = 100, maxAlerts = 50_000 } = options;
  const limits = { maxEvidence, maxMachines };
  /** Windows of each rule, unit and group key, by start. */
  const windows = new Map<string, AlertDraft[]>();
  const byId = new Map<string, AlertDraft>();
  const changed = new Set<AlertDraft>();
  const readKeys = createKeyReader();
  let overflowed = 0;

  const open = (finding: Finding, groupKey: GroupKey): AlertDraft => {
    const draft = new AlertDraft(toHead(finding, readKeys(finding.rule), groupKey), limits);
    const list = listOf(windows, toMapKey(finding, groupKey));
    list.splice(startedBy(list, draft.head.windowStartMs), 0, draft);
    byId.set(draft.head.id, draft);
    return draft;
  };

  const find = (finding: Finding): AlertDraft => {
    const keys = readKeys(finding.rule);
    const groupKey = findGroupKey(finding, keys.groupBy);
    const timeMs = timeOf(finding);
    const length = keys.windowMs ?? windowMs;
    // the latest window that has begun covers the time, or none does
    const list = windows.get(toMapKey(finding, groupKey)) ?? [];
    const draft = list[startedBy(list, timeMs) - 1];
    if (draft !== undefined && timeMs < draft.head.windowStartMs + length) return draft;
    if (byId.size < maxAlerts) return open(finding, groupKey);
    overflowed += 1;
    return windows.get(toMapKey(finding, OVERFLOW_KEY))?.[0] ?? open(finding, OVERFLOW_KEY);
  };

  return {
    push(finding) {
      const draft = find(finding);
      draft.add(finding);
      changed.add(draft);
      return draft.head.id;
    },
    get: (id) => byId.get(id)?.snapshot(),
    all: () => snapshots(byId.values()),
    takeChanged() {
      const alerts = snapshots(changed);
      changed.clear();
      return alerts;
    },
    get overflowed() {
      return overflowed;
    },
  };
}

function snapshots(drafts: Iterable<AlertDraft>): readonly Alert[] {
  return [...drafts].map((draft) => draft.snapshot()).toSorted(compareByTime);
}

/** A correlation counts from the moment it holds, however far back its window reaches. */
function timeOf(finding: Finding): number {
  return finding.kind === 'event' ? finding.event.timeMs : finding.lastMs;
}

function unitOf(finding: Finding): string | null {
  return finding.kind === 'event' ? finding.event.unit : finding.unit;
}

function toMapKey(finding: Finding, groupKey: GroupKey): string {
  const pairs = groupKey.map(({ field, value }) => [field, value]);
  return JSON.stringify([finding.rule.id, unitOf(finding), pairs]);
}

/** How many windows of a list, ordered by start, have begun by then: a binary search, lists grow with the log. */
function startedBy(list: readonly AlertDraft[], timeMs: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle]?.head.windowStartMs ?? 0) <= timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function listOf(windows: Map<string, AlertDraft[]>, key: string): AlertDraft[] {
  const list = windows.get(key) ?? [];
  windows.set(key, list);
  return list;
}

function toHead(finding: Finding, keys: SocliteKeys, groupKey: GroupKey): AlertHead {
  const { rule } = finding;
  const unit = unitOf(finding);
  const windowStartMs = timeOf(finding);
  const isProvince = rule.kind === 'correlation' && rule.scope === 'province';
  const guess = findLayerAndTier(sourceRule(finding)?.logSource ?? NO_LOG_SOURCE);
  // what needs counting over events, or over units, needs the SOC
  const layer = keys.layer ?? (rule.kind === 'correlation' ? 2 : guess.layer);
  return {
    id: toAlertId({ ruleId: rule.id, unit, groupKey, windowStartMs }),
    ruleId: rule.id,
    title: rule.title,
    titleVi: keys.titleVi,
    author: rule.author,
    tags: rule.tags,
    layer,
    tier: keys.tier ?? guess.tier,
    severity: rule.level,
    unit,
    isProvince,
    groupKey,
    correlation: findCorrelationTerms(rule),
    windowStartMs,
    nextStepsVi: keys.nextStepsVi,
    nextStepsEn: keys.nextStepsEn,
  };
}

const NO_LOG_SOURCE = { category: null, product: null, service: null } as const;

/** The detection rule whose log source says what an alert is about. */
function sourceRule(finding: Finding): SigmaRule | undefined {
  return finding.kind === 'event' ? finding.rule : finding.events[0]?.rule;
}

/** A rule's keys are read once, not once for each finding. */
function createKeyReader(): (rule: SigmaDocument) => SocliteKeys {
  const known = new WeakMap<SigmaDocument, SocliteKeys>();
  return (rule) => {
    const keys = known.get(rule) ?? readSocliteKeys(rule);
    known.set(rule, keys);
    return keys;
  };
}
