import type { Contribution } from './contribution.ts';
import type { Usage } from './group-store.ts';
import type { WindowEntry } from './group-window.ts';

/** The entry of a contribution; it holds at most `room` events. */
export function makeEntry(
  contribution: Contribution,
  timeMs: number,
  usage: Usage,
  room: number,
): WindowEntry {
  const { rules, texts, numbers, units, machines, evidence } = contribution;
  const { sequence } = usage;
  usage.sequence += 1;
  usage.evictions += contribution.dropped;
  return {
    timeMs,
    sequence,
    rules,
    texts,
    numbers,
    units,
    machines,
    evidence: evidence.slice(0, Math.max(0, room)),
  };
}
