import type { Alert } from '../alert/alert.ts';
import type { TextSink } from '../ports.ts';
import { toAlertRecord } from '../report/record.ts';
import { TICK_MS, type Session } from './session.ts';

export interface HeadlessEffects {
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly sleep: (ms: number) => Promise<void>;
  /** Whether the service was asked to stop. */
  readonly isStopping: () => boolean;
}

/**
 * The service: each new or changed alert as one NDJSON line on stdout (the same id again when its count grew), and
 * at the end one JSON line per source and listener on stderr. Ends when asked to, or when nobody reads stdout any more.
 */
export async function runHeadless(session: Session, effects: HeadlessEffects): Promise<void> {
  const { stdout, stderr } = effects;
  const print = async (alerts: readonly Alert[]): Promise<void> => {
    for (const alert of alerts) await stdout.writeRecord(toAlertRecord(alert));
  };
  try {
    await session.start();
    while (!effects.isStopping() && !stdout.isClosed) {
      await print(session.tick());
      for (const problem of session.takeProblems()) await stderr.writeRecord({ problem });
      await effects.sleep(TICK_MS);
    }
    await print(await session.stop());
  } finally {
    await session.end();
  }
  for (const [source, stats] of session.bySource()) {
    await stderr.writeRecord({
      source,
      lines: stats.frames,
      bytes: stats.bytes,
      unparsed: stats.unparsed,
      dropped: stats.truncatedFrames,
    });
  }
  for (const listener of session.listening()?.listeners ?? []) {
    await stderr.writeRecord({
      listener: listener.id,
      messages: listener.messages,
      bytes: listener.bytes,
      dropped: listener.dropped,
      kernel_dropped: listener.kernelDropped,
      cut: listener.cut,
      refused: listener.refused,
    });
  }
}
