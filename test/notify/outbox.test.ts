import { expect, test } from 'vitest';
import { findNews, toTold } from '../../src/lifecycle/news.ts';
import { backOffMs } from '../../src/notify/back-off.ts';
import { toItem } from '../../src/notify/item.ts';
import { MAX_DEAD, MAX_PENDING, Outbox, type OutboxSettings } from '../../src/notify/outbox.ts';
import { quietUntil } from '../../src/notify/route.ts';
import type { Alert } from '../../src/alert/alert.ts';
import { makeKnown, makeRoute, UNTOUCHED } from '../support/notices.ts';

const HOUR = 3_600_000;

function settings(rest: Partial<OutboxSettings> = {}): OutboxSettings {
  return {
    routes: [makeRoute()],
    channels: ['chat'],
    giveUpMs: 24 * HOUR,
    offsetMinutes: () => 0,
    ...rest,
  };
}

function tell(outbox: Outbox, alert: Partial<Alert>, nowMs: number): void {
  const known = makeKnown(alert);
  const news = findNews(null, known);
  if (news !== null) outbox.take(toItem(known, news, nowMs), known, nowMs);
}

const number = (i: number): string => `a${String(i).padStart(15, '0')}`;

test.each([
  { name: 'new', known: makeKnown(), told: null, id: 'a000000000000001:new' },
  {
    name: 'recurring',
    known: makeKnown({}, { recurrenceOf: 'b' }),
    told: null,
    id: 'a000000000000001:recurring',
  },
  {
    name: 'suppressed',
    known: makeKnown({}, { suppressedBy: 'exception-1' }),
    told: null,
    id: null,
  },
  {
    name: 'somebody had it before we looked',
    known: makeKnown({}, { status: { ...UNTOUCHED, state: 'acked', version: 1, sinceMs: 5 } }),
    told: null,
    id: null,
  },
  {
    name: 'escalated',
    known: makeKnown({}, { status: { ...UNTOUCHED, state: 'escalated', version: 1, sinceMs: 5 } }),
    told: null,
    id: 'a000000000000001:escalated:5',
  },
  {
    name: 'escalated and told',
    known: makeKnown({}, { status: { ...UNTOUCHED, state: 'escalated', version: 1, sinceMs: 5 } }),
    told: { rank: 3, digits: 1, escalatedMs: 5 },
    id: null,
  },
  {
    name: 'more severe',
    known: makeKnown({ severity: 'critical' }),
    told: { rank: 3, digits: 1, escalatedMs: null },
    id: 'a000000000000001:raised:critical',
  },
  {
    name: 'a few more findings',
    known: makeKnown({ count: 9 }),
    told: { rank: 3, digits: 1, escalatedMs: null },
    id: null,
  },
  {
    name: 'a hundred findings',
    known: makeKnown({ count: 123 }),
    told: { rank: 3, digits: 1, escalatedMs: null },
    id: 'a000000000000001:grown:100',
  },
])('news: $name', ({ known, told, id }) => {
  expect(findNews(told, known)?.id ?? null).toBe(id);
  expect(findNews(toTold(known, told), known)).toBeNull();
});

test('a flood of ten thousand: the ceiling lets twenty through, one digest counts all others', () => {
  const ceiling = { rule: { count: 20, windowMs: HOUR }, unit: { count: 60, windowMs: HOUR } };
  const outbox = new Outbox(settings({ routes: [makeRoute({ ceiling })] }), null, []);
  for (let i = 0; i < 10_000; i += 1) tell(outbox, { id: number(i) }, 1000 + i);
  outbox.advance(20_000);
  expect(outbox.pending.map(({ kind }) => kind)).toEqual(Array.from({ length: 20 }, () => 'alert'));
  expect(outbox.counts.held).toBe(9980);
  outbox.advance(1000 + HOUR);
  const [held, ...more] = outbox.pending.filter(({ kind }) => kind === 'held');
  expect(more).toEqual([]);
  expect({
    listed: held?.items.length,
    total: held?.tally?.total,
    rules: held?.tally?.byRule,
  }).toEqual({
    listed: 50,
    total: 9980,
    rules: [['rule-1', 'Web shell written to the upload folder', 9980]],
  });
});

