import { expect, test } from 'vitest';
import { createListeningTailer } from '../../src/app/listening-tailer.ts';
import type { Tailer } from '../../src/ports.ts';
import type { ListenPlan, ListenSink } from '../../src/ports/listen.ts';
import { RecordingSink } from '../support/recording-sink.ts';

const PLAN: ListenPlan = {
  listeners: [],
  senders: [],
  inventory: [],
  spool: { folder: '/spool', maxBytes: 1, keepMs: 0, minFreeBytes: 0 },
};

function setUp(plan: ListenPlan | null) {
  const calls: string[] = [];
  const read = new Set<string>();
  const note = (call: string) => (): Promise<void> => {
    calls.push(call);
    return Promise.resolve();
  };
  const tailer: Tailer = {
    start: note('tail'),
    save: () => new Map(),
    hasRead: (path) => Promise.resolve(read.has(path)),
    seenUntilMs: () => 0,
    setSources: note('sources'),
    stop: note('tail stops'),
    suspend: note('tail suspends'),
  };
  const sinks: ListenSink[] = [];
  const listening = createListeningTailer(tailer, plan, (_, sink) => {
    calls.push('listen');
    sinks.push(sink);
    return Promise.resolve({
      stats: () => {
        throw new Error('not asked for here');
      },
      stop: note('listening stops'),
    });
  });
  return { calls, read, sinks, listening };
}

test('it listens before it reads, and reads what came to its end', async () => {
  const { calls, listening } = setUp(PLAN);
  await listening.start([], new RecordingSink());
  await listening.stop();
  expect(calls).toEqual(['listen', 'tail', 'listening stops', 'tail stops']);
});

test('without a plan it is a tailer', async () => {
  const { calls, listening } = setUp(null);
  await listening.start([], new RecordingSink());
  await listening.suspend();
  expect(calls).toEqual(['tail', 'tail suspends']);
  expect(listening.listenStats()).toBeNull();
});

test('faults of senders are told; a file may go when it was read and that was saved', async () => {
  const { sinks, read, listening } = setUp(PLAN);
  const sink = new RecordingSink();
  await listening.start([], sink);
  const [listenSink] = sinks;
  if (listenSink === undefined) throw new Error('nobody listens');
  const at = { file: 'x', line: 0, column: 0 };
  listenSink.problem({ code: 'unknown-sender', severity: 'warning', message: 'who?', at });
  expect(sink.problems.map(({ code }) => code)).toEqual(['unknown-sender']);

  const mayDelete = () => listenSink.mayDelete('/spool/a.log.1');
  expect(await mayDelete()).toBe(false);
  read.add('/spool/a.log.1');
  expect(await mayDelete()).toBe(false);
  listening.save();
  expect(await mayDelete()).toBe(false);
  listening.save();
  expect(await mayDelete()).toBe(true);
});
