import { once } from 'node:events';
import type { WriteStream } from 'node:tty';
import ndjson from 'ndjson';
import type { TextSink } from '../ports.ts';

/** Standard output or error as a TextSink: honours back-pressure; a reader that went away (EPIPE) is not a fault. */
export function createTextSink(stream: NodeJS.WritableStream & Partial<WriteStream>): TextSink {
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
    await Promise.race([once(stream, 'drain'), once(stream, 'close')]).catch(() => {
      // rejected by the stream's 'error', which the listener above has already judged
    });
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