test('a receiver that is dead: its queue is bounded, what exceeds it is gathered and comes later', () => {
  const outbox = new Outbox(settings(), null, []);
  for (let i = 0; i < 1000; i += 1) tell(outbox, { id: number(i) }, 1000);
  outbox.advance(HOUR);
  expect(outbox.pending.length).toBe(MAX_PENDING);
  expect(outbox.save().digests.map(({ kind, tally }) => [kind, tally.total])).toEqual([
    ['held', 800],
  ]);
  for (let next = outbox.next('chat', HOUR); next !== null; next = outbox.next('chat', HOUR)) {
    outbox.settle(next, { ok: true }, HOUR, 0);
    outbox.advance(HOUR);
  }
  expect(outbox.counts).toEqual({ sent: 201, failed: 0, held: 800, discarded: 0 });
});

test('the most severe are listed first, whatever came first', () => {
  const outbox = new Outbox(settings({ routes: [makeRoute({ digestMs: 60_000 })] }), null, []);
  for (let i = 0; i < 200; i += 1)
    tell(outbox, { id: number(i), severity: i === 150 ? 'critical' : 'low' }, i);
  outbox.advance(60_000);
  const [digest, ...more] = outbox.pending;
  expect([digest?.id, digest?.items[0]?.alertId, digest?.tally?.total, more]).toEqual([
    'all:digest:0',
    number(150),
    200,
    [],
  ]);
});

test('quiet hours hold all but the critical and what a person escalates', () => {
  const quietHours = { fromMinute: 22 * 60, untilMinute: 6 * 60 };
  const outbox = new Outbox(settings({ routes: [makeRoute({ quietHours })] }), null, []);
  const night = 23 * HOUR;
  tell(outbox, { id: number(1) }, night);
  tell(outbox, { id: number(2), severity: 'critical' }, night);
  const known = makeKnown(
    { id: number(3) },
    { status: { ...UNTOUCHED, state: 'escalated', version: 1, sinceMs: 5 } },
  );
  const news = findNews(null, known);
  if (news !== null) outbox.take(toItem(known, news, night), known, night);
  outbox.advance(30 * HOUR - 1);
  expect(outbox.pending.map(({ items }) => items[0]?.alertId)).toEqual([number(2), number(3)]);
  outbox.advance(30 * HOUR);
  expect(outbox.pending.at(-1)?.id).toBe(`all:quiet:${night}`);
  expect(quietUntil(quietHours, night, 60)).toBe(29 * HOUR);
  expect(quietUntil(quietHours, 12 * HOUR, 0)).toBeNull();
});

test('retries with back-off, gives up, sends again when asked', () => {
  const outbox = new Outbox(settings({ giveUpMs: HOUR }), null, []);
  tell(outbox, {}, 0);
  const tries: number[] = [];
  for (let nowMs = 0; nowMs < 3 * HOUR; nowMs += 1000) {
    const next = outbox.next('chat', nowMs);
    if (next === null) continue;
    tries.push(nowMs);
    outbox.settle(next, { ok: false, isRefused: false, error: 'no route' }, nowMs, 1);
  }
  expect(tries.slice(0, 5)).toEqual([0, 5000, 15_000, 35_000, 75_000]);
  expect(tries.at(-1)).toBeGreaterThan(HOUR);
  expect(outbox.dead.map(({ delivery }) => [delivery.id, delivery.error])).toEqual([
    ['a000000000000001:new', 'no route'],
  ]);
  expect(outbox.retry(['mail'], 4 * HOUR)).toBe(0);
  expect(outbox.retry(null, 4 * HOUR)).toBe(1);
  expect(outbox.next('chat', 4 * HOUR)?.attempts).toBe(0);
  expect([backOffMs(1, 0), backOffMs(100, 1)]).toEqual([2500, 300_000]);
});

test('a message that is refused does not hold up the others; dead letters are bounded and counted', () => {
  const outbox = new Outbox(settings(), null, []);
  for (let i = 0; i < MAX_DEAD + 10; i += 1) {
    tell(outbox, { id: number(i) }, i);
    const next = outbox.next('chat', i);
    if (next !== null) outbox.settle(next, { ok: false, isRefused: true, error: 'HTTP 400' }, i, 0);
  }
  expect([outbox.dead.length, outbox.counts.discarded, outbox.pending]).toEqual([MAX_DEAD, 10, []]);
});

test('a restart in the middle goes on where it was; a channel that is gone leaves dead letters', () => {
  const before = new Outbox(settings({ routes: [makeRoute({ digestMs: HOUR })] }), null, []);
  tell(before, { id: number(1) }, 0);
  const again = new Outbox(settings({ channels: [] }), before.save(), before.dead);
  again.advance(HOUR);
  expect(again.dead.map(({ delivery }) => [delivery.id, delivery.error])).toEqual([
    ['all:digest:0', 'there is no channel "chat" in soclite.yml any more'],
  ]);
});
