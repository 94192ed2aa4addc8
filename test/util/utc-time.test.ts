import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findFailure } from '../support/property.ts';
import { civilToMs, formatUtc, msToCivil, weekdayOf } from '../../src/util/utc-time.ts';

const midnight = { hour: 0, minute: 0, second: 0, millisecond: 0 };

describe('against the runtime own calendar', () => {
  const times = fc.integer({ min: -62_198_755_200_000, max: 253_402_300_799_999 });

  test('formatUtc writes what Date writes, years 0 to 9999', () => {
    expect(
      findFailure(
        fc.property(times, (ms) => {
          fc.pre(ms >= -62_167_219_200_000);
          expect(formatUtc(ms)).toBe(new Date(ms).toISOString());
        }),
      ),
    ).toBeNull();
  });

  test('civilToMs undoes msToCivil', () => {
    expect(findFailure(fc.property(times, (ms) => civilToMs(msToCivil(ms)) === ms))).toBeNull();
  });

  test('weekdayOf', () => {
    expect(
      findFailure(fc.property(times, (ms) => weekdayOf(ms) === new Date(ms).getUTCDay())),
    ).toBeNull();
  });
});

test.each([
  ['leap day', { year: 2024, month: 2, day: 29 }, '2024-02-29T00:00:00.000Z'],
  ['no leap day', { year: 2026, month: 2, day: 29 }, null],
  ['1900 was no leap year', { year: 1900, month: 2, day: 29 }, null],
  ['2000 was one', { year: 2000, month: 2, day: 29 }, '2000-02-29T00:00:00.000Z'],
  ['month 13', { year: 2026, month: 13, day: 1 }, null],
  ['day 0', { year: 2026, month: 1, day: 0 }, null],
  ['31 April', { year: 2026, month: 4, day: 31 }, null],
])('%s', (_, date, expected) => {
  const ms = civilToMs({ ...date, ...midnight });
  expect(ms === null ? null : formatUtc(ms)).toBe(expected);
});

test('a leap second is the first moment of the next minute', () => {
  const ms = civilToMs({
    year: 2016,
    month: 12,
    day: 31,
    ...midnight,
    hour: 23,
    minute: 59,
    second: 60,
  });
  expect(formatUtc(ms ?? 0)).toBe('2017-01-01T00:00:00.000Z');
});

test('years outside 0..9999 get a sign', () => {
  expect(formatUtc(8.64e15)).toBe('+275760-09-13T00:00:00.000Z');
  expect(formatUtc(-62_198_755_200_000)).toBe('-000001-01-01T00:00:00.000Z');
});
