import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareMatched, type MatchedEvent } from '../../src/app/detection.ts';
import { createReorderBuffer } from '../../src/app/reorder-buffer.ts';
import { event } from '../support/sigma-ast.ts';

const LATENESS = 10;
const at = (timeMs: number, raw = ''): MatchedEvent => ({
  event: event({}, { timeMs, raw }),
  rules: [],
});
const times = (released: readonly MatchedEvent[]) => released.map((one) => one.event.timeMs);

const steps = fc.array(
  fc.oneof(
    fc.record({ timeMs: fc.nat(60), raw: fc.constantFrom('a', 'b') }),
    fc.record({ passMs: fc.nat(8) }),
    fc.constant('cut' as const),
  ),
);

test('releases what the plain rule says: up to the latest event that waited long enough, in order', () => {
  fc.assert(
    fc.property(steps, (given) => {
      let buffer = createReorderBuffer(LATENESS);
      buffer.caughtUp(0);
      let held: { readonly matched: MatchedEvent; readonly arrivedMs: number }[] = [];
      let nowMs = 0;
      for (const step of given) {
        if (step === 'cut') buffer = createReorderBuffer(LATENESS, undefined, buffer.save());
        else if ('timeMs' in step) {
          const matched = at(step.timeMs, step.raw);
          held.push({ matched, arrivedMs: nowMs });
          buffer.add(matched, nowMs);
        } else {
          nowMs += step.passMs;
          const due = held.filter(({ arrivedMs }) => nowMs - arrivedMs >= LATENESS);
          const untilMs = Math.max(-1, ...due.map(({ matched }) => matched.event.timeMs));
          const out = held.filter(({ matched }) => matched.event.timeMs <= untilMs);
          held = held.filter(({ matched }) => matched.event.timeMs > untilMs);
          const expected = out.map(({ matched }) => matched).toSorted(compareMatched);
          expect(buffer.release(nowMs)).toEqual(expected);
        }
        const first = Math.min(...held.map(({ matched }) => matched.event.timeMs));
        expect(buffer.watermarkMs(nowMs)).toBe(Math.min(nowMs - LATENESS, first));
      }
    }),
  );
});

test('a backlog waits until it is read, and then for the lateness', () => {
  const buffer = createReorderBuffer(LATENESS);
  buffer.add(at(2), 0);
  buffer.add(at(1), 0);
  expect([times(buffer.release(1000)), buffer.watermarkMs(1000), buffer.isSettled]).toEqual([
    [],
    -Infinity,
    false,
  ]);
  buffer.caughtUp(1000);
  buffer.add(at(0), 1005);
  expect([times(buffer.release(1009)), buffer.isSettled]).toEqual([[], false]);
  expect([times(buffer.release(1010)), buffer.isSettled]).toEqual([[0, 1, 2], true]);
  buffer.startCatchingUp();
  expect(buffer.isSettled).toBe(false);
});

test('too many, or too large: the oldest half goes before its turn, and is counted', () => {
  const buffer = createReorderBuffer(LATENESS, { maxItems: 3, maxWeight: 20_000 });
  for (const timeMs of [4, 3, 2, 1]) buffer.add(at(timeMs), 0);
  expect([times(buffer.release(0)), buffer.releasedEarly]).toEqual([[1, 2, 3], 3]);
  expect(times(buffer.release(0))).toEqual([]);
  buffer.add(at(5, 'x'.repeat(1000)), 0);
  expect([times(buffer.release(0)), buffer.releasedEarly]).toEqual([[4, 5], 5]);
});
