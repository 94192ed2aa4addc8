import { expect, test } from 'vitest';
import { Notifier, type NotifierEffects } from '../../src/app/notifier.ts';
import type { NotifyPlan } from '../../src/app/notify-plan.ts';
import { parseTimeZone } from '../../src/decode/timestamp.ts';
import type { SendResult } from '../../src/ports/send.ts';
import type { ServiceStore } from '../../src/ports/store.ts';
import { invariant } from '../../src/util/invariant.ts';
import { makeWrite } from '../support/alerts.ts';
import { createMemoryStores } from '../support/memory-store.ts';
import { LOOK, makeRoute } from '../support/notices.ts';

const zone = parseTimeZone('Asia/Ho_Chi_Minh');
invariant(zone !== null, 'a known zone');
const PLAN: NotifyPlan = {
  channels: [{ id: 'chat', kind: 'command', run: ['/bin/true'], timeoutMs: 1000 }],
  routes: [makeRoute()],
  giveUpMs: 86_400_000,
  inventory: LOOK.inventory,
  language: 'vi',
  zone,
};

function world() {
  const stores = createMemoryStores();
  const sent: string[] = [];
  const answer: { result: SendResult | 'never' } = { result: { ok: true, detail: 'taken' } };
  let nowMs = 1_000_000;
  const start = (store: ServiceStore): Notifier => {
    const effects: NotifierEffects = {
      store,
      openSender() {
        let close = (): void => undefined;
        const closed = new Promise<SendResult>((resolve) => {
          close = () => resolve({ ok: false, isRefused: false, error: 'closed' });
        });
        return {
          send: async (_channel, { id }) => {
            sent.push(id);
            return answer.result === 'never' ? closed : answer.result;
          },
          close: () => close(),
        };
      },
      clock: { nowMs: () => nowMs },
      host: 'soc-1',
      program: '0.1.0',
      sleep: () => Promise.resolve(),
      jitter: () => 0,
    };
    return new Notifier(PLAN, effects);
  };
  const tick = async (notifier: Notifier, ms = 2000): Promise<void> => {
    nowMs += ms;
    notifier.tick(nowMs);
    for (let i = 0; i < 2000; i += 1) await Promise.resolve();
  };
  const commit = (store: ServiceStore, ids: readonly string[], rest = {}): void =>
    store.commit({
      state: new Map(),
      journal: null,
      dropsJournal: false,
      alerts: ids.map((id) => makeWrite({ id }, rest)),
    });
  return { stores, sent, answer, start, tick, commit };
}

test('each alert once, suppressed ones never, over a restart nothing again', async () => {
  const { stores, sent, start, tick, commit } = world();
  const store = stores.openService('data');
  commit(store, ['old1']);
  const notifier = start(store);
  await tick(notifier);
  commit(store, ['new1', 'new2']);
  commit(store, ['held'], { suppressedBy: 'exception-1' });
  await tick(notifier);
  commit(store, ['new1']);
  await tick(notifier);
  expect(sent).toEqual(['new1:new', 'new2:new']);
  await notifier.stop();
  const again = start(store);
  commit(store, ['new2', 'new3']);
  await tick(again);
  expect(sent).toEqual(['new1:new', 'new2:new', 'new3:new']);
});

test('a kill forgets nothing that waits, and repeats only under the same id', async () => {
  const { stores, sent, answer, start, tick, commit } = world();
  const store = stores.openService('data');
  const notifier = start(store);
  answer.result = 'never';
  commit(store, ['a1', 'a2']);
  await tick(notifier);
  expect(sent).toEqual(['a1:new']);
  stores.kill('data');
  answer.result = { ok: true, detail: 'taken' };
  const next = stores.openService('data');
  const again = start(next);
  await tick(again);
  await tick(again);
  expect(sent).toEqual(['a1:new', 'a1:new', 'a2:new']);
});

test('a receiver fails and recovers: told once each, nothing lost', async () => {
  const { stores, sent, answer, start, tick, commit } = world();
  const store = stores.openService('data');
  const notifier = start(store);
  answer.result = { ok: false, isRefused: false, error: 'ECONNREFUSED' };
  commit(store, ['a1']);
  await tick(notifier);
  await tick(notifier, 400_000);
  expect(notifier.problems()).toEqual(['notifications to chat fail (1 wait): ECONNREFUSED']);
  answer.result = { ok: true, detail: 'taken' };
  await tick(notifier, 400_000);
  expect(sent).toEqual(['a1:new', 'a1:new', 'a1:new']);
  expect(notifier.takeProblems()).toEqual([
    'cannot notify chat, trying again: ECONNREFUSED',
    'notifications to chat work again',
  ]);
  expect(notifier.problems()).toEqual([]);
});

test('a store at fault stops nothing for ever; a retry asked from outside is done', async () => {
  const { stores, sent, answer, start, tick, commit } = world();
  const store = stores.openService('data');
  const notifier = start(store);
  answer.result = { ok: false, isRefused: true, error: 'HTTP 400' };
  commit(store, ['a1']);
  await tick(notifier);
  stores.fault = 'full';
  await tick(notifier);
  expect(notifier.problems()).toEqual([
    '1 notifications were given up: soclite notify list',
    'notifications wait: the store is full',
  ]);
  stores.fault = null;
  answer.result = { ok: true, detail: 'taken' };
  stores.openQueue('data').writeNote('notify/retry', '');
  await tick(notifier);
  expect([sent, notifier.problems()]).toEqual([['a1:new', 'a1:new'], []]);
});
