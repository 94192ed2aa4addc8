import type { Loss } from '../monitor.ts';

/** Losses are told when they begin and then each time their number has doubled, not at every tick. */
export interface LossTeller {
  takeNew(losses: readonly Loss[]): readonly string[];
}

/** @param before losses that an earlier run has told */
export function createLossTeller(before: readonly Loss[]): LossTeller {
  const told = new Map<string, number>(before.map(({ kind, count }) => [kind, count]));
  return {
    takeNew(losses) {
      const news = losses.filter(({ kind, count }) => count >= 2 * (told.get(kind) ?? 0));
      for (const { kind, count } of news) told.set(kind, count);
      return news.map(({ text }) => text);
    },
  };
}
