import {
  createChainVerifier,
  MAX_FAULTS,
  type ChainHead,
  type ChainReport,
} from '../../lifecycle/chain.ts';
import { canonicalText } from '../../lifecycle/canonical-text.ts';
import { statusAfter } from '../../lifecycle/history.ts';
import type { QueueStore, StoredAlert } from '../../ports/store.ts';

/** What a check of all human acts found. */
export interface QueueReport {
  readonly chain: ChainReport;
  /** Alerts whose state is not what their steps say: changed beside the chain. At most `MAX_FAULTS` ids. */
  readonly changedAlerts: readonly string[];
  readonly changedAlertCount: number;
}

const PAGE = 1000;
const ALL_STEPS = 1_000_000;

/** Reads the whole chain and every alert's state; others may act meanwhile. */
export function verifyQueue(store: QueueStore, anchors: readonly ChainHead[]): QueueReport {
  const verifier = createChainVerifier(anchors);
  for (const step of readSteps(store)) verifier.push(step);
  const changedAlerts: string[] = [];
  let changedAlertCount = 0;
  for (const stored of readAlerts(store)) {
    if (isTrue(store, stored)) continue;
    // somebody may have acted between the two readings; what is false twice is false
    const again = store.get(stored.alert.id);
    if (again === null || isTrue(store, again)) continue;
    changedAlertCount += 1;
    if (changedAlerts.length < MAX_FAULTS) changedAlerts.push(stored.alert.id);
  }
  return { chain: verifier.finish(), changedAlerts, changedAlertCount };
}

/** Every step, oldest first, in pages. */
export function* readSteps(store: QueueStore): Iterable<ReturnType<QueueStore['steps']>[number]> {
  for (let afterSequence = 0; ;) {
    const page = store.steps({ afterSequence, limit: PAGE });
    yield* page;
    const last = page.at(-1)?.sequence ?? 0;
    // a row with a number that does not grow would be read for ever
    if (page.length < PAGE || last <= afterSequence) return;
    afterSequence = last;
  }
}

/** Every alert once or, when it changes while being read, as often as it changes; in order of change. */
export function* readAlerts(store: QueueStore): Iterable<StoredAlert> {
  for (let change = 0; ;) {
    const page = store.changedAfter(change, PAGE);
    yield* page;
    const last = page.at(-1)?.change ?? 0;
    if (page.length < PAGE || last <= change) return;
    change = last;
  }
}

function isTrue(store: QueueStore, { alert, status }: StoredAlert): boolean {
  const steps = store.steps({ alertId: alert.id, limit: ALL_STEPS });
  return canonicalText(statusAfter(steps)) === canonicalText(status);
}
