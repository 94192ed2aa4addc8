import type { Finding } from '../../correlate/finding.ts';
import type { SigmaDocument, SigmaRule } from '../../sigma/rule.ts';
import type { SocliteKeys } from '../../sigma/soclite-keys.ts';
import { readSocliteKeys } from '../../sigma/soclite-keys.ts';
import { toAlertId } from '../alert-id.ts';
import { findLayerAndTier } from '../layer-table.ts';
import type { AlertHead } from './alert-draft.ts';
import { findCorrelationTerms } from './correlation-terms.ts';
import type { GroupKey } from './group-key.ts';

/** How an alert opens. */
export interface Opening {
  readonly keys: SocliteKeys;
  readonly groupKey: GroupKey;
  readonly windowMs: number;
  readonly recurrenceOf: string | null;
  readonly ordinal: number;
}

/** A correlation counts from the moment it holds, however far back its window reaches. */
export function timeOf(finding: Finding): number {
  return finding.kind === 'event' ? finding.event.timeMs : finding.lastMs;
}

export function unitOf(finding: Finding): string | null {
  return finding.kind === 'event' ? finding.event.unit : finding.unit;
}

export function toHead(finding: Finding, opening: Opening): AlertHead {
  const { rule } = finding;
  const { keys, groupKey, windowMs, recurrenceOf, ordinal } = opening;
  const unit = unitOf(finding);
  const windowStartMs = timeOf(finding);
  const guess = findLayerAndTier(sourceRule(finding)?.logSource ?? NO_LOG_SOURCE);
  return {
    id: toAlertId({ ruleId: rule.id, unit, groupKey, windowStartMs, ordinal }),
    ruleId: rule.id,
    title: rule.title,
    titleVi: keys.titleVi,
    author: rule.author,
    tags: rule.tags,
    // what needs counting over events, or over units, needs the SOC
    layer: keys.layer ?? (rule.kind === 'correlation' ? 2 : guess.layer),
    tier: keys.tier ?? guess.tier,
    unit,
    isProvince: rule.kind === 'correlation' && rule.scope === 'province',
    groupKey,
    correlation: findCorrelationTerms(rule),
    windowStartMs,
    nextStepsVi: keys.nextStepsVi,
    nextStepsEn: keys.nextStepsEn,
    marks: { level: rule.level, windowMs, recurrenceOf, ordinal },
  };
}

/** A rule's keys are read once, not once for each finding. */
export function createKeyReader(): (rule: SigmaDocument) => SocliteKeys {
  const known = new WeakMap<SigmaDocument, SocliteKeys>();
  return (rule) => {
    const keys = known.get(rule) ?? readSocliteKeys(rule);
    known.set(rule, keys);
    return keys;
  };
}

const NO_LOG_SOURCE = { category: null, product: null, service: null } as const;

/** The detection rule whose log source says what an alert is about. */
function sourceRule(finding: Finding): SigmaRule | undefined {
  return finding.kind === 'event' ? finding.rule : finding.events[0]?.rule;
}
