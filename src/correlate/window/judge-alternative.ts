// A closed window as an observer hears of it: what each alternative lacks. The decision itself is deferred.ts's.
import type { SigmaCorrelation } from '../../sigma/rule.ts';
import type { AskedWindow, JudgedAlternative } from '../observer.ts';
import type { IndexedAlternative } from '../tally/alternatives.ts';
import type { Decision, Opening } from './opening.ts';

interface Asked {
  readonly opening: Opening;
  /** Null when nothing held. */
  readonly decision: Decision | null;
  readonly alternatives: readonly IndexedAlternative[];
}

export function describeAsked(
  correlation: SigmaCorrelation,
  { opening, decision, alternatives }: Asked,
): AskedWindow {
  const fromMs = opening.slot.entry.timeMs;
  return {
    group: opening.window.group,
    fromMs,
    toMs: fromMs + correlation.timespanMs,
    count: decision?.count ?? 0,
    isTrue: decision !== null,
    isStart: decision?.isStart ?? false,
    alternatives: alternatives.map((each) => judge(correlation, opening, each)),
  };
}

/** What an alternative lacks in the window that opens with that match: as `holds`, but for a person to read. */
function judge(
  { type, timespanMs }: SigmaCorrelation,
  { window, slot }: Opening,
  { present, absent }: IndexedAlternative,
): JudgedAlternative {
  const fromMs = slot.entry.timeMs;
  const toMs = fromMs + timespanMs;
  const times = present.map((rule) => window.log.latest(rule, fromMs, toMs));
  const missing =
    type === 'temporal'
      ? present.filter((_, at) => times[at] === null)
      : present.slice(countSteps({ window, slot }, present, toMs));
  const lastMs = Math.max(fromMs, ...times.filter((time) => time !== null));
  const unwanted = absent.filter(
    (rule) => window.log.latest(rule, lastMs - timespanMs, toMs) !== null,
  );
  return { missing, unwanted };
}

/** How many steps of a chain there are from its opening match on. */
function countSteps({ window, slot }: Opening, chain: readonly number[], toMs: number): number {
  const { rules, timeMs, sequence } = slot.entry;
  let moment = { timeMs, sequence };
  for (const [step, rule] of chain.entries()) {
    if (step === 0 && !rules.includes(rule)) return 0;
    const next = window.log.next(rule, moment);
    if (next === null || next.timeMs > toMs) return step;
    moment = next;
  }
  return chain.length;
}
