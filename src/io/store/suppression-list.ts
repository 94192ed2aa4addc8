import type { Step, Suppression } from '../../lifecycle/act.ts';
import type { Connection } from './connection.ts';
import { listStepsOf } from './step-log.ts';

export type ListedSuppression = Suppression & { readonly isLifted: boolean };
type CountedSuppression = ListedSuppression & {
  readonly alerts: number;
  readonly findings: number;
};

/** All suppressions that were ever made, the oldest first, as the steps tell. */
export function listSuppressions(connection: Connection): readonly ListedSuppression[] {
  const steps = listStepsOf(connection, null, { afterSequence: 0, limit: -1 });
  const lifted = new Set(steps.map(({ act }) => (act.kind === 'lift' ? act.suppressionId : null)));
  return steps.flatMap((step) => {
    const suppression = toSuppression(step);
    return suppression === null ? [] : [{ ...suppression, isLifted: lifted.has(suppression.id) }];
  });
}

/** With what each of them holds. */
export function countSuppressions(connection: Connection): readonly CountedSuppression[] {
  const rows = connection.all(
    `SELECT suppressed_by, count(*) AS alerts, sum(count) AS findings FROM alert
     WHERE suppressed_by IS NOT NULL GROUP BY suppressed_by`,
  );
  const counts = new Map(rows.map((row) => [row['suppressed_by'], row]));
  return listSuppressions(connection).map((suppression) => {
    const row = counts.get(suppression.id);
    return {
      ...suppression,
      alerts: Number(row?.['alerts'] ?? 0),
      findings: Number(row?.['findings'] ?? 0),
    };
  });
}

function toSuppression({ act, sequence }: Step): Suppression | null {
  if (act.kind !== 'suppress') return null;
  return { id: `${act.suppression.kind}-${sequence}`, ...act.suppression };
}
