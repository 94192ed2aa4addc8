// Guarantee 1 in short; the whole of it is test/acceptance/kill.test.ts.
import { expect, test } from 'vitest';
import { differences, killRun, toBrief } from '../support/kill-run.ts';
import { freshFolder } from '../support/run-soclite.ts';

test('killed again and again: the alerts of an uninterrupted run, and of scans', async () => {
  const run = { folder: freshFolder(), seed: 7, seconds: 12, kills: 5 };
  const { uninterrupted, killed, scanned, printed, ...rest } = await killRun(run);
  const briefs = new Map([...uninterrupted].map(([id, told]) => [id, toBrief(told)]));
  expect({
    killed: differences(uninterrupted, killed),
    plain: differences(briefs, scanned.plain),
    compressed: differences(briefs, scanned.compressed),
    reversed: differences(briefs, scanned.reversed),
    unprinted: [...uninterrupted.values()].filter(
      ({ id, count }) => printed.get(id)?.count !== count,
    ),
  }).toEqual({ killed: [], plain: [], compressed: [], reversed: [], unprinted: [] });
  expect(uninterrupted.size).toBeGreaterThan(30);
  expect(rest.rotations).toBeGreaterThan(0);
});
