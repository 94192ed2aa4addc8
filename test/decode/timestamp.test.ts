import { describe, expect, test } from 'vitest';
import { parseTimeZone, toUtcMs } from '../../src/decode/timestamp.ts';
import { parseEpoch } from '../../src/decode/time/epoch-time.ts';
import { parseIsoTime } from '../../src/decode/time/iso-time.ts';
import { readSyslogTime } from '../../src/decode/time/syslog-time.ts';
import { compileTimePattern } from '../../src/decode/time/time-pattern.ts';
import { formatUtc } from '../../src/util/utc-time.ts';
import { sampleContext } from '../support/streams.ts';

const { zone } = sampleContext();

function utc(name: string, local: string): string | null {
  const place = parseTimeZone(name);
  const reading = parseIsoTime(local);
  return place === null || reading === null ? null : formatUtc(toUtcMs(reading, place));
}

describe('time zones', () => {
  test.each([
    ['Asia/Ho_Chi_Minh', '2026-11-20 08:02:03', '2026-11-20T01:02:03.000Z'],
    ['Asia/Saigon', '2026-11-20 08:02:03', '2026-11-20T01:02:03.000Z'],
    ['UTC', '2026-11-20 08:02:03', '2026-11-20T08:02:03.000Z'],
    ['+07:00', '2026-11-20 08:02:03', '2026-11-20T01:02:03.000Z'],
    ['+0530', '2026-11-20 08:02:03', '2026-11-20T02:32:03.000Z'],
    ['-3', '2026-11-20 08:02:03', '2026-11-20T11:02:03.000Z'],
    // Berlin 2026: summer time from 29 March 02:00 to 25 October 03:00
    ['Europe/Berlin', '2026-03-29 01:59:59', '2026-03-29T00:59:59.000Z'],
    ['Europe/Berlin', '2026-03-29 03:00:00', '2026-03-29T01:00:00.000Z'],
    // skipped: read with the offset before the change
    ['Europe/Berlin', '2026-03-29 02:30:00', '2026-03-29T01:30:00.000Z'],
    // shown twice: the first one
    ['Europe/Berlin', '2026-10-25 02:30:00', '2026-10-25T00:30:00.000Z'],
    ['Europe/Berlin', '2026-10-25 03:00:00', '2026-10-25T02:00:00.000Z'],
    ['America/New_York', '2026-11-01 01:30:00', '2026-11-01T05:30:00.000Z'],
    // a written zone wins
    ['Asia/Ho_Chi_Minh', '2026-11-20T08:02:03-05:00', '2026-11-20T13:02:03.000Z'],
  ])('%s %s', (name, local, expected) => expect(utc(name, local)).toBe(expected));

  test.each(['Asia/Hanoi', '', '+25:00', '+07:99', 'xyz', '../etc/passwd'])(
    '"%s" is no zone',
    (name) => expect(parseTimeZone(name)).toBeNull(),
  );

  test('any year, however far, gets an offset', () => {
    const berlin = parseTimeZone('Europe/Berlin');
    expect(berlin?.offsetMinutes(9e15)).toBeTypeOf('number');
    expect(berlin?.offsetMinutes(-9e15)).toBeTypeOf('number');
  });
});

describe('ISO 8601', () => {
  test.each([
    ['2026-11-20T01:02:03Z', '2026-11-20T01:02:03.000Z'],
    ['2026-11-20T01:02Z', '2026-11-20T01:02:00.000Z'],
    ['2026-11-20 01:02:03.4 Z', '2026-11-20T01:02:03.400Z'],
    ['2026-11-20T01:02:03,456+00:00', '2026-11-20T01:02:03.456Z'],
    ['2026-11-20T01:02:03.123456789Z', '2026-11-20T01:02:03.123Z'],
    ['2026-11-20T08:02:03+0700', '2026-11-20T01:02:03.000Z'],
    ['2026-11-20T08:02:03+07', '2026-11-20T01:02:03.000Z'],
    ['2026-11-20T08:02:03.5', '2026-11-20T01:02:03.500Z'],
    ['2026/11/20 08:02:03', '2026-11-20T01:02:03.000Z'],
    ['2026-11-20 01:02:03 UTC', '2026-11-20T01:02:03.000Z'],
    ['2026-11-20', null],
    ['2026-11-20T', null],
    ['2026-13-20T01:02:03Z', null],
    ['2026-02-30T01:02:03Z', null],
    ['2026-11-20T24:00:00Z', null],
    ['2026-11-20T01:02:03Zx', null],
    ['2026-11-20T01:02:03+19:00', null],
    ['２０２６-11-20T01:02:03Z', null],
    ['', null],
  ])('%s', (text, expected) => {
    const reading = parseIsoTime(text);
    expect(reading === null ? null : formatUtc(toUtcMs(reading, zone))).toBe(expected);
  });
});

test.each([
  [1_795_136_523, '2026-11-20T01:02:03.000Z'],
  ['1795136523', '2026-11-20T01:02:03.000Z'],
  ['1795136523.456', '2026-11-20T01:02:03.456Z'],
  ['1795136523456', '2026-11-20T01:02:03.456Z'],
  ['1795136523456789', '2026-11-20T01:02:03.456Z'],
  ['1795136523456789012', '2026-11-20T01:02:03.456Z'],
  ['12345', null],
  [12_345, null],
  ['1795136523x', null],
  ['-1795136523', null],
  ['', null],
  [Number.NaN, null],
  [Number.POSITIVE_INFINITY, null],
])('epoch %s', (value, expected) => {
  const ms = parseEpoch(value);
  expect(ms === null ? null : formatUtc(ms)).toBe(expected);
});

