import { expect, test } from 'vitest';

import { correlationText } from '../../src/tui/correlation-text.ts';
import {
  formatAge,
  formatCount,
  formatDuration,
  formatZone,
  toLocalTime,
} from '../../src/tui/format.ts';
import { STRINGS } from '../../src/tui/strings.ts';
import { ASCII_GLYPHS, UNICODE_GLYPHS } from '../../src/tui/theme.ts';
import { columnChart, sparkline } from '../../src/tui/view/spark.ts';

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

test.each([
  [500, '0 giây', '0 seconds'],
  [1000, '1 giây', '1 second'],
  [90_000, '90 giây', '90 seconds'],
  [600_000, '10 phút', '10 minutes'],
  [5_400_000, '90 phút', '90 minutes'],
  [3_600_000, '1 giờ', '1 hour'],
  [172_800_000, '2 ngày', '2 days'],
])('%i ms lasts %s', (ms, vi, en) => {
  expect([formatDuration(ms, STRINGS.vi), formatDuration(ms, STRINGS.en)]).toEqual([vi, en]);
});

const COUNTED = {
  type: 'event_count',
  field: null,
  groupBy: ['user', 'src_ip'],
  timespanMs: 600_000,
  conditions: [
    { operator: 'gte', value: 10 },
    { operator: 'lt', value: 2000 },
  ],
  greatestCount: 46,
};

test.each([
  [{}, 'đếm ≥ 10 và < 2.000 sự kiện trong 10 phút, cùng user, src_ip; đếm được 46'],
  [
    { type: 'value_sum', field: 'bytes', groupBy: [], conditions: [{ operator: 'gt', value: 9 }] },
    'tổng bytes > 9 trong 10 phút; đếm được 46',
  ],
  [{ type: 'temporal', groupBy: [], conditions: [] }, 'các luật cùng khớp trong 10 phút'],
  [
    { type: 'new_type', field: 'f', groupBy: [], conditions: [{ operator: 'near', value: 1 }] },
    'new_type f near 1 trong 10 phút; đếm được 46',
  ],
])('a correlation with %j is told', (change, text) => {
  const { operators } = UNICODE_GLYPHS;
  expect(correlationText({ ...COUNTED, ...change }, STRINGS.vi, operators)).toBe(text);
});

test('a correlation is told in English and ASCII', () => {
  expect(correlationText(COUNTED, STRINGS.en, ASCII_GLYPHS.operators)).toBe(
    '>= 10 and < 2,000 events within 10 minutes, same user, src_ip; counted 46',
  );
});

test('columns grow from their base, row by row', () => {
  const scale = { height: 2, max: 8, signs: ['1', '2', '3', '4'] };
  expect(columnChart([0, 1, 4, 5, 8, 9], scale)).toEqual(['   144', '114444']);
  expect(columnChart([0, 0], { ...scale, max: 0 })).toEqual(['  ', '11']);
});
