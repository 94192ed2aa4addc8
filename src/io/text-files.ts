import { createReadStream } from 'node:fs';
import {
  lstat,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import ndjson from 'ndjson';
import { FileError, type TextFiles } from '../ports.ts';
import { decodeUtf8 } from '../util/utf8.ts';

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder, a file is needed',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'it exists already and is not overwritten',
};

/** Files of the configuration, read whole. Faults of the world become FileError with a sentence for people. */
export const textFiles: TextFiles = {
  readText: (path) => guarded(path, async () => decodeUtf8(await readFile(path))),
  readBeside: (base, path) => guarded(path, () => readBeside(base, path)),
  readRecords: (path) => guarded(path, () => readRecords(path)),
  list: (path, endings) => guarded(path, () => list(path, endings)),
  async isFile(path) {
    try {
      return (await stat(path)).isFile();
    } catch (error) {
      // ENOENT, EACCES and the like: not a file that we can use
      if (errorCode(error) === null) throw error;
      return false;
    }
  },
  writeNew: (path, text) =>
    guarded(path, async () => {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text, { flag: 'wx' });
    }),
  replaceText: (path, text) =>
    guarded(path, async () => {
      const target = await realpath(path);
      const { mode } = await stat(target);
      // beside the file, so that the rename stays within one file system
      const draft = `${target}.soclite-${process.pid}`;
      try {
        await writeFile(draft, text, { flag: 'wx', mode });
        await rename(draft, target);
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    }),
  resolve: (base, path) =>
    isAbsolute(path) ? path : base === null ? resolve(path) : join(dirname(base), path),
  async findUpwards(folder, name) {
    for (let at = resolve(folder); ; at = dirname(at)) {
      const path = join(at, name);
      if (await textFiles.isFile(path)) return path;
      if (dirname(at) === at) return null;
    }
  },
};

async function readBeside(base: string, path: string): Promise<string> {
  const folder = await realpath(dirname(base));
  const file = await realpath(resolve(folder, path));
  const inside = relative(folder, file);
  if (inside.startsWith('..') || isAbsolute(inside))
    throw new FileError('outside', `${path}: it is not in the folder of ${base}`);
  if (!(await stat(file)).isFile()) throw new FileError('EISDIR', `${path}: it is no file`);
  return decodeUtf8(await readFile(file));
}

async function guarded<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const code = errorCode(error);
    if (code === null) throw error;
    throw new FileError(code, `${path}: ${WHY[code] ?? code}`, { cause: error });
  }
}

function errorCode(error: unknown): string | null {
  if (!(error instanceof Error) || error instanceof FileError) return null;
  return 'code' in error && typeof error.code === 'string' ? error.code : null;
}

async function list(path: string, endings: readonly string[]): Promise<readonly string[]> {
  if ((await stat(path)).isFile()) return [path];
  const found: string[] = [];
  const entries = await readdir(path, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const child = join(path, entry.name);
    // a link to a folder is not followed: it could lead back up
    const isFolder = entry.isDirectory();
    if (isFolder) found.push(...(await list(child, endings)));
    else if (endings.some((ending) => entry.name.endsWith(ending))) {
      if (entry.isFile() || (await lstat(child)).isSymbolicLink()) found.push(child);
    }
  }
  return found;
}

async function readRecords(path: string): Promise<readonly unknown[]> {
  const records: unknown[] = [];
  let line = 0;
  try {
    await pipeline(
      createReadStream(path),
      ndjson.parse(),
      async (values: AsyncIterable<unknown>) => {
        for await (const value of values) {
          line += 1;
          records.push(value);
        }
      },
    );
  } catch (error) {
    if (errorCode(error) !== null || !(error instanceof Error)) throw error;
    throw new FileError('not-json', `${path}: value ${line + 1} is not JSON: ${error.message}`, {
      cause: error,
    });
  }
  return records;
}
