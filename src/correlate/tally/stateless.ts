import type { SigmaCorrelation } from '../../sigma/rule.ts';
import type { Tally } from './tally.ts';
import { holds } from './threshold.ts';

/** A tally that follows from the samples in the window, with a condition on one number. */
export function createStateless(
  correlation: SigmaCorrelation,
  { add, remove, count }: Pick<Tally, 'add' | 'remove'> & { readonly count: () => number },
): Tally {
  return {
    add,
    remove,
    measure() {
      const value = count();
      return { count: value, isTrue: holds(correlation, value) };
    },
    state: () => [],
    restore: () => undefined,
  };
}
