// The stable machine-readable shapes of the queue (docs/output.md).
import type { AlertStatus, Step, Suppression, SuppressionScope } from '../lifecycle/act.ts';
import type { AckLimits } from '../lifecycle/ack-clock.ts';
import type { ChainHead } from '../lifecycle/chain.ts';
import type { Alert } from '../alert/alert.ts';
import { formatUtc } from '../util/utc-time.ts';
import { toAlertRecord } from './record.ts';

/** An alert with its life cycle, as the store gives it. */
export interface QueueAlert {
  readonly alert: Alert;
  readonly status: AlertStatus;
  readonly recurrenceOf: string | null;
  readonly suppressedBy: string | null;
}

/** One element of `alerts list -o json`. */
export function toQueueRecord(
  { alert, status, recurrenceOf, suppressedBy }: QueueAlert,
  limits: AckLimits,
): object {
  const limitMs = limits[alert.severity];
  const waitsFromMs = status.sinceMs ?? alert.firstMs;
  const isWaiting = status.state === 'new' && limitMs !== null;
  return {
    ...toAlertRecord(alert),
    state: status.state,
    owner: status.owner,
    escalated_to: status.escalatedTo,
    ticket: status.ticket,
    verdict: status.verdict,
    reason: status.reason,
    since: status.sinceMs === null ? null : formatUtc(status.sinceMs),
    version: status.version,
    acknowledge_by: isWaiting ? formatUtc(waitsFromMs + limitMs) : null,
    recurrence_of: recurrenceOf,
    suppressed_by: suppressedBy,
  };
}

/** One line of an export, one element of the history in `alerts show -o json`. The act is as it was hashed. */
export function toStepRecord(step: Step): object {
  return {
    sequence: step.sequence,
    alert_id: step.alertId,
    act: step.act,
    actor: step.actor,
    time: formatUtc(step.timeMs),
    time_ms: step.timeMs,
    previous_hash: step.previousHash,
    hash: step.hash,
  };
}

/** `<hash>:<sequence>`, as `verify --head` takes it. */
export function formatHead({ hash, sequence }: ChainHead): string {
  return `${hash}:${sequence}`;
}

const HEAD = /^([0-9a-f]{64}):([1-9]\d{0,14})$/;

export function parseHead(text: string): ChainHead | null {
  const [, hash, sequence] = HEAD.exec(text.trim()) ?? [];
  return hash === undefined ? null : { hash, sequence: Number(sequence) };
}

/** One element of `alerts suppressions -o json`. */
export function toSuppressionRecord(
  suppression: Suppression & {
    readonly isLifted: boolean;
    readonly alerts: number;
    readonly findings: number;
  },
  nowMs: number,
): object {
  const { id, kind, scope, owner, reason, fromMs, untilMs, alerts, findings } = suppression;
  return {
    id,
    kind,
    state: suppressionState(suppression, nowMs),
    scope: toScopeRecord(scope),
    owner,
    reason,
    from: formatUtc(fromMs),
    until: formatUtc(untilMs),
    alerts,
    findings,
  };
}

/** Only the parts that restrict; a `unit` of null is the unknown unit. */
function toScopeRecord(scope: SuppressionScope): object {
  const { ruleId, unit, layer, maximumLevel, machine, groupKey } = scope;
  return {
    ...(ruleId === undefined ? {} : { rule_id: ruleId }),
    ...(unit === undefined ? {} : { unit }),
    ...(layer === undefined ? {} : { layer }),
    ...(maximumLevel === undefined ? {} : { maximum_level: maximumLevel }),
    ...(machine === undefined ? {} : { machine }),
    ...(groupKey === undefined ? {} : { group: groupKey }),
  };
}

export type SuppressionState = 'planned' | 'active' | 'over' | 'lifted';

export function suppressionState(
  {
    isLifted,
    fromMs,
    untilMs,
  }: { readonly isLifted: boolean; readonly fromMs: number; readonly untilMs: number },
  nowMs: number,
): SuppressionState {
  if (isLifted) return 'lifted';
  if (nowMs < fromMs) return 'planned';
  return nowMs < untilMs ? 'active' : 'over';
}
