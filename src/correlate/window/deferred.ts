// Conditions with `not`: a match that has not come can still come until the window closes. A window opens with each
// match of a rule that must be present and closes a timespan later; then it is decided. An alternative holds in it
// when the opening match is of one of its rules (its first, when ordered), the others matched in the window, and no
// absent rule matched within a timespan of all of them: from a timespan before the last of them to the window's end.
import type { SigmaCorrelation } from '../../sigma/rule.ts';
import type { CorrelatorLimits } from '../limits.ts';
import { indexAlternatives } from '../tally/alternatives.ts';
import type { IndexedAlternative } from '../tally/alternatives.ts';
import { listContributions } from './contribution.ts';
import type { Contribution } from './contribution.ts';
import type { CorrelationState, Shared } from './correlation-state.ts';
import { Deadlines } from './deadlines.ts';
import { toFinding } from './firing.ts';
import type { Firing } from './firing.ts';
import { GroupStore, hasRoom } from './group-store.ts';
import type { WindowEntry } from './group-window.ts';
import { describeAsked } from './judge-alternative.ts';
import { makeEntry } from './make-entry.ts';
import type { Decision, Opening } from './opening.ts';
import { PresenceLog } from './presence-log.ts';
import { restoreGroups, saveGroups } from './saved-groups.ts';

/** Whether a correlation's condition has to wait for its window to close. */
export function isDeferred({ alternatives }: SigmaCorrelation): boolean {
  return alternatives.some(({ absent }) => absent.length > 0);
}

export function createDeferred(
  correlation: SigmaCorrelation,
  { limits, usage, observer }: Shared,
): CorrelationState {
  const { timespanMs, ruleIds } = correlation;
  const alternatives = indexAlternatives(correlation);
  const wanted = new Set(alternatives.flatMap(({ present }) => present));
  const createLog = (): PresenceLog => new PresenceLog(ruleIds.length);
  // a decision looks back a timespan before the window that closes
  const options = { correlation, createLog, retentionMs: 2 * timespanMs };
  const groups = new GroupStore<PresenceLog>(options, limits, usage);
  const openings = new Deadlines<Opening>();
  const add = (contribution: Contribution, timeMs: number): void => {
    const window = groups.open(contribution.group, timeMs);
    if (timeMs < window.latestMs - timespanMs) {
      usage.evictions += 1;
      return;
    }
    // a match of none but absent rules is never part of a finding and opens no window
    const isWanted = contribution.rules.some((rule) => wanted.has(rule));
    const isHeld = isWanted && hasRoom(usage, limits);
    const room = isHeld ? limits.maxEvidence - window.held : 0;
    const entry = makeEntry(contribution, timeMs, usage, room);
    const slot = groups.add(window, entry, { isReported: !isWanted, isPending: isWanted });
    observer?.entered(correlation, { contribution, entry });
    if (isWanted) openings.add(timeMs + timespanMs, { window, slot });
  };

  const report = (opening: Opening): Firing | null => {
    const decision = decide(correlation, alternatives, opening);
    observer?.asked(correlation, describeAsked(correlation, { opening, decision, alternatives }));
    return decision === null ? null : fire({ correlation, limits, groups }, opening, decision);
  };

  return {
    correlation,
    push(inputs, timeMs) {
      const counted = listContributions(correlation, inputs);
      observer?.received(correlation, { inputs, counted });
      for (const item of counted) add(item, timeMs);
      return [];
    },
    nextCloseMs: () => openings.nextMs,
    close() {
      const opening = openings.take();
      const firing = opening === null ? null : report(opening);
      return firing === null ? [] : [firing];
    },
    nowMs: () => groups.nowMs,
    save: () => saveGroups(groups),
    restore(saved, nowMs) {
      const pending = restoreGroups(groups, saved).filter(({ slot }) => slot.isPending);
      for (const opening of pending.toSorted(compareArrival))
        openings.add(opening.slot.entry.timeMs + timespanMs, opening);
      groups.resumeAt(nowMs);
    },
  };
}

