import { expect, test } from 'vitest';
import { Progress } from '../../../src/io/tail/progress.ts';

test('what was there when a round began was seen when it is over, however long it took', async () => {
  const progress = new Progress();
  const clock = { ms: 100, nowMs: () => clock.ms };
  const seen: (readonly [number, boolean])[] = [];
  await progress.work(() => {
    seen.push([progress.seenMs, progress.isAtWork]);
    clock.ms = 900;
    return Promise.resolve();
  }, clock);
  seen.push([progress.seenMs, progress.isAtWork]);
  expect(seen).toEqual([
    [0, true],
    [100, false],
  ]);
});
