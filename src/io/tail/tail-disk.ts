// The few things that tailing asks of a file system, so that a test can answer from memory, and between any two.
import { constants } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { FileIdentity } from '../../ingest/fingerprint.ts';
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
}

export const nodeDisk: TailDisk = {
  view: async (path) => unlessAbsent(async () => toView(await stat(path, { bigint: true }))),
  // O_NONBLOCK: a named pipe that takes the place of a log must not hold the tailer
  open: async (path) =>
    unlessAbsent(async () => openFile(await open(path, constants.O_RDONLY | constants.O_NONBLOCK))),
  list: async (folder) => unlessAbsent(() => readdir(folder)),
};

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
