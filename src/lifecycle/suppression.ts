// Exceptions and maintenance windows: which alerts they hold back from the queue, and what makes a good one.
import type { Alert } from '../alert/alert.ts';
import { compareLevels } from '../alert/order.ts';
import { foldCase } from '../util/case-fold.ts';
import { isGoodText, MAX_NAME_CHARS, MAX_TEXT_CHARS } from './act-text.ts';
import type { QueueAct, Suppression, SuppressionScope } from './act.ts';
import { refuse, type Refusal } from './refusal.ts';

/** A longer one is a rule that should be changed, or a risk that nobody looks at any more. */
const MAX_SUPPRESSION_MS = 30 * 86_400_000;

export type SuppressionFault =
  'empty-scope' | 'no-owner' | 'no-reason' | 'ends-before-start' | 'too-long' | 'already-over';

/** What is wrong with a suppression that is made at `nowMs`; [] = nothing. */
export function checkSuppression(
  { scope, owner, reason, fromMs, untilMs }: Omit<Suppression, 'id'>,
  nowMs: number,
): readonly SuppressionFault[] {
  const isOrdered = fromMs < untilMs;
  const faults: readonly (readonly [SuppressionFault, boolean])[] = [
    ['empty-scope', isEmpty(scope)],
    ['no-owner', !isGoodText(owner, MAX_NAME_CHARS)],
    ['no-reason', !isGoodText(reason, MAX_TEXT_CHARS)],
    ['ends-before-start', !isOrdered],
    ['too-long', untilMs - fromMs > MAX_SUPPRESSION_MS],
    ['already-over', isOrdered && untilMs <= nowMs],
  ];
  return faults.filter(([, isThere]) => isThere).map(([fault]) => fault);
}

/** Whether the scope names an alert, whenever that was: the question of a dry run over the past. */
export function matchesScope(alert: Alert, scope: SuppressionScope): boolean {
  const { ruleId, unit, layer, maximumLevel, machine, groupKey = [] } = scope;
  return (
    !isEmpty(scope) &&
    (ruleId === undefined || alert.ruleId === ruleId) &&
    (unit === undefined || (alert.unit === unit && !alert.isProvince)) &&
    (layer === undefined || alert.layer === layer) &&
    (maximumLevel === undefined || compareLevels(alert.severity, maximumLevel) <= 0) &&
    (machine === undefined || isOnlyOf(alert, machine)) &&
    groupKey.every((pair) => holdsPair(alert, pair))
  );
}

/**
 * The suppression that holds an alert now, the oldest of several; null = it stands in the queue. By the alert's own
 * time, so that a backlog read later is held as it would have been. One that began before the window was seen by
 * people, and one that goes on after it must be: neither is held.
 */
export function findSuppression(
  alert: Alert,
  suppressions: readonly (Suppression & { readonly isLifted: boolean })[],
): Suppression | null {
  const holds = suppressions.find(
    ({ isLifted, scope, fromMs, untilMs }) =>
      !isLifted && alert.firstMs >= fromMs && alert.lastMs < untilMs && matchesScope(alert, scope),
  );
  return holds ?? null;
}

/** Whether a queue act is allowed. `suppressions` are all that were ever made. */
export function applyQueueAct(
  suppressions: readonly (Suppression & { readonly isLifted: boolean })[],
  act: QueueAct,
  { actor, timeMs }: { readonly actor: string; readonly timeMs: number },
): { readonly ok: true } | Refusal {
  if (!isGoodText(actor, MAX_NAME_CHARS)) return refuse('bad-text');
  if (act.kind === 'suppress') {
    const faults = checkSuppression(act.suppression, timeMs);
    return faults.length === 0 ? { ok: true } : refuse('bad-suppression');
  }
  const known = suppressions.find(({ id }) => id === act.suppressionId);
  if (known === undefined) return refuse('unknown-suppression');
  if (known.isLifted) return refuse('already-lifted');
  return isGoodText(act.reason, MAX_TEXT_CHARS) ? { ok: true } : refuse('bad-text');
}

function isEmpty({ groupKey = [], ...scope }: SuppressionScope): boolean {
  return Object.keys(scope).length === 0 && groupKey.length === 0;
}

/** An alert that names other machines too is about them as well: announced work on one must not hide it. */
function isOnlyOf({ machines }: Alert, machine: string): boolean {
  const folded = foldCase(machine);
  return machines.length > 0 && machines.every((name) => foldCase(name) === folded);
}

function holdsPair(
  { groupKey }: Alert,
  pair: { readonly field: string; readonly value: string },
): boolean {
  return groupKey.some(({ field, value }) => field === pair.field && value === pair.value);
}
