import { createStateless } from './stateless.ts';
import type { TallyFactory } from './tally.ts';

/** Distinct values, counted as they come and go. */
export const countValues: TallyFactory = (correlation) => () => {
  const counts = new Map<string, number>();
  return createStateless(correlation, {
    add({ texts }) {
      for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
    },
    remove({ texts }) {
      for (const text of texts) {
        const left = (counts.get(text) ?? 0) - 1;
        if (left > 0) counts.set(text, left);
        else counts.delete(text);
      }
    },
    count: () => counts.size,
  });
};
