import { indexAlternatives } from './alternatives.ts';
import type { TallyFactory } from './tally.ts';
import { createStateless } from './stateless.ts';

/** Distinct rules in the window, in any order. Alternatives with absent rules are not decided here (deferred.ts). */
export const countRules: TallyFactory = (correlation) => {
  const alternatives = indexAlternatives(correlation);
  return () => {
    const counts = correlation.ruleIds.map(() => 0);
    const change = (rules: readonly number[], by: number): void => {
      for (const rule of rules) counts[rule] = (counts[rule] ?? 0) + by;
    };
    const tally = createStateless(correlation, {
      add: ({ rules }) => change(rules, 1),
      remove: ({ rules }) => change(rules, -1),
      count: () => counts.filter((count) => count > 0).length,
    });
    if (alternatives.length === 0) return tally;
    return {
      ...tally,
      measure(nowMs) {
        const { count } = tally.measure(nowMs);
        const isTrue = alternatives.some(({ present }) =>
          present.every((rule) => (counts[rule] ?? 0) > 0),
        );
        return { count, isTrue };
      },
    };
  };
};
