import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Listening, ListenPlan, ListenSink, ListenStats } from '../../ports/listen.ts';
import { invariant } from '../../util/invariant.ts';
import { isThreadMessage, type FromThread, type ToThread } from './thread-message.ts';

const THREAD = new URL('./listen-thread.js', import.meta.url);
/** A disk that does not answer must not hold up the end. */
const STOP_MS = 1500;

/**
 * Listens in threads of their own: one for datagrams, which nobody may hold up, and one for connections. A bug in there
 * ends the process: receiving nothing in silence would be worse. See ports/listen.ts `StartListening`.
 */
export async function startListening(plan: ListenPlan, sink: ListenSink): Promise<Listening> {
  const isUdp = ({ protocol }: ListenPlan['listeners'][number]): boolean => protocol === 'udp';
  const groups = [
    { name: 'udp', listeners: plan.listeners.filter(isUdp) },
    { name: 'tcp', listeners: plan.listeners.filter((listener) => !isUdp(listener)) },
  ];
  const threads = await Promise.all(
    groups
      .filter(({ listeners }) => listeners.length > 0)
      .map(({ name, listeners }) => startThread({ ...plan, listeners }, name, sink)),
  );
  return {
    stats: () => mergeStats(threads.map((thread) => thread.stats())),
    async stop() {
      await Promise.all(threads.map((thread) => thread.stop()));
    },
  };
}

async function startThread(plan: ListenPlan, name: string, sink: ListenSink): Promise<Listening> {
  const worker = new Worker(THREAD);
  const tell = (message: ToThread): void => worker.postMessage(message);
  const started = createLatch();
  const stopped = createLatch();
  let stats: ListenStats | null = null;

  worker.on('message', (message: unknown) => {
    invariant(isThreadMessage<FromThread>(message), 'the channel holds our own messages');
    if (message.kind === 'problem') sink.problem(message.problem);
    else if (message.kind === 'may-delete')
      void sink
        .mayDelete(message.path)
        .catch(() => false) // it cannot be looked at now
        .then((isDeletable) => {
          tell({ kind: 'deletable', request: message.request, isDeletable });
        });
    else {
      ({ stats } = message);
      if (message.kind === 'started') started.open();
      if (message.kind === 'stopped') stopped.open();
    }
  });
  tell({ kind: 'start', plan, name });
  await started.opened;
  return {
    stats() {
      invariant(stats !== null, 'the thread told its numbers when it had started');
      return stats;
    },
    async stop() {
      tell({ kind: 'stop' });
      await Promise.race([stopped.opened, sleep(STOP_MS, undefined, { ref: false })]);
      await worker.terminate();
    },
  };
}

function mergeStats(all: readonly ListenStats[]): ListenStats {
  const spools = all.map(({ spool }) => spool);
  const sum = (key: 'queuedBytes' | 'deletedFiles' | 'deletedBytes'): number =>
    spools.reduce((total, spool) => total + spool[key], 0);
  return {
    listeners: all.flatMap(({ listeners }) => listeners),
    senders: all.flatMap(({ senders }) => senders).toSorted((a, b) => b.messages - a.messages),
    spool: {
      // each thread counts the whole folder now and then
      bytes: Math.max(0, ...spools.map(({ bytes }) => bytes)),
      queuedBytes: sum('queuedBytes'),
      deletedFiles: sum('deletedFiles'),
      deletedBytes: sum('deletedBytes'),
      fault: spools.find(({ fault }) => fault !== null)?.fault ?? null,
    },
  };
}

/** `Promise.withResolvers` is not in Node 20. */
function createLatch(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
