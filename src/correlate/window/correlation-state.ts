import type { Match } from '../../detect/match.ts';
import type { Event } from '../../event/event.ts';
import type { SigmaCorrelation } from '../../sigma/rule.ts';
import type { CorrelationFinding } from '../finding.ts';
import type { CorrelatorLimits } from '../limits.ts';
import type { Group } from './contribution.ts';
import { findGroup, listValues } from './contribution.ts';
import type { Usage } from './group-store.ts';
import { GroupStore } from './group-store.ts';
import type { WindowEntry } from './group-window.ts';
import { holds } from './threshold.ts';

/** One correlation and its groups. */
export interface CorrelationState {
  push(match: Match): CorrelationFinding | null;
}

export function createCorrelationState(
  correlation: SigmaCorrelation,
  limits: CorrelatorLimits,
  usage: Usage,
): CorrelationState {
  const counted = createCountedEvents();
  const groups = new GroupStore(correlation, limits, usage);
  return {
    push({ rule, event }) {
      const group = findGroup(correlation, rule, event);
      if (group === null) return null;
      const values = listValues(correlation, rule, event);
      if (correlation.type === 'value_count' && values.length === 0) return null;
      if (!counted.add(event, group.key)) return null;

      const { unit, machine, timeMs } = event;
      const window = groups.open(group.key, timeMs);
      if (timeMs < window.latestMs - correlation.timespanMs) {
        usage.evictions += 1;
        return null;
      }
      // the newest event is at hand when a finding is made, so one fewer than the finding shows is held
      const isHeld = window.held < limits.maxEvidence - 1 && usage.held < limits.maxHeldEvents;
      const newest = { timeMs, rule, unit, machine, values, event: isHeld ? event : null };
      groups.add(window, newest);
      const count = correlation.type === 'value_count' ? window.distinct : window.size;
      if (!holds(correlation, count)) return null;
      const entries = groups
        .takeUnreported(window)
        .map((entry) => (entry === newest ? { ...entry, event } : entry));
      return toFinding(correlation, { group, count, entries }, limits);
    },
  };
}

/** Remembers in which groups the present event has been counted: once, however many rules it matches. */
function createCountedEvents(): { add(event: Event, key: string): boolean } {
  let present: Event | null = null;
  const keys = new Set<string>();
  return {
    add(event, key) {
      if (event !== present) {
        present = event;
        keys.clear();
      }
      const isNew = !keys.has(key);
      keys.add(key);
      return isNew;
    },
  };
}

interface Fired {
  readonly group: Group;
  readonly count: number;
  /** The entries to report, the newest among them. */
  readonly entries: readonly WindowEntry[];
}

function toFinding(
  correlation: SigmaCorrelation,
  { group, count, entries }: Fired,
  limits: CorrelatorLimits,
): CorrelationFinding {
  const times = entries.map(({ timeMs }) => timeMs);
  return {
    kind: 'correlation',
    rule: correlation,
    group: group.values,
    unit: group.unit,
    count,
    events: entries.flatMap(({ rule, event }) => (event === null ? [] : [{ rule, event }])),
    eventCount: entries.length,
    units: listNames(entries.map(({ unit }) => unit)),
    machines: listNames(entries.map(({ machine }) => machine)).slice(0, limits.maxMachines),
    firstMs: times[0] ?? 0,
    lastMs: times.at(-1) ?? 0,
  };
}

/** Sorted, each once, unknown left out. */
function listNames(names: readonly (string | null)[]): readonly string[] {
  return [...new Set(names)].filter((name) => name !== null).toSorted();
}
