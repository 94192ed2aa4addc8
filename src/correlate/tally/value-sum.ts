import type { SigmaCorrelation } from '../../sigma/rule.ts';
import { ExactSum } from './exact-sum.ts';
import { createStateless } from './stateless.ts';
import type { Tally, TallyFactory } from './tally.ts';

export const sumValues: TallyFactory = (correlation) => () => createSum(correlation, (sum) => sum);

export const averageValues: TallyFactory = (correlation) => () =>
  createSum(correlation, (sum, values) => sum / values);

function createSum(
  correlation: SigmaCorrelation,
  combine: (sum: number, values: number) => number,
): Tally {
  const sum = new ExactSum();
  let values = 0;
  return createStateless(correlation, {
    add({ numbers }) {
      for (const number of numbers) sum.add(number);
      values += numbers.length;
    },
    remove({ numbers }) {
      for (const number of numbers) sum.add(-number);
      values -= numbers.length;
    },
    count: () => combine(sum.value(), values),
  });
}
