// Rules in their order, exactly and without looking back: for each beginning of a chain we keep the latest time at
// which a chain of that form could have begun. A chain lies within the window when it began within it. So A B A
// satisfies "A, B", and an old A does not hide a new one. Samples never have to be taken out.
import type { SigmaCorrelation } from '../../sigma/rule.ts';
import { indexAlternatives } from './alternatives.ts';
import type { Sample, Tally, TallyFactory } from './tally.ts';
import { holds } from './threshold.ts';

const NEVER = Number.NEGATIVE_INFINITY;

export const countRulesInOrder: TallyFactory = (correlation) =>
  correlation.alternatives.length === 0
    ? () => createCountedChain(correlation)
    : createChains(correlation);

/** Any of the alternatives' chains, whole. An event may stand for several steps that follow each other. */
function createChains(correlation: SigmaCorrelation): () => Tally {
  const chains = indexAlternatives(correlation).map(({ present }) => present);
  return () => {
    const starts = chains.map((chain) => chain.map(() => NEVER));
    const addTo = (index: number, { rules, timeMs }: Sample): void => {
      const chain = starts[index] ?? [];
      for (const [step, rule] of (chains[index] ?? []).entries()) {
        if (!rules.includes(rule)) continue;
        const start = step === 0 ? timeMs : (chain[step - 1] ?? NEVER);
        chain[step] = Math.max(chain[step] ?? NEVER, start);
      }
    };
    return {
      add(sample) {
        for (const index of chains.keys()) addTo(index, sample);
      },
      remove: () => undefined,
      measure(nowMs) {
        const fromMs = nowMs - correlation.timespanMs;
        const lengths = starts.map((chain) => chain.findLastIndex((step) => step >= fromMs) + 1);
        const whole = lengths.filter((length, at) => length === starts[at]?.length);
        // where no chain is whole, how far the longest has come
        const isTrue = whole.length > 0;
        return { count: Math.max(0, ...(isTrue ? whole : lengths)), isTrue };
      },
      state: () => starts.flat(),
      restore(state) {
        let at = 0;
        for (const chain of starts)
          for (const step of chain.keys()) {
            chain[step] = state[at] ?? NEVER;
            at += 1;
          }
      },
    };
  };
}

/** The longest chain of distinct rules in their order, of which a condition asks the length. */
function createCountedChain(correlation: SigmaCorrelation): Tally {
  const rules = correlation.ruleIds.length;
  /** `[length - 1][last]`: latest start of a chain of that length that ends at a rule up to `last`. */
  const starts = correlation.ruleIds.map(() => correlation.ruleIds.map(() => NEVER));
  const extend = (rule: number, timeMs: number): void => {
    for (const [shorter, row] of starts.entries()) {
      const start = shorter === 0 ? timeMs : (starts[shorter - 1]?.[rule - 1] ?? NEVER);
      for (let last = rule; last < rules && (row[last] ?? NEVER) < start; last += 1)
        row[last] = start;
    }
  };
  return {
    add(sample) {
      for (const rule of sample.rules) extend(rule, sample.timeMs);
    },
    remove: () => undefined,
    measure(nowMs) {
      const fromMs = nowMs - correlation.timespanMs;
      const count = starts.findLastIndex((row) => (row.at(-1) ?? NEVER) >= fromMs) + 1;
      return { count, isTrue: holds(correlation, count) };
    },
    state: () => starts.flat(),
    restore(state) {
      for (const [length, row] of starts.entries())
        for (const last of row.keys()) row[last] = state[length * rules + last] ?? NEVER;
    },
  };
}
