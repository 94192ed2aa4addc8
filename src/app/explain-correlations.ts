import { createCorrelator } from '../correlate/correlator.ts';
import { createExplainer } from '../correlate/explainer.ts';
import type { CorrelationExplanation } from '../correlate/explanation.ts';
import type { RuleSet, SigmaCorrelation, SigmaDocument, SigmaRule } from '../sigma/rule.ts';
import type { Sorter } from '../ports.ts';
import type { MatchedEvent } from './detection.ts';

export interface ExplainedCorrelations {
  /** Each correlation before those that it refers to. */
  readonly correlations: readonly CorrelationExplanation[];
  /** State that was forgotten to stay within memory: what is explained may lack it. */
  readonly evictions: number;
}

/** Documents and all that they refer to, in the order in which they are met. */
export function withReferences(
  documents: readonly SigmaDocument[],
  { rules, correlations }: RuleSet,
): RuleSet {
  const known = new Map<string, SigmaDocument>(
    [...rules, ...correlations].map((rule) => [rule.id, rule]),
  );
  // a set is walked while it grows
  const found = new Set(documents);
  for (const document of found) {
    if (document.kind === 'rule') continue;
    for (const id of document.ruleIds) {
      const next = known.get(id);
      if (next !== undefined) found.add(next);
    }
  }
  const all = [...found];
  return { rules: all.filter(isRule), correlations: all.filter(isCorrelation) };
}

/** Runs matches through a correlator in event-time order and asks what it did. */
export async function explainCorrelations(
  ruleSet: RuleSet,
  matches: Pick<Sorter<MatchedEvent>, 'sorted'>,
): Promise<ExplainedCorrelations> {
  const explainer = createExplainer(ruleSet);
  const correlator = createCorrelator(ruleSet, {}, null, explainer.observer);
  for await (const matched of matches.sorted()) correlator.push(matched);
  correlator.advance(Number.POSITIVE_INFINITY);
  return { correlations: explainer.explain(), evictions: correlator.evictions };
}

function isRule(document: SigmaDocument): document is SigmaRule {
  return document.kind === 'rule';
}

function isCorrelation(document: SigmaDocument): document is SigmaCorrelation {
  return document.kind === 'correlation';
}
