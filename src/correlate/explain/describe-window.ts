import type { SigmaCorrelation, SigmaDocument } from '../../sigma/rule.ts';
import { MAX_WINDOW_EVENTS, MAX_WINDOW_VALUES } from '../explanation.ts';
import type { WindowExplanation } from '../explanation.ts';
import type { JudgedAlternative } from '../observer.ts';
import { indexAlternatives } from '../tally/alternatives.ts';
import type { CountedMatch, GroupRecord } from './group-record.ts';

/** The best window of a group with what is in it and what it lacks. */
export function describeWindow(
  correlation: SigmaCorrelation,
  record: GroupRecord,
  documents: ReadonlyMap<string, SigmaDocument>,
): WindowExplanation {
  const { asked, matches = [], size = 0 } = record.best ?? {};
  const fromMs = asked?.fromMs ?? 0;
  const toMs = asked?.toMs ?? 0;
  const lack = asked?.isTrue === true ? NOTHING : findLack(correlation, record, matches);
  const toRules = (positions: readonly number[]): readonly SigmaDocument[] =>
    positions.flatMap((at) => documents.get(correlation.ruleIds[at] ?? '') ?? []);
  const values = listValues(correlation, matches);
  return {
    fromMs,
    toMs,
    count: asked?.count ?? 0,
    isTrue: asked?.isTrue ?? false,
    eventCount: size,
    events: pickEnds(matches).map(({ sample, event }) => ({
      ...event,
      rules: toRules(sample.rules),
    })),
    missing: toRules(lack.missing),
    misplaced: toRules(lack.misplaced),
    unwanted: toRules(lack.unwanted),
    values: values.slice(0, MAX_WINDOW_VALUES),
    // distinct values are what value_count was asked of; figures of events that are not kept are one each
    valueCount:
      correlation.type === 'value_count'
        ? (asked?.count ?? 0)
        : values.length + (values.length > 0 ? size - matches.length : 0),
  };
}

/** By positions in `ruleIds`. */
interface Lack extends JudgedAlternative {
  readonly misplaced: readonly number[];
}

const NOTHING: Lack = { missing: [], misplaced: [], unwanted: [] };

/** What the alternative lacks that lacks least. */
function findLack(
  correlation: SigmaCorrelation,
  { best }: GroupRecord,
  matches: readonly CountedMatch[],
): Lack {
  const { type, ruleIds } = correlation;
  if (type !== 'temporal' && type !== 'temporal_ordered') return NOTHING;
  const seen = new Set(matches.flatMap(({ sample }) => sample.rules));
  const judged = best?.asked.alternatives ?? [];
  if (judged.length > 0) return sortOut(leastOf(judged), seen);
  const alternatives = indexAlternatives(correlation).map(({ present }) => present);
  const isCounted = alternatives.length === 0;
  const chains = isCounted ? [[...ruleIds.keys()]] : alternatives;
  const isOrdered = type === 'temporal_ordered' && !isCounted;
  const lacks = chains.map((chain) => ({
    missing: isOrdered
      ? chain.slice(countSteps(chain, matches))
      : chain.filter((rule) => !seen.has(rule)),
    unwanted: [],
  }));
  return sortOut(leastOf(lacks), seen);
}

function leastOf(lacks: readonly JudgedAlternative[]): JudgedAlternative {
  const size = ({ missing, unwanted }: JudgedAlternative): number =>
    missing.length + unwanted.length;
  return lacks.toSorted((a, b) => size(a) - size(b))[0] ?? NOTHING;
}

/** A rule that is missed in its place and stands elsewhere in the window is misplaced, unless one before it is missing. */
function sortOut({ missing, unwanted }: JudgedAlternative, seen: ReadonlySet<number>): Lack {
  const absent = missing.filter((rule) => !seen.has(rule));
  const gap = missing.findIndex((rule) => !seen.has(rule));
  return { missing: absent, misplaced: gap < 0 ? missing : missing.slice(0, gap), unwanted };
}

/** How many steps of a chain the matches take in order, the earliest match for each; one may take several. */
function countSteps(chain: readonly number[], matches: readonly CountedMatch[]): number {
  let from = 0;
  for (const [step, rule] of chain.entries()) {
    const at = matches.findIndex(
      ({ sample }, index) => index >= from && sample.rules.includes(rule),
    );
    if (at < 0) return step;
    from = at;
  }
  return chain.length;
}

function listValues(
  { type }: SigmaCorrelation,
  matches: readonly CountedMatch[],
): readonly string[] {
  if (type === 'value_count') return [...new Set(matches.flatMap(({ sample }) => sample.texts))];
  return matches.flatMap(({ sample }) => sample.numbers).map(String);
}

/** The first ones and the last. */
function pickEnds(matches: readonly CountedMatch[]): readonly CountedMatch[] {
  const last = matches.at(-1);
  if (matches.length <= MAX_WINDOW_EVENTS || last === undefined) return matches;
  return [...matches.slice(0, MAX_WINDOW_EVENTS - 1), last];
}
