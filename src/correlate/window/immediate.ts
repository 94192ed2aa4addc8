// Conditions that are decided with each event: all but those that ask for a match to be absent.
import type { SigmaCorrelation } from '../../sigma/rule.ts';
import { createTallyFactory } from '../tally/registry.ts';
import type { Tally } from '../tally/tally.ts';
import type { Contribution } from './contribution.ts';
import { listContributions } from './contribution.ts';
import type { CorrelationState, Shared } from './correlation-state.ts';
import type { Firing } from './firing.ts';
import { toFinding } from './firing.ts';
import { GroupStore, hasRoom } from './group-store.ts';
import { makeEntry } from './make-entry.ts';
import { restoreGroups, saveGroups } from './saved-groups.ts';

export function createImmediate(
  correlation: SigmaCorrelation,
  { limits, usage, observer }: Shared,
): CorrelationState {
  const { timespanMs } = correlation;
  const createLog = createTallyFactory(correlation);
  const groups = new GroupStore<Tally>(
    { correlation, createLog, retentionMs: timespanMs },
    limits,
    usage,
  );

  const add = (contribution: Contribution, timeMs: number): Firing | null => {
    const window = groups.open(contribution.group, timeMs);
    if (timeMs < window.latestMs - timespanMs) {
      usage.evictions += 1;
      return null;
    }
    // the newest event is at hand when a finding is made, so one fewer than the finding shows is held
    const isHeld = hasRoom(usage, limits);
    const room = isHeld ? limits.maxEvidence - 1 - window.held : 0;
    const newest = makeEntry(contribution, timeMs, usage, room);
    const slot = groups.add(window, newest);
    const toMs = window.latestMs;
    const { count, isTrue } = window.log.measure(toMs);
    const isStart = isTrue && !window.isActive;
    if (observer !== null) {
      const { group } = contribution;
      observer.entered(correlation, { contribution, entry: newest });
      const fromMs = toMs - timespanMs;
      const asked = { group, fromMs, toMs, count, isTrue, isStart, alternatives: [] };
      observer.asked(correlation, asked);
    }
    window.isActive = isTrue;
    if (!isTrue) return null;
    const entries = groups
      .change(window, () => window.takeUnreported())
      .map((entry) => (entry === newest ? { ...entry, evidence: contribution.evidence } : entry));
    // a full window may have pushed out the newest entry itself
    if (slot.isDropped && entries.length === 0) return null;
    const fired = { group: window.group, count, entries };
    return { finding: toFinding(correlation, fired, limits), isStart };
  };

  return {
    correlation,
    push(inputs, timeMs) {
      const counted = listContributions(correlation, inputs);
      observer?.received(correlation, { inputs, counted });
      return counted
        .map((contribution) => add(contribution, timeMs))
        .filter((firing) => firing !== null);
    },
    nextCloseMs: () => Number.POSITIVE_INFINITY,
    close: () => [],
    nowMs: () => groups.nowMs,
    save: () => saveGroups(groups),
    restore(saved, nowMs) {
      restoreGroups(groups, saved);
      groups.resumeAt(nowMs);
    },
  };
}
