import type { Clock, TextSink } from '../ports.ts';
import type { Say } from '../util/language.ts';

export interface ProgressLine {
  update(readBytes: number, totalBytes: number | null): void;
  /** Wipes the line, so that the result starts at the margin. */
  clear(): Promise<void>;
}

const EVERY_MS = 100;
const BAR_CELLS = 24;

/** One line on a terminal that is rewritten in place; nothing at all when the sink is not a terminal. */
export function createProgressLine(sink: TextSink, clock: Clock, say: Say): ProgressLine {
  if (!sink.isTty) return { update: () => undefined, clear: () => Promise.resolve() };
  const startMs = clock.nowMs();
  let shownMs = Number.NEGATIVE_INFINITY;
  return {
    update(readBytes, totalBytes) {
      const nowMs = clock.nowMs();
      if (nowMs - shownMs < EVERY_MS) return;
      shownMs = nowMs;
      const seconds = Math.max((nowMs - startMs) / 1000, 0.001);
      const rate = `${megabytes(readBytes / seconds)} MB/s`;
      const share =
        totalBytes === null || totalBytes === 0 ? null : Math.min(readBytes / totalBytes, 1);
      const bar = share === null ? megabytes(readBytes) + ' MB' : formatBar(share);
      void sink.write(`\r\u001b[K${say('đang quét', 'scanning')} ${bar} ${rate}`);
    },
    async clear() {
      if (Number.isFinite(shownMs)) await sink.write('\r\u001b[K');
    },
  };
}

function formatBar(share: number): string {
  const full = Math.round(share * BAR_CELLS);
  const percent = String(Math.floor(share * 100)).padStart(3);
  return `${'█'.repeat(full)}${'·'.repeat(BAR_CELLS - full)} ${percent}%`;
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}
