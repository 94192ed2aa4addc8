import { expect, test } from 'vitest';
import { createClockGuard } from '../../src/app/clock-guard.ts';
import type { Event } from '../../src/event/event.ts';

const NOW = Date.UTC(2026, 10, 20);
const HOUR = 3_600_000;

const eventAt = (timeMs: number): Event => ({
  unit: null,
  system: null,
  machine: null,
  origin: { source: 'fw', file: 'fw.log', line: 1 },
  format: 'test',
  timeMs,
  timeOrigin: 'record',
  host: null,
  logSources: [],
  fields: new Map(),
  raw: '',
});

test.each([
  { name: 'the past', timeMs: NOW - HOUR, isBelieved: true },
  { name: 'a clock some minutes ahead', timeMs: NOW + HOUR, isBelieved: true },
  { name: 'tomorrow', timeMs: NOW + 24 * HOUR, isBelieved: false },
  { name: 'the year 9999', timeMs: Date.UTC(9999, 0, 1), isBelieved: false },
])('$name', ({ timeMs, isBelieved }) => {
  const guard = createClockGuard();
  const event = guard.check(eventAt(timeMs), NOW);
  expect({ timeMs: event.timeMs, timeOrigin: event.timeOrigin }).toEqual(
    isBelieved ? { timeMs, timeOrigin: 'record' } : { timeMs: NOW, timeOrigin: 'received' },
  );
  expect([...guard.ahead]).toEqual(isBelieved ? [] : [['fw', 1]]);
});
