import type { AlertAct } from '../../lifecycle/act.ts';
import { findUndoable } from '../../lifecycle/apply-act.ts';
import { countingSteps } from '../../lifecycle/history.ts';
import { refuse } from '../../lifecycle/refusal.ts';
import type { ActResult, QueueQuery, QueueStore, StoredAlert } from '../../ports/store.ts';

/** An alert that somebody named or that a filter found; null = there is none (or the prefix names several). */
export interface Target {
  readonly id: string;
  readonly stored: StoredAlert | null;
}

export interface Outcome extends Target {
  readonly result: ActResult;
}

/** What to do; which step an undo takes back is known only for each alert. */
export type WantedAct = Exclude<AlertAct, { readonly kind: 'undo' }> | { readonly kind: 'undo' };

export interface Actor {
  readonly name: string;
  readonly timeMs: number;
}

/** Steps of one alert that an undo looks at. */
const ALL_STEPS = 1_000_000;

export function findTargets(store: QueueStore, ids: readonly string[]): readonly Target[] {
  return [...new Set(ids)].map((id) => ({ id, stored: store.get(id) }));
}

export function selectTargets(store: QueueStore, query: QueueQuery): readonly Target[] {
  return store.list(query).map((stored) => ({ id: stored.alert.id, stored }));
}

/**
 * Acts on each target by itself, one short transaction each; what is refused does not stop the rest. A target is acted
 * on as it was seen: who was faster is told, not overruled. `version` stands for the one in the target, null = any.
 */
export function actOnAlerts(
  store: QueueStore,
  targets: readonly Target[],
  act: WantedAct,
  { version, ...actor }: Actor & { readonly version?: number | null },
): readonly Outcome[] {
  return targets.map((target) => {
    const { stored } = target;
    if (stored === null) return { ...target, result: { ...refuse('unknown-alert'), status: null } };
    const seen = version === undefined ? stored.status.version : version;
    const { id: alertId } = stored.alert;
    const result =
      act.kind === 'undo'
        ? undoLast(store, stored, actor)
        : // a note changes nothing that somebody else could have seen otherwise
          store.act({ alertId, act, version: act.kind === 'note' ? null : seen }, actor);
    return { ...target, result };
  });
}

function undoLast(store: QueueStore, { alert, status }: StoredAlert, actor: Actor): ActResult {
  const steps = store.steps({ alertId: alert.id, limit: ALL_STEPS });
  const step = findUndoable(steps, actor.name) ?? countingSteps(steps).at(-1);
  if (step === undefined) return { ...refuse('nothing-to-undo'), status };
  const act = { kind: 'undo', sequence: step.sequence } as const;
  return store.act({ alertId: alert.id, act, version: steps.length }, actor);
}
