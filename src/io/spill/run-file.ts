// One sorted run on disk: items as text lines. The file's name is removed as soon as it is open, so that nothing is
// left behind however the process ends; where a system refuses that, `close` of the folder removes it.
import { open, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

const LF = 0x0a;
const BUFFER_BYTES = 64 << 10;

/** Writes the lines; close the handle when the run is no longer needed. */
export async function writeRun(path: string, lines: AsyncIterable<string>): Promise<FileHandle> {
  const handle = await open(path, 'wx+', 0o600);
  try {
    await unlink(path).catch(() => undefined); // Windows keeps an open file's name: the folder goes later
    let pending: string[] = [];
    let pendingLength = 0;
    const flush = async (): Promise<void> => {
      if (pendingLength > 0) await handle.appendFile(pending.join(''));
      pending = [];
      pendingLength = 0;
    };
    for await (const line of lines) {
      pending.push(line, '\n');
      pendingLength += line.length + 1;
      if (pendingLength >= BUFFER_BYTES) await flush();
    }
    await flush();
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The lines of a run from its start; takes one buffer and the line at hand. */
export async function* readRun(handle: FileHandle): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(BUFFER_BYTES);
  let open = new Uint8Array(0);
  for (let position = 0; ;) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    const bytes = buffer.subarray(0, bytesRead);
    let start = 0;
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, start)) {
      const part = bytes.subarray(start, end);
      yield decoder.decode(open.length === 0 ? part : join(open, part));
      open = new Uint8Array(0);
      start = end + 1;
    }
    if (start < bytesRead) open = join(open, bytes.subarray(start));
  }
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