interface Firer {
  readonly correlation: SigmaCorrelation;
  readonly limits: CorrelatorLimits;
  readonly groups: GroupStore<PresenceLog>;
}

/** The finding of a window that holds; null when another has reported all of it. */
function fire(
  { correlation, limits, groups }: Firer,
  { window, slot }: Opening,
  { count, isStart, present }: Decision,
): Firing | null {
  const fromMs = slot.entry.timeMs;
  const isPart = ({ timeMs, rules }: WindowEntry): boolean =>
    timeMs <= fromMs + correlation.timespanMs && rules.some((rule) => present.has(rule));
  const entries = groups.change(window, () => window.takeUnreported(fromMs, isPart));
  if (entries.length === 0) return null;
  const fired = { group: window.group, count, entries };
  return { finding: toFinding(correlation, fired, limits), isStart };
}

/** Decides the window that opens with a match, in order of opening; null when nothing holds in it. */
function decide(
  correlation: SigmaCorrelation,
  alternatives: readonly IndexedAlternative[],
  opening: Opening,
): Decision | null {
  const { window, slot } = opening;
  // what a limit has pushed out is counted there
  if (slot.isDropped || window.isDisposed) return null;
  slot.isPending = false;
  const { timeMs } = slot.entry;
  const wasActive = window.isActive && timeMs <= window.decidedMs;
  const held = alternatives.filter((alternative) => holds(correlation, opening, alternative));
  window.isActive = held.length > 0;
  window.decidedMs = Math.max(window.decidedMs, timeMs + correlation.timespanMs);
  if (held.length === 0) return null;
  const lists = held.map(({ present }) => present);
  return {
    count: Math.max(...lists.map((list) => list.length)),
    isStart: !wasActive,
    present: new Set(lists.flat()),
  };
}

/** Whether the alternative holds in the window that opens with that match. */
function holds(
  { type, timespanMs }: SigmaCorrelation,
  opening: Opening,
  alternative: IndexedAlternative,
): boolean {
  const find = type === 'temporal' ? findLast : findChainEnd;
  const lastMs = find(opening, alternative, timespanMs);
  if (lastMs === null) return false;
  const { window, slot } = opening;
  const endMs = slot.entry.timeMs + timespanMs;
  return alternative.absent.every(
    (rule) => window.log.latest(rule, lastMs - timespanMs, endMs) === null,
  );
}

/** Time of the last match that the alternative needs in the window; null when one is missing. */
function findLast(
  { window, slot }: Opening,
  { present }: IndexedAlternative,
  timespanMs: number,
): number | null {
  const { rules, timeMs } = slot.entry;
  if (!present.some((rule) => rules.includes(rule))) return null;
  let lastMs = timeMs;
  for (const rule of present) {
    if (rules.includes(rule)) continue;
    const found = window.log.latest(rule, timeMs, timeMs + timespanMs);
    if (found === null) return null;
    lastMs = Math.max(lastMs, found);
  }
  return lastMs;
}

/** The same for a chain that begins with the opening match. */
function findChainEnd(
  { window, slot }: Opening,
  { present }: IndexedAlternative,
  timespanMs: number,
): number | null {
  const { rules, timeMs, sequence } = slot.entry;
  const [first, ...steps] = present;
  if (first === undefined || !rules.includes(first)) return null;
  let moment = { timeMs, sequence };
  for (const rule of steps) {
    const next = window.log.next(rule, moment);
    if (next === null || next.timeMs > timeMs + timespanMs) return null;
    moment = next;
  }
  const last = steps.at(-1);
  // steps that the opening match takes itself do not look for a later one
  if (last === undefined || steps.every((rule) => rules.includes(rule))) return timeMs;
  return window.log.latest(last, timeMs, timeMs + timespanMs);
}

function compareArrival(a: Opening, b: Opening): number {
  return a.slot.entry.sequence - b.slot.entry.sequence;
}
