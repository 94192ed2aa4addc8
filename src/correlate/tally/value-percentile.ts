import { SortedValues } from './sorted-values.ts';
import { createStateless } from './stateless.ts';
import type { TallyFactory } from './tally.ts';

/** The percentile by linear interpolation between the two nearest ranks; the median is the 50th. */
export const findPercentile: TallyFactory = (correlation) => () => {
  const values = new SortedValues();
  const share = (correlation.percentile ?? 50) / 100;
  return createStateless(correlation, {
    add({ numbers }) {
      for (const number of numbers) values.add(number);
    },
    remove({ numbers }) {
      for (const number of numbers) values.remove(number);
    },
    count() {
      const rank = share * (values.size - 1);
      const below = Math.floor(rank);
      const low = values.at(below);
      return rank === below ? low : low + (values.at(below + 1) - low) * (rank - below);
    },
  });
};
