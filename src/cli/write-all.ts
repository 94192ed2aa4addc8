import type { TextSink } from '../ports.ts';

/** Writes a report piece by piece; stops when nobody reads any more. */
export async function writeAll(sink: TextSink, parts: Iterable<string>): Promise<void> {
  for (const part of parts) {
    if (sink.isClosed) return;
    await sink.write(part);
  }
}
