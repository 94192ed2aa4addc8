import { createStateless } from './stateless.ts';
import type { TallyFactory } from './tally.ts';

/** Events of any referenced rule. */
export const countEvents: TallyFactory = (correlation) => () => {
  let size = 0;
  return createStateless(correlation, {
    add() {
      size += 1;
    },
    remove() {
      size -= 1;
    },
    count: () => size,
  });
};