describe('syslog times', () => {
  // The reference time is 2026-11-23T00:00:00Z; zone +07:00
  test.each([
    ['Nov 20 08:02:03 x', '2026-11-20T01:02:03.000Z'],
    ['Nov  2 08:02:03', '2026-11-02T01:02:03.000Z'],
    ['nov 2 08:02:03.250', '2026-11-02T01:02:03.250Z'],
    ['Nov 20 2024 08:02:03: x', '2024-11-20T01:02:03.000Z'],
    ['2024 Nov 20 08:02:03', '2024-11-20T01:02:03.000Z'],
    ['*Nov 20 08:02:03.123: %SYS', '2026-11-20T01:02:03.123Z'],
    ['2026-11-20T01:02:03.456789Z h', '2026-11-20T01:02:03.456Z'],
    // at most one day after the reference time, else the year before
    ['Nov 24 06:59:59', '2026-11-23T23:59:59.000Z'],
    ['Nov 24 07:00:00', '2026-11-24T00:00:00.000Z'],
    ['Nov 24 07:00:01', '2025-11-24T00:00:01.000Z'],
    ['Dec 31 23:59:59', '2025-12-31T16:59:59.000Z'],
    ['Jan 1 00:00:00', '2025-12-31T17:00:00.000Z'],
    ['Feb 29 10:00:00', '2024-02-29T03:00:00.000Z'],
    ['Feb 30 10:00:00', null],
    ['Nox 20 08:02:03', null],
    ['Nov 20 08:02', '2026-11-20T01:02:00.000Z'],
    ['Nov 20 08:02:03x', null],
    ['Nov', null],
    ['', null],
  ])('%s', (text, expected) => {
    const time = readSyslogTime(text, 0, sampleContext());
    expect(time === null ? null : formatUtc(time.timeMs)).toBe(expected);
  });

  test('the first moments of a year read on 31 December belong to the next year', () => {
    // 2026-12-31T16:59:00Z is 23:59 in Vietnam
    const context = sampleContext({ referenceTimeMs: 1_798_736_340_000 });
    expect(readSyslogTime('Jan  1 00:00:05', 0, context)?.timeMs).toBe(1_798_736_405_000);
    expect(readSyslogTime('Dec 31 23:58:00', 0, context)?.timeMs).toBe(1_798_736_280_000);
  });

  test('a live stream that stays open over New Year takes the new reference time', () => {
    const clock = { now: 1_795_392_000_000 };
    const context = {
      ...sampleContext(),
      get referenceTimeMs() {
        return clock.now;
      },
    };
    expect(formatUtc(readSyslogTime('Jan  5 08:00:00', 0, context)?.timeMs ?? 0)).toBe(
      '2026-01-05T01:00:00.000Z',
    );
    clock.now = 1_799_200_000_000;
    expect(formatUtc(readSyslogTime('Jan  5 08:00:00', 0, context)?.timeMs ?? 0)).toBe(
      '2027-01-05T01:00:00.000Z',
    );
  });
});

describe('time patterns of mappings', () => {
  test.each([
    ['dd/mm/yyyy HH:MM:SS', '20/11/2026 08:02:03', '2026-11-20T01:02:03.000Z'],
    ['dd/mm/yyyy HH:MM:SS', ' 5/1/2026  8:02:03 ', '2026-01-05T01:02:03.000Z'],
    ['HH:MM:SS dd/mm/yyyy', '08:02:03 20/11/2026', '2026-11-20T01:02:03.000Z'],
    ['dd/mm/yyyy hh:MM:SS tt', '20/11/2026 12:02:03 AM', '2026-11-19T17:02:03.000Z'],
    ['dd/mm/yyyy hh:MM:SS tt', '20/11/2026 12:02:03 CH', '2026-11-20T05:02:03.000Z'],
    ['dd/mm/yyyy hh:MM:SS tt', '20/11/2026 08:02:03 sa', '2026-11-20T01:02:03.000Z'],
    ['dd.mm.yy HH:MM', '20.11.26 08:02', '2026-11-20T01:02:00.000Z'],
    ['yyyy-mm-dd HH:MM:SS.fff zzz', '2026-11-20 01:02:03.45 Z', '2026-11-20T01:02:03.450Z'],
    ['yyyy-mm-ddTHH:MM:SSzzz', '2026-11-20T01:02:03+00:00', '2026-11-20T01:02:03.000Z'],
    ['iso', '2026-11-20T01:02:03Z', '2026-11-20T01:02:03.000Z'],
    ['epoch', '1795136523', '2026-11-20T01:02:03.000Z'],
    ['dd/mm/yyyy HH:MM:SS', '31/02/2026 08:02:03', null],
    ['dd/mm/yyyy HH:MM:SS', '11/20/2026 08:02:03', null],
    ['dd/mm/yyyy HH:MM:SS', '20/11/2026', null],
    ['dd/mm/yyyy hh:MM:SS tt', '20/11/2026 13:02:03 PM', null],
  ])('%s reads "%s"', (pattern, text, expected) => {
    const reading = compileTimePattern(pattern)?.(text) ?? null;
    expect(reading === null ? null : formatUtc(toUtcMs(reading, zone))).toBe(expected);
  });

  test.each([
    'dd/mm/yyyy',
    'HH:MM:SS',
    'dd/mm/yyyy hh:MM',
    'dd/dd/yyyy mm HH',
    '',
    'yyyy yy mm dd HH',
  ])('"%s" is no pattern', (pattern) => expect(compileTimePattern(pattern)).toBeNull());
});
