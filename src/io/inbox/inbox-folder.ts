import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { InboxError, type InboxFile, type InboxFolder } from '../../ports/inbox.ts';
import { errorCode, errorReason } from '../input/input-fault.ts';

const UNFINISHED = /^\.|\.(?:part|tmp|filepart|crdownload)$/i;

export function createInboxFolder(folder: string): InboxFolder {
  const done = join(folder, 'done');
  return {
    list: () =>
      guard(folder, async () => {
        await mkdir(done, { recursive: true });
        const files: InboxFile[] = [];
        for (const entry of await readdir(folder, { withFileTypes: true })) {
          if (!entry.isFile() || UNFINISHED.test(entry.name)) continue;
          const path = join(folder, entry.name);
          const { size, mtimeMs } = await stat(path);
          files.push({ path, sizeBytes: size, modifiedMs: mtimeMs });
        }
        return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
      }),
    identify: (path, isCancelled) =>
      guard(path, async () => {
        const hash = createHash('sha256');
        for await (const chunk of createReadStream(path)) {
          if (isCancelled()) break;
          hash.update(toBytes(chunk));
        }
        return hash.digest('hex');
      }),
    setAside: (path) => guard(path, async () => rename(path, await freePath(done, path))),
  };
}

/** A stream without an encoding gives bytes. */
function toBytes(chunk: unknown): Uint8Array {
  return chunk instanceof Uint8Array ? chunk : new Uint8Array(0);
}

/** `fw.log.gz`, then `fw.log-2.gz` and so on. */
async function freePath(folder: string, path: string): Promise<string> {
  const { name, ext } = parse(path);
  for (let n = 1; ; n += 1) {
    const candidate = join(folder, n === 1 ? name + ext : `${name}-${n}${ext}`);
    try {
      await stat(candidate);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return candidate;
      throw error;
    }
  }
}

async function guard<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (errorCode(error) === 'unknown') throw error;
    throw new InboxError(`inbox: "${path}": ${errorReason(error)}`, { cause: error });
  }
}
