import type { SigmaCorrelation } from '../../sigma/rule.ts';
import type { CorrelationFinding } from '../finding.ts';
import type { CorrelatorLimits } from '../limits.ts';
import type { Group } from './contribution.ts';
import type { WindowEntry } from './group-window.ts';
import { uniqueEvidence } from './input.ts';
import type { Evidence } from './input.ts';

/** A condition that is true, and whether it has just become so: only then it is a match for other correlations. */
export interface Firing {
  readonly finding: CorrelationFinding;
  readonly isStart: boolean;
}

/** What a finding is made of. */
export interface Fired {
  readonly group: Pick<Group, 'unit' | 'values'>;
  readonly count: number;
  /** The entries to report, in order. */
  readonly entries: readonly WindowEntry[];
}

export function toFinding(
  correlation: SigmaCorrelation,
  { group, count, entries }: Fired,
  limits: CorrelatorLimits,
): CorrelationFinding {
  const events = listEvents(entries);
  const last = events.at(-1);
  return {
    kind: 'correlation',
    rule: correlation,
    group: group.values,
    unit: group.unit,
    count,
    events:
      events.length <= limits.maxEvidence || last === undefined
        ? events
        : [...events.slice(0, limits.maxEvidence - 1), last],
    eventCount: entries.length,
    units: listNames(entries.map(({ units }) => units)),
    machines: listNames(entries.map(({ machines }) => machines)).slice(0, limits.maxMachines),
    firstMs: entries[0]?.timeMs ?? 0,
    lastMs: entries.at(-1)?.timeMs ?? 0,
  };
}

/** Only correlations of correlations can show an event twice: by itself, and as part of what it made true. */
function listEvents(entries: readonly WindowEntry[]): readonly Evidence[] {
  const events = entries.flatMap(({ evidence }) => evidence);
  return events.length > 1 ? uniqueEvidence(events) : events;
}

/** Sorted, each once. */
function listNames(lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())].toSorted();
}
