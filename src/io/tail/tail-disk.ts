// The few things that tailing asks of a file system, so that a test can answer from memory, and between any two.
import { Buffer } from 'node:buffer';
import { constants } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { FileIdentity } from '../../ingest/fingerprint.ts';
import { decodeUtf8, encodeUtf8 } from '../../util/utf8.ts';
import { errorCode } from '../input/input-fault.ts';

export interface FileView {
  readonly identity: FileIdentity;
  readonly kind: 'file' | 'folder' | 'other';
  readonly sizeBytes: number;
  readonly modifiedNs: bigint;
  readonly links: number;
}

export interface OpenFile {
  view(): Promise<FileView>;
  /** Reads at an offset into the buffer's start; the number of bytes read, 0 at the end. */
  read(buffer: Uint8Array, offset: number): Promise<number>;
  close(): Promise<void>;
}

export interface TailDisk {
  /** Null when the path names nothing. @throws what the system throws for other faults, with its `code` */
  view(path: string): Promise<FileView | null>;
  /** Null when the path names nothing (any more). */
  open(path: string): Promise<OpenFile | null>;
  /** The names in a folder; null when there is no such folder. */
  list(folder: string): Promise<readonly string[] | null>;
  /** The path of what a path leads to by links; null when it is that path itself, or names nothing. */
  target(path: string): Promise<string | null>;
}

/** Names are bytes: those that are no UTF-8 are text as util/utf8 makes it, which loses nothing. */
export const nodeDisk: TailDisk = {
  view: async (path) => unlessAbsent(async () => toView(await stat(named(path), { bigint: true }))),
  // O_NONBLOCK: a named pipe that takes the place of a log must not hold the tailer
  open: async (path) =>
    unlessAbsent(async () =>
      openFile(await open(named(path), constants.O_RDONLY | constants.O_NONBLOCK)),
    ),
  list: async (folder) =>
    unlessAbsent(async () => {
      const names = await readdir(named(folder), { encoding: 'buffer' });
      return names.map((name) => decodeUtf8(name));
    }),
  target: async (path) => {
    const real = await unlessAbsent(async () =>
      decodeUtf8(await realpath(named(path), { encoding: 'buffer' })),
    );
    return real === path ? null : real;
  },
};

function named(path: string): string | Buffer {
  return path.isWellFormed() ? path : Buffer.from(encodeUtf8(path));
}

function openFile(handle: FileHandle): OpenFile {
  return {
    view: async () => toView(await handle.stat({ bigint: true })),
    read: async (buffer, offset) => (await handle.read(buffer, 0, buffer.length, offset)).bytesRead,
    close: () => handle.close(),
  };
}

function toView(stats: BigIntStats): FileView {
  return {
    identity: { dev: stats.dev, ino: stats.ino, birthtimeNs: stats.birthtimeNs },
    kind: stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other',
    sizeBytes: Number(stats.size),
    modifiedNs: stats.mtimeNs,
    links: Number(stats.nlink),
  };
}

async function unlessAbsent<T>(operation: () => Promise<T>): Promise<T | null> {
  try {
    return await operation();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return null;
    throw error;
  }
}
