import type { Alert } from '../alert/alert.ts';
import type { ChangeResult } from '../report/backtest-report.ts';
import type { RuleSet } from '../sigma/rule.ts';

/** A set of rules with what it raised. */
export interface Raised {
  readonly ruleSet: RuleSet;
  readonly alerts: readonly Alert[];
}

const MAX_SAMPLES = 5;

/** Correlations whose alerts differ between two sets of rules. An alert is the same when its id is. */
export function compareAlerts(before: Raised, after: Raised): readonly ChangeResult[] {
  const titles = new Map(
    [before, after].flatMap(({ ruleSet }) =>
      ruleSet.correlations.map(({ id, title }) => [id, title] as const),
    ),
  );
  const olds = groupByRule(before.alerts);
  const news = groupByRule(after.alerts);
  return [...titles].flatMap(([id, title]) => {
    const [old, now] = [olds.get(id) ?? [], news.get(id) ?? []];
    const removed = without(old, now);
    const added = without(now, old);
    if (added.length + removed.length === 0) return [];
    const samples = [...removed.map(toSample('removed')), ...added.map(toSample('added'))].flat();
    return {
      id,
      kind: 'correlation' as const,
      title,
      before: old.length,
      after: now.length,
      added: added.length,
      removed: removed.length,
      samples: samples.slice(0, MAX_SAMPLES),
    };
  });
}

/** Alerts by the id of their rule. */
export function groupByRule(alerts: readonly Alert[]): ReadonlyMap<string, readonly Alert[]> {
  const groups = new Map<string, Alert[]>();
  for (const alert of alerts) {
    const known = groups.get(alert.ruleId);
    if (known === undefined) groups.set(alert.ruleId, [alert]);
    else known.push(alert);
  }
  return groups;
}

function without(alerts: readonly Alert[], others: readonly Alert[]): readonly Alert[] {
  const known = new Set(others.map(({ id }) => id));
  return alerts.filter(({ id }) => !known.has(id));
}

/** The first record behind an alert. */
function toSample(
  change: 'added' | 'removed',
): (alert: Alert) => readonly ChangeResult['samples'][number][] {
  return ({ evidence }) => evidence.slice(0, 1).map(({ file, line }) => ({ change, file, line }));
}
