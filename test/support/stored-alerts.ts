// What a store does for a grouper: keeps what was taken, and finds it again. In memory, for tests.
import type { GroupedAlert } from '../../src/alert/grouper.ts';
import { readDraftText } from '../../src/alert/draft-text.ts';
import type { Recall, RecalledDraft } from '../../src/alert/recall.ts';

export interface StoredAlerts extends Recall {
  take(changed: readonly GroupedAlert[]): void;
  /** Ids of those that stand closed. */
  readonly closed: Set<string>;
  readonly alerts: ReadonlyMap<string, GroupedAlert>;
  /** How often it was asked. */
  readonly asked: number;
}

export function createStoredAlerts(): StoredAlerts {
  const alerts = new Map<string, GroupedAlert>();
  const closed = new Set<string>();
  let asked = 0;
  // through text, as a store does
  const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
  return {
    alerts,
    get asked() {
      return asked;
    },
    take(changed) {
      for (const one of changed) alerts.set(one.alert.id, copy(one));
    },
    closed,
    find(groupingKey, fromMs, untilMs) {
      asked += 1;
      const found = [...alerts.values()]
        .filter((one) => one.groupingKey === groupingKey && one.alert.windowStartMs <= untilMs)
        .map(({ alert, draft }): RecalledDraft & { endMs: number; ordinal: number } => {
          const { windowMs, ordinal } = readDraftText(draft);
          const isClosed = closed.has(alert.id);
          return { alert, draft, isClosed, endMs: alert.windowStartMs + windowMs, ordinal };
        })
        .toSorted((a, b) => a.alert.windowStartMs - b.alert.windowStartMs || a.ordinal - b.ordinal);
      const before = found.findLast(({ endMs }) => endMs <= fromMs);
      return {
        drafts: found
          .filter(({ endMs }) => endMs > fromMs)
          .map(({ alert, draft, isClosed }) => copy({ alert, draft, isClosed })),
        before:
          before === undefined
            ? null
            : {
                id: before.alert.id,
                windowStartMs: before.alert.windowStartMs,
                ordinal: before.ordinal,
                isClosed: before.isClosed,
              },
      };
    },
  };
}
