// A thread for receiving: while the main thread detects or commits, datagrams are fetched all the same, and the kernel's
// buffer, which holds a fraction of a second, does not overflow. See docs/decisions/0012.
import { parentPort, type MessagePort } from 'node:worker_threads';
import type { Listening, ListenSink } from '../../ports/listen.ts';
import { invariant } from '../../util/invariant.ts';
import { startHub } from './hub.ts';
import { isThreadMessage, type FromThread, type ToThread } from './thread-message.ts';

const STATS_MS = 500;

invariant(parentPort !== null, 'this file runs as a thread');
runThread(parentPort);

function runThread(port: MessagePort): void {
  const answers = new Map<number, (isDeletable: boolean) => void>();
  let requests = 0;
  let listening: Listening | null = null;
  let timer: NodeJS.Timeout | null = null;
  const tell = (message: FromThread): void => port.postMessage(message);
  const sink: ListenSink = {
    problem: (problem) => tell({ kind: 'problem', problem }),
    mayDelete: (path) =>
      new Promise((resolve) => {
        requests += 1;
        answers.set(requests, resolve);
        tell({ kind: 'may-delete', request: requests, path });
      }),
  };

  async function handle(message: ToThread): Promise<void> {
    if (message.kind === 'start') {
      listening = await startHub(message.plan, sink, { name: message.name });
      tell({ kind: 'started', stats: listening.stats() });
      timer = setInterval(createStatsTeller(listening, tell), STATS_MS);
    } else if (message.kind === 'deletable') {
      answers.get(message.request)?.(message.isDeletable);
      answers.delete(message.request);
    } else if (listening !== null) {
      if (timer !== null) clearInterval(timer);
      await listening.stop();
      tell({ kind: 'stopped', stats: listening.stats() });
      port.close();
    }
  }

  port.on('message', (message: unknown) => {
    invariant(isThreadMessage<ToThread>(message), 'the channel holds our own messages');
    void handle(message);
  });
}

/** Tells the numbers when the sums have changed. */
function createStatsTeller(listening: Listening, tell: (message: FromThread) => void): () => void {
  let last = '';
  return () => {
    const stats = listening.stats();
    const sums = JSON.stringify([stats.listeners, stats.spool]);
    if (sums === last) return;
    last = sums;
    tell({ kind: 'stats', stats });
  };
}
