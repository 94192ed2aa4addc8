import { judgeSilence } from '../layers/silence.ts';
import type { Activity } from './activity.ts';
import type { Workspace } from './workspace.ts';

export interface UnitSilence {
  /** Event time of the newest event that counts for the unit; null when there never was one. */
  readonly lastEventMs: number | null;
  /** True as well while nothing came yet: no data is never shown as good. */
  readonly isSilent: boolean;
}

export interface SilenceInput {
  readonly workspace: Workspace;
  readonly activity: Activity;
  readonly nowMs: number;
}

/**
 * Whether a unit has stopped sending (docs/decisions/0006): judged on its own streams, each by its source's cadence;
 * on events attributed to it only when no source is a unit's own.
 */
export function unitSilence(
  unit: string,
  { workspace, activity, nowMs }: SilenceInput,
): UnitSilence {
  const own = activity.ownStreams(unit);
  if (own.size > 0) {
    const cadences = new Map(workspace.sources.map(({ id, cadenceMs }) => [id, cadenceMs]));
    const isSilent = [...own].every(([source, { lastMs, kind }]) => {
      const stream = {
        lastEventMs: lastMs,
        cadenceMs: cadences.get(source) ?? null,
        kind,
        sinceMs: nowMs,
      };
      return judgeSilence(stream, nowMs).state !== 'sending';
    });
    return { lastEventMs: Math.max(...[...own.values()].map(({ lastMs }) => lastMs)), isSilent };
  }
  const expectsOwn = workspace.sources.some(
    (source) => source.isExpected && (source.pattern.includes('{unit}') || source.unit === unit),
  );
  const lastEventMs = expectsOwn ? null : activity.lastSeenMs(unit);
  const stream = { lastEventMs, cadenceMs: null, kind: null, sinceMs: nowMs };
  return { lastEventMs, isSilent: judgeSilence(stream, nowMs).state !== 'sending' };
}
