// One file of the spool: appended to, and renamed away when it is large or old. Only this process writes to it, so
// that a renamed file is complete: the tailer reads it to its end and loses nothing.
import { mkdir, open, rename, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../input/input-fault.ts';

const LF = 0x0a;
/** The file is as it was, and a part of the bytes may be in it. */
const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** When a file is renamed away. */
export interface RotationLimits {
  readonly sizeBytes: number;
  readonly ageMs: number;
  /** So long it stays at least, for the tailer to look at it before it is renamed again. */
  readonly leastAgeMs: number;
  /** But no longer than until it is this large. */
  readonly mostBytes: number;
}

const LIMITS: RotationLimits = {
  sizeBytes: 64 << 20,
  ageMs: 86_400_000,
  leastAgeMs: 10_000,
  mostBytes: 512 << 20,
};
/** How often the path is asked whether it still names the open file: somebody may move or delete it. */
const CHECK_MS = 1000;

export interface SpoolFileOptions {
  readonly nowMs: () => number;
  /** A file was renamed away and is complete. */
  readonly onRotated: (path: string, sizeBytes: number) => void;
  readonly limits?: RotationLimits | undefined;
}

interface OpenFile {
  readonly handle: FileHandle;
  readonly ino: number;
  readonly sinceMs: number;
  sizeBytes: number;
  checkedMs: number;
  isDirty: boolean;
}

export class SpoolFile {
  readonly path: string;
  readonly #options: SpoolFileOptions;
  #file: OpenFile | null = null;
  /** Bytes of the text being appended that are in the file already: a full disk takes a part of it. */
  #writtenBytes = 0;

  constructor(path: string, options: SpoolFileOptions) {
    this.path = path;
    this.#options = options;
  }

  /**
   * Appends whole lines. After an error it must be called again with the same bytes: it goes on where it stopped.
   * @throws what the system throws, with its `code`
   */
  async append(bytes: Uint8Array): Promise<void> {
    if (this.#writtenBytes === 0) await this.#rotateWhenDue();
    try {
      while (this.#writtenBytes < bytes.length) {
        const file = await this.#opened();
        const { bytesWritten } = await file.handle.write(bytes, this.#writtenBytes);
        this.#writtenBytes += bytesWritten;
        file.sizeBytes += bytesWritten;
        file.isDirty = true;
      }
    } catch (error) {
      if (!FULL.has(errorCode(error))) await this.#letGo(bytes);
      throw error;
    }
    this.#writtenBytes = 0;
  }

  /** The open file may be lost (a network share forgot it): the next try opens it again, and writes whole lines. */
  async #letGo(bytes: Uint8Array): Promise<void> {
    const file = this.#file;
    this.#file = null;
    this.#writtenBytes =
      this.#writtenBytes === 0 ? 0 : bytes.lastIndexOf(LF, this.#writtenBytes - 1) + 1;
    // the fault that brought us here is the one that is told
    await file?.handle.close().catch(() => undefined);
  }

  /** Makes what was written survive a power cut. */
  async sync(): Promise<void> {
    const file = this.#file;
    if (file?.isDirty !== true) return;
    file.isDirty = false;
    await file.handle.datasync();
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    if (file === null) return;
    if (file.isDirty) await file.handle.datasync();
    await file.handle.close();
  }

  async #opened(): Promise<OpenFile> {
    const nowMs = this.#options.nowMs();
    if (this.#file !== null && nowMs - this.#file.checkedMs >= CHECK_MS) await this.#check(nowMs);
    if (this.#file !== null) return this.#file;
    await mkdir(dirname(this.path), { recursive: true, mode: 0o750 });
    await this.#setTornAside();
    const handle = await open(this.path, 'a', 0o640);
    const { ino, size, birthtimeMs } = await handle.stat();
    const sinceMs = size === 0 || birthtimeMs <= 0 ? nowMs : Math.min(birthtimeMs, nowMs);
    const isDirty = false;
    this.#file = { handle, ino, sinceMs, sizeBytes: size, checkedMs: nowMs, isDirty };
    return this.#file;
  }

  /** Lets go of a file that is no longer at its path. In the middle of a line it is kept until the line is whole. */
  async #check(nowMs: number): Promise<void> {
    const file = this.#file;
    if (file === null || this.#writtenBytes > 0) return;
    file.checkedMs = nowMs;
    if ((await sizeAndInode(this.path))?.ino !== file.ino) await this.close();
  }

  async #rotateWhenDue(): Promise<void> {
    const file = this.#file;
    if (file === null || file.sizeBytes === 0) return;
    const ageMs = this.#options.nowMs() - file.sinceMs;
    const limits = this.#options.limits ?? LIMITS;
    const isLarge = file.sizeBytes >= limits.sizeBytes && ageMs >= limits.leastAgeMs;
    if (!isLarge && ageMs < limits.ageMs && file.sizeBytes < limits.mostBytes) return;
    await this.close();
    await this.#renameAway(file.sizeBytes);
  }

  /** A process that died in the middle of a line left one that must not be continued by another. */
  async #setTornAside(): Promise<void> {
    const found = await sizeAndInode(this.path);
    if (found === null || found.size === 0) return;
    const handle = await open(this.path, 'r');
    try {
      const last = new Uint8Array(1);
      await handle.read(last, 0, 1, found.size - 1);
      if (last[0] === LF) return;
    } finally {
      await handle.close();
    }
    await this.#renameAway(found.size);
  }

  /** `syslog.log.20261123T091011`: never over a file that is there. */
  async #renameAway(sizeBytes: number): Promise<void> {
    for (let nowMs = this.#options.nowMs(); ; nowMs += 1000) {
      const stamp = new Date(nowMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
      const target = `${this.path}.${stamp}`;
      if ((await sizeAndInode(target)) !== null) continue;
      await rename(this.path, target);
      this.#options.onRotated(target, sizeBytes);
      return;
    }
  }
}

async function sizeAndInode(path: string): Promise<{ size: number; ino: number } | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
