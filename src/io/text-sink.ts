import { once } from 'node:events';
import ndjson from 'ndjson';
import type { TextSink } from '../ports.ts';

/** What a stream may tell of itself besides being written to. */
type OutputStream = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly writableNeedDrain?: boolean;
};

/** Standard output or error as a TextSink: honours back-pressure; a reader that went away (EPIPE) is not a fault. */
export function createTextSink(stream: OutputStream): TextSink {
  let isClosed = false;
  let fault: string | null = null;
  const records = ndjson.stringify();
  stream.on('error', (error: NodeJS.ErrnoException) => {
    isClosed = true;
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') fault ??= error.message;
  });
  records.on('data', (line: Buffer | string) => {
    if (!isClosed) stream.write(line);
  });
  const ready = async (): Promise<void> => {
    if (isClosed || stream.writableNeedDrain !== true) return;
    // whichever does not come must not go on listening: a long output waits thousands of times
    const waiting = new AbortController();
    const { signal } = waiting;
    await Promise.race([
      once(stream, 'drain', { signal }),
      once(stream, 'close', { signal }),
    ]).catch(() => {
      // rejected by the stream's 'error', which the listener above has already judged
    });
    waiting.abort();
  };
  return {
    isTty: stream.isTTY === true,
    get columns() {
      return stream.columns ?? 80;
    },
    get fault() {
      return fault;
    },
    get isClosed() {
      return isClosed;
    },
    async write(text) {
      if (isClosed) return;
      stream.write(text);
      await ready();
    },
    flush: () =>
      new Promise((resolve) => {
        // called with an error too; the listener above has judged it by then
        stream.write('', () => setImmediate(resolve));
      }),
    async writeRecord(record) {
      if (isClosed) return;
      records.write(record);
      await ready();
    },
  };
}
