import { matchesQuery } from '../../alert/query.ts';
import type { Step } from '../../lifecycle/act.ts';
import type { ChainHead } from '../../lifecycle/chain.ts';
import type { QueueQuery, QueueStore, StoredAlert } from '../../ports/store.ts';
import { readAlerts, readSteps } from './verify-queue.ts';

export type ExportFilter = Omit<QueueQuery, 'limit' | 'offset' | 'order' | 'text'>;

/** Alerts that the filter lets through, then every step of the chain, then where the chain ends. */
export type ExportItem =
  | { readonly kind: 'alert'; readonly stored: StoredAlert }
  | { readonly kind: 'step'; readonly step: Step }
  | {
      readonly kind: 'head';
      /** Null = nobody has done anything yet. */
      readonly head: ChainHead | null;
      readonly alerts: number;
      readonly steps: number;
    };

/**
 * Reads the store in pages, so that its size does not matter. Steps are never filtered: only a whole chain proves
 * anything. An alert that changes meanwhile is given as it was first read.
 */
export function* exportQueue(store: QueueStore, filter: ExportFilter): Iterable<ExportItem> {
  const given = new Set<string>();
  for (const stored of readAlerts(store)) {
    if (given.has(stored.alert.id) || !isSelected(stored, filter)) continue;
    given.add(stored.alert.id);
    yield { kind: 'alert', stored };
  }
  let head: ChainHead | null = null;
  let steps = 0;
  for (const step of readSteps(store)) {
    steps += 1;
    head = { sequence: step.sequence, hash: step.hash };
    yield { kind: 'step', step };
  }
  yield { kind: 'head', head, alerts: given.size, steps };
}

function isSelected({ alert, status, suppressedBy }: StoredAlert, filter: ExportFilter): boolean {
  const { states, ruleId, owner, includesSuppressed = false } = filter;
  return (
    matchesQuery(alert, filter) &&
    (states === undefined || states.includes(status.state)) &&
    (ruleId === undefined || alert.ruleId === ruleId) &&
    (owner === undefined || status.owner === owner) &&
    (includesSuppressed || suppressedBy === null)
  );
}
