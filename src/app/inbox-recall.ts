import type { Recall, RecalledDrafts } from '../alert/recall.ts';

/** A recall that remembers what it answered, to tell later whether the store would still say the same. */
export interface WatchedRecall extends Recall {
  isUnchanged(): boolean;
}

export function watchRecall(recall: Recall): WatchedRecall {
  const answers: { readonly ask: () => RecalledDrafts; readonly answer: string }[] = [];
  return {
    find(groupingKey, fromMs, untilMs) {
      const ask = (): RecalledDrafts => recall.find(groupingKey, fromMs, untilMs);
      const found = ask();
      answers.push({ ask, answer: JSON.stringify(found) });
      return found;
    },
    isUnchanged: () => answers.every(({ ask, answer }) => JSON.stringify(ask()) === answer),
  };
}
