// A tailer that reads what a test gives it, and goes on where it was.
import type { ListeningTailer } from '../../src/app/listening-tailer.ts';
import type { SavedTexts, TailFile, TailSink, TailSource } from '../../src/ports.ts';

export interface FakeTailer extends ListeningTailer {
  /** Appends to the log; a tailer that runs reads it. Returns what the sink returned. */
  append(text: string): void | Promise<void>;
  /** Which offset a run began at. */
  readonly startedAt: readonly number[];
  caughtUp(): void;
}

/** One file of the first source, whose content outlives the tailers of the same `log`. */
export function createFakeTailer(path: string, log: { text: string }): FakeTailer {
  const startedAt: number[] = [];
  let offset = 0;
  let sink: TailSink | null = null;
  let file: TailFile | null = null;
  const read = (): void | Promise<void> => {
    if (sink === null || file === null) return undefined;
    const bytes = new TextEncoder().encode(log.text.slice(offset));
    offset = log.text.length;
    return bytes.length === 0 ? undefined : sink.data(file, bytes);
  };
  const end = (): Promise<void> => {
    sink = null;
    return Promise.resolve();
  };
  return {
    startedAt,
    append(text) {
      log.text += text;
      return read();
    },
    caughtUp: () => sink?.caughtUp(),
    start(sources: readonly TailSource[], given: TailSink, saved?: SavedTexts) {
      sink = given;
      const text = saved?.get('tail/stream/1');
      if (text === 'damaged') {
        const at = { file: 'tail/stream/1', line: 0, column: 0 };
        given.problem({ code: 'tail-state', severity: 'error', message: 'bad state', at });
      }
      offset = Number(text ?? 0);
      startedAt.push(offset);
      file = {
        id: '1',
        isResumed: text !== undefined,
        sourceId: sources[0]?.id ?? '',
        path,
        captures: new Map([['unit', 'u1']]),
        modifiedMs: 0,
      };
      given.opened(file);
      void read();
      given.caughtUp();
      return Promise.resolve();
    },
    save: () => new Map([['tail/stream/1', String(offset)]]),
    setSources: () => Promise.resolve(),
    setPlan: () => Promise.resolve(),
    seenUntilMs: () => Number.MAX_SAFE_INTEGER,
    hasRead: () => Promise.resolve(true),
    listenStats: () => null,
    stop: end,
    suspend: end,
  };
}
