import type { Problem } from '../util/problem.ts';
import type { Tailer } from '../ports.ts';
import type { Listening, ListenPlan, ListenStats, StartListening } from '../ports/listen.ts';

export interface ListeningTailer extends Tailer {
  /** What was received since the start; null when nothing listens. */
  listenStats(): ListenStats | null;
  /** Receives by another plan from now on; one that says the same changes nothing. */
  setPlan(plan: ListenPlan | null): Promise<void>;
}

/**
 * A tailer that receives as well: its listeners begin before it reads and end before it stops, so that what came is read
 * to its end. Faults of listeners and senders are told as the tailer's own. A file of the spool may be deleted when it
 * was read and that is in the store; whoever saves does so again only after that is done.
 * @param plan null = nothing listens
 */
export function createListeningTailer(
  tailer: Tailer,
  plan: ListenPlan | null,
  startListening: StartListening,
): ListeningTailer {
  let current = plan;
  let listening: Listening | null = null;
  let problem: ((told: Problem) => void) | null = null;
  let saves = 0;
  /** Files of the spool that were read, with the number of saves until then. */
  const read = new Map<string, number>();

  /** A save that follows the one which knew of the file tells that this one is in the store. */
  async function mayDelete(path: string): Promise<boolean> {
    if (!(await tailer.hasRead(path))) return false;
    const since = read.get(path) ?? saves;
    read.set(path, since);
    if (saves < since + 2) return false;
    read.delete(path);
    return true;
  }

  async function listen(): Promise<void> {
    if (current === null) return;
    listening = await startListening(current, { problem: (told) => problem?.(told), mayDelete });
  }

  return {
    async start(sources, sink, saved) {
      problem = (told) => sink.problem(told);
      await listen();
      await tailer.start(sources, sink, saved);
    },
    save() {
      saves += 1;
      return tailer.save();
    },
    hasRead: (path) => tailer.hasRead(path),
    seenUntilMs: () => tailer.seenUntilMs(),
    setSources: (sources) => tailer.setSources(sources),
    async stop() {
      await listening?.stop();
      await tailer.stop();
    },
    async suspend() {
      await listening?.stop();
      await tailer.suspend();
    },
    async setPlan(next) {
      if (JSON.stringify(next) === JSON.stringify(current)) return;
      await listening?.stop();
      listening = null;
      current = next;
      await listen();
    },
    listenStats: () => listening?.stats() ?? null,
  };
}
