import { expect, test } from 'vitest';
import { createDashboardDesk } from '../../src/app/queue.ts';
import { DEFAULT_ACK_LIMITS } from '../../src/lifecycle/ack-clock.ts';
import type { Person } from '../../src/lifecycle/role.ts';
import { makeAlert, makeWrite } from '../support/alerts.ts';
import { createMemoryStores } from '../support/memory-store.ts';

const AN: Person = { user: 'an', name: 'Nguyễn Văn An', role: 'lead' };
const BINH = { name: 'Bình', timeMs: 50 };

const LISTED = Array.from({ length: 3 }, (_, i) => makeAlert({ id: `alert-${i}` }));

function open(alerts = 3) {
  const stores = createMemoryStores();
  const service = stores.openService('/data');
  const writes = Array.from({ length: alerts }, (_, i) => makeWrite({ id: `alert-${i}` }));
  service.commit({ state: new Map(), journal: null, dropsJournal: false, alerts: writes });
  const desk = () =>
    createDashboardDesk({
      store: stores.openQueue('/data'),
      person: AN,
      acknowledge: DEFAULT_ACK_LIMITS,
      clock: { nowMs: () => 1000 },
    });
  return { stores, service, desk };
}

test('what others have in hand is there from the start, and what they do follows', () => {
  const { service, desk: openDesk } = open();
  const ack = { kind: 'ack' } as const;
  service.act({ alertId: 'alert-0', act: ack, version: 0 }, BINH);
  const desk = openDesk();
  const states = () => [...desk.view(LISTED).statuses].map(([id, { state }]) => `${id} ${state}`);
  expect(states()).toEqual(['alert-0 acked']);
  const before = desk.view(LISTED);
  expect(desk.view(LISTED)).toBe(before);
  service.act({ alertId: 'alert-1', act: ack, version: 0 }, BINH);
  const close = { kind: 'close', verdict: 'drill', reason: 'r' } as const;
  service.act({ alertId: 'alert-0', act: close, version: 1 }, BINH);
  expect(states().toSorted()).toEqual(['alert-0 closed', 'alert-1 acked']);
  expect(before.statuses.get('alert-0')?.state).toBe('acked');
});

test.each([0, 1, 2, 3, 7, 8, 600])('after %d steps it goes on from the last', (count) => {
  const { service, desk: openDesk } = open();
  const note = { kind: 'note', text: 'x' } as const;
  for (let i = 0; i < count; i += 1)
    service.act({ alertId: 'alert-2', act: note, version: null }, BINH);
  const desk = openDesk();
  // a note leaves the alert new, but at another version: who acts must have seen it
  expect(desk.view(LISTED).statuses.get('alert-2')?.version ?? 0).toBe(count);
  expect(desk.view([]).statuses.has('alert-0')).toBe(false);
  service.act({ alertId: 'alert-0', act: { kind: 'ack' }, version: 0 }, BINH);
  expect(desk.view([]).statuses.get('alert-0')?.owner).toBe('Bình');
});

test('an act on several: done at the version seen, refused with who was first', () => {
  const { service, desk: openDesk } = open();
  const desk = openDesk();
  service.act({ alertId: 'alert-1', act: { kind: 'ack' }, version: 0 }, BINH);
  const targets = ['alert-0', 'alert-1', 'gone'].map((id) => ({ id, version: 0 }));
  const answer = desk.perform({ kind: 'act', targets, act: { kind: 'ack' } });
  expect(answer).toMatchObject({
    kind: 'acted',
    act: 'ack',
    outcomes: [
      { id: 'alert-0', refusal: null, status: { owner: 'Nguyễn Văn An', version: 1 } },
      { id: 'alert-1', refusal: { code: 'stale', first: { actor: 'Bình' } } },
      { id: 'gone', refusal: { code: 'unknown-alert' }, status: null },
    ],
  });
  const undone = desk.perform({
    kind: 'act',
    targets: [{ id: 'alert-0', version: 1 }],
    act: { kind: 'undo' },
  });
  expect(undone).toMatchObject({ outcomes: [{ refusal: null, status: { state: 'new' } }] });
});

test('the story of an alert: its steps, and how those like it were judged', () => {
  const { service, desk: openDesk } = open(2);
  const later = makeWrite({ id: 'later', firstMs: 9000, lastMs: 9000 });
  service.commit({ state: new Map(), journal: null, dropsJournal: false, alerts: [later] });
  const close = { kind: 'close', verdict: 'benign', reason: 'sao lưu' } as const;
  service.act({ alertId: 'alert-0', act: close, version: 0 }, BINH);
  const desk = openDesk();
  expect(desk.perform({ kind: 'tell-story', id: 'later' })).toEqual({
    kind: 'story',
    id: 'later',
    story: {
      steps: [],
      inUnit: 2,
      elsewhere: 0,
      judged: [{ unit: 'so-tttt', firstMs: 1000, verdict: 'benign', reason: 'sao lưu' }],
    },
  });
  expect(desk.perform({ kind: 'tell-story', id: 'alert-0' })).toMatchObject({
    story: { steps: [{ actor: 'Bình' }] },
  });
  expect(desk.perform({ kind: 'tell-story', id: 'gone' })).toMatchObject({ story: null });
});

test('an exception, and how much of the past it would have held', () => {
  const { service, desk: openDesk } = open(2600);
  const desk = openDesk();
  const scope = { ruleId: 'rule-1' };
  const counted = desk.perform({ kind: 'count-past', scope });
  expect(counted).toMatchObject({
    kind: 'past-counted',
    scope,
    past: { alerts: 2000, isComplete: false },
  });
  const made = desk.perform({
    kind: 'suppress',
    scope,
    durationMs: 86_400_000,
    reason: 'máy quét',
  });
  expect(made).toEqual({ kind: 'suppressed', id: 'exception-1', refusal: null });
  expect(service.suppressions()).toMatchObject([{ owner: 'Nguyễn Văn An', fromMs: 1000 }]);
});

test('a store that cannot be used is said, and what was known stays', () => {
  const { stores, service, desk: openDesk } = open();
  service.act({ alertId: 'alert-0', act: { kind: 'ack' }, version: 0 }, BINH);
  const desk = openDesk();
  const before = desk.view(LISTED);
  stores.fault = 'full';
  expect(desk.view(LISTED)).toBe(before);
  const answer = desk.perform({
    kind: 'act',
    targets: [{ id: 'alert-1', version: 0 }],
    act: { kind: 'ack' },
  });
  expect(answer).toEqual({ kind: 'act-failed', text: 'the store is full' });
});
