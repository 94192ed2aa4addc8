import type { TextSink } from '../ports.ts';
import { createPlainReporter } from '../tui/plain.ts';
import type { Language } from '../util/language.ts';
import { TICK_MS, type Session } from './session.ts';

export interface PlainEffects {
  readonly stdout: TextSink;
  readonly sleep: (ms: number) => Promise<void>;
  /** Whether the watch was asked to stop. */
  readonly isStopping: () => boolean;
}

/** One sentence a change, for pipes, dumb terminals and screen readers. Silent until the backlog has been read. */
export async function runPlain(
  session: Session,
  language: Language,
  { stdout, sleep, isStopping }: PlainEffects,
): Promise<void> {
  const reporter = createPlainReporter(language);
  const report = async (): Promise<void> => {
    for (const line of reporter.report(session.snapshot())) await stdout.write(`${line}\n`);
  };
  try {
    await session.start();
    while (!isStopping() && !stdout.isClosed) {
      session.tick();
      if (session.isReady()) await report();
      await sleep(TICK_MS);
    }
    await session.stop();
    await report();
  } finally {
    await session.end();
  }
}
