import type { Step } from '../lifecycle/act.ts';
import { formatUtc } from '../util/utc-time.ts';
import type { QueueAlert } from './queue-record.ts';

export const ALERT_COLUMNS = [
  'id',
  'rule_id',
  'rule_title',
  'rule_title_vi',
  'unit',
  'layer',
  'severity',
  'count',
  'first',
  'last',
  'machines',
  'group',
  'state',
  'owner',
  'verdict',
  'reason',
  'escalated_to',
  'ticket',
  'since',
  'recurrence_of',
  'suppressed_by',
] as const;

export function alertCells({
  alert,
  status,
  recurrenceOf,
  suppressedBy,
}: QueueAlert): readonly (string | number | null)[] {
  return [
    alert.id,
    alert.ruleId,
    alert.title,
    alert.titleVi,
    alert.isProvince ? alert.units.join(' ') : alert.unit,
    alert.layer,
    alert.severity,
    alert.count,
    formatUtc(alert.firstMs),
    formatUtc(alert.lastMs),
    alert.machines.join(' '),
    alert.groupKey.map(({ field, value }) => `${field}=${value}`).join('; '),
    status.state,
    status.owner,
    status.verdict,
    status.reason,
    status.escalatedTo,
    status.ticket,
    status.sinceMs === null ? null : formatUtc(status.sinceMs),
    recurrenceOf,
    suppressedBy,
  ];
}

export const STEP_COLUMNS = [
  'sequence',
  'alert_id',
  'act',
  'details',
  'actor',
  'time',
  'previous_hash',
  'hash',
] as const;

export function stepCells(step: Step): readonly (string | number | null)[] {
  const { kind, ...details } = step.act;
  return [
    step.sequence,
    step.alertId,
    kind,
    JSON.stringify(details),
    step.actor,
    formatUtc(step.timeMs),
    step.previousHash,
    step.hash,
  ];
}
