import { expect, test } from 'vitest';

import { formatAge, formatCount, formatZone, toLocalTime } from '../../src/tui/format.ts';
import { STRINGS } from '../../src/tui/strings.ts';
import { sparkline } from '../../src/tui/view/spark.ts';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1.000'],
  [2_411_000, '2.411.000'],
])('%i is written %s', (count, text) => {
  expect(formatCount(count, STRINGS.vi)).toBe(text);
  expect(formatCount(count, STRINGS.en)).toBe(text.replaceAll('.', ','));
});

test.each([
  [-5000, '0s'],
  [59_999, '59s'],
  [60_000, '1p'],
  [99 * 60_000, '99p'],
  [100 * 60_000, '1g'],
  [47 * 3_600_000, '47g'],
  [48 * 3_600_000, '2n'],
  [9999 * 86_400_000, '999n'],
])('an age of %i ms is %s', (ageMs, text) => {
  expect(formatAge(ageMs, STRINGS.vi)).toBe(text);
});

test.each([
  [0, 0, '01/01/1970', '00:00:00'],
  [Date.UTC(2026, 10, 21, 17, 0, 0), 420, '22/11/2026', '00:00:00'],
  [Date.UTC(2024, 1, 29, 12, 30, 5), 330, '29/02/2024', '18:00:05'],
  [Date.UTC(2000, 0, 1), -60, '31/12/1999', '23:00:00'],
  [Date.UTC(1969, 11, 31, 23, 59, 59), 0, '31/12/1969', '23:59:59'],
])('%i at %i minutes east is %s %s', (timeMs, offset, date, time) => {
  expect(toLocalTime(timeMs, offset)).toEqual({ date, time });
});

test('every day of the century is the day that Date says', () => {
  for (let timeMs = Date.UTC(1999, 11, 30); timeMs < Date.UTC(2101, 0, 2); timeMs += 86_400_000) {
    const [year, month, day] = new Date(timeMs).toISOString().slice(0, 10).split('-');
    expect(toLocalTime(timeMs, 0).date).toBe(`${day}/${month}/${year}`);
  }
});

test.each([
  [420, '+07'],
  [-180, '-03'],
  [330, '+05:30'],
  [0, '+00'],
])('zone %i is %s', (offset, text) => {
  expect(formatZone(offset)).toBe(text);
});

test.each([
  [[0, 0, 0], '▁▁▁'],
  [[0, 1, 100], '▁▂█'],
  [[], '   '],
])('bars of %j are %s', (values, bars) => {
  expect(sparkline(values, 3, { max: 100, signs: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] })).toBe(
    bars,
  );
});
