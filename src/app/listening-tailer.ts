import type { Tailer } from '../ports.ts';
import type { Listening, ListenPlan, ListenStats, StartListening } from '../ports/listen.ts';

export interface ListeningTailer extends Tailer {
  /** What was received since the start; null when nothing listens. */
  listenStats(): ListenStats | null;
}

/**
 * A tailer that receives as well: its listeners begin before it reads and end before it stops, so that what came is read
 * to its end. Faults of listeners and senders are told as the tailer's own.
 * @param plan null = nothing listens
 */
export function createListeningTailer(
  tailer: Tailer,
  plan: ListenPlan | null,
  startListening: StartListening,
): ListeningTailer {
  let listening: Listening | null = null;
  return {
    async start(sources, sink, saved) {
      if (plan !== null)
        listening = await startListening(plan, {
          problem: (problem) => sink.problem(problem),
          mayDelete: (path) => tailer.hasRead(path),
        });
      await tailer.start(sources, sink, saved);
    },
    save: () => tailer.save(),
    hasRead: (path) => tailer.hasRead(path),
    setSources: (sources) => tailer.setSources(sources),
    async stop() {
      await listening?.stop();
      await tailer.stop();
    },
    async suspend() {
      await listening?.stop();
      await tailer.suspend();
    },
    listenStats: () => listening?.stats() ?? null,
  };
}
