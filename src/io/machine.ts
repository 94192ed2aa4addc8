import { createSocket } from 'node:dgram';
import { accessSync, constants, statfsSync, statSync, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { FileError } from '../ports.ts';
import type { DiskSpace, Machine, PathState } from '../ports/machine.ts';

const LF = 0x0a;
/** Of what is alive, until the next full collection. V8 alone lets it grow by up to three times. */
const HEAP_GROWTH_PERCENT = 50;

export const machine: Machine = {
  nodeVersion: process.versions.node,
  memoryBytes: () => process.memoryUsage.rss(),
  spareMemory() {
    setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
  },
  hasProcess(pid) {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      // EPERM: it is there and somebody else's
      return codeOf(error) === 'EPERM';
    }
  },
  disk: (folder) => readDisk(folder),
  pathState: (path) => readPathState(path),
  readTail,
  tryPort: ({ protocol, address, port }) =>
    protocol === 'udp' ? tryUdp(address, port) : tryTcp(address, port),
};

/** A folder that is not there yet will be made on the file system of the nearest one above it. */
function readDisk(folder: string): DiskSpace | null {
  try {
    const { bsize, bavail, blocks } = statfsSync(folder);
    return { freeBytes: bsize * bavail, totalBytes: bsize * blocks };
  } catch (error) {
    const above = dirname(folder);
    return codeOf(error) === 'ENOENT' && above !== folder ? readDisk(above) : null;
  }
}

function readPathState(path: string): PathState {
  const nothing = { isFolder: false, sizeBytes: 0, modifiedMs: null, isOpenToOthers: false };
  let stats: Stats;
  try {
    stats = statSync(path);
  } catch (error) {
    const isMissing = ['ENOENT', 'ENOTDIR'].includes(codeOf(error));
    return { ...nothing, access: isMissing ? 'missing' : 'forbidden' };
  }
  const isFolder = stats.isDirectory();
  const enter = isFolder ? constants.X_OK : 0;
  const canRead = mayAccess(path, constants.R_OK | enter);
  const canWrite = canRead && mayAccess(path, constants.W_OK | enter);
  return {
    access: canWrite ? 'writable' : canRead ? 'readable' : 'forbidden',
    isFolder,
    sizeBytes: stats.size,
    modifiedMs: stats.mtimeMs,
    isOpenToOthers: (stats.mode & 0o004) !== 0,
  };
}

function mayAccess(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    // EACCES, EROFS, or gone since
    return false;
  }
}

async function readTail(path: string, maxBytes: number): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const from = Math.max(0, size - maxBytes);
      const buffer = new Uint8Array(Math.min(size, maxBytes));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
      const bytes = buffer.subarray(0, bytesRead);
      return from === 0 ? bytes : bytes.subarray(bytes.indexOf(LF) + 1);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new FileError(codeOf(error), `cannot read "${path}": ${codeOf(error)}`, { cause: error });
  }
}

function tryUdp(address: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', (error) => {
      socket.close();
      resolve(codeOf(error));
    });
    socket.bind({ address, port, exclusive: true }, () => socket.close(() => resolve(null)));
  });
}

function tryTcp(address: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(codeOf(error)));
    server.listen({ host: address, port, exclusive: true }, () =>
      server.close(() => resolve(null)),
    );
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
