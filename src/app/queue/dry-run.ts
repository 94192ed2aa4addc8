import type { SuppressionScope } from '../../lifecycle/act.ts';
import { matchesScope } from '../../lifecycle/suppression.ts';
import type { QueueStore, StoredAlert } from '../../ports/store.ts';

/** What a suppression would have held back, had it stood in the past. */
export interface DryRun {
  readonly alerts: number;
  readonly findings: number;
  /** False: there were more alerts than were looked at. */
  readonly isComplete: boolean;
  /** The most severe first. */
  readonly examples: readonly StoredAlert[];
}

const EXAMPLES = 5;
const PAGE = 500;

/**
 * Asks every alert since `sinceMs`, suppressed or not, whether the scope names it; the most severe first, at most
 * `maxAlerts` of them.
 */
export function dryRun(
  store: QueueStore,
  scope: SuppressionScope,
  { sinceMs, maxAlerts = Infinity }: { readonly sinceMs: number; readonly maxAlerts?: number },
): DryRun {
  const { ruleId, layer, unit } = scope;
  const query = {
    sinceMs,
    includesSuppressed: true,
    order: 'most-severe-first',
    limit: PAGE,
    ...(ruleId === undefined ? {} : { ruleId }),
    ...(layer === undefined ? {} : { layer }),
    ...(unit === undefined ? {} : { unit }),
  } as const;
  const examples: StoredAlert[] = [];
  let alerts = 0;
  let findings = 0;
  for (let offset = 0; ; offset += PAGE) {
    const page = store.list({ ...query, offset });
    for (const stored of page) {
      if (!matchesScope(stored.alert, scope)) continue;
      alerts += 1;
      findings += stored.alert.count;
      if (examples.length < EXAMPLES) examples.push(stored);
    }
    if (page.length < PAGE) return { alerts, findings, examples, isComplete: true };
    if (offset + PAGE >= maxAlerts) return { alerts, findings, examples, isComplete: false };
  }
}
