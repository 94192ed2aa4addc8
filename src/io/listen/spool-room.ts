// How large the spool is and may be. When it has its size, the oldest files that were read are deleted; when none may
// be, or the disk is nearly full, there is no room: what is received waits.
import { readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { isCompleteName } from '../../ingest/spool-path.ts';
import type { ListenSink, SpoolPlan } from '../../ports/listen.ts';
import { errorCode } from '../input/input-fault.ts';

interface CompleteFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Since when nothing is written to it. */
  readonly sinceMs: number;
}

/** A look at the disk holds for so long. */
const LOOK_MS = 1000;
const FULL_SHARE = 0.9;
/** A count of the files holds for so long. */
const LIST_MS = 60_000;

export class SpoolRoom {
  readonly #plan: SpoolPlan;
  readonly #sink: ListenSink;
  readonly #nowMs: () => number;
  #files: CompleteFile[] = [];
  #bytes = 0;
  #deletedFiles = 0;
  #deletedBytes = 0;
  #toldFiles = 0;
  #listedMs = 0;
  #lookedMs = Number.NEGATIVE_INFINITY;
  #freeBytes = Number.POSITIVE_INFINITY;
  #looking: Promise<void> | null = null;

  constructor(plan: SpoolPlan, sink: ListenSink, nowMs: () => number) {
    this.#plan = plan;
    this.#sink = sink;
    this.#nowMs = nowMs;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get deleted(): { readonly deletedFiles: number; readonly deletedBytes: number } {
    return { deletedFiles: this.#deletedFiles, deletedBytes: this.#deletedBytes };
  }

  /**
   * Looks at what is there: earlier runs, another thread or a person may have written or deleted.
   * @throws what the system throws, but not for a folder that is not there
   */
  async open(): Promise<void> {
    const files: CompleteFile[] = [];
    let bytes = 0;
    for (const entry of await list(this.#plan.folder)) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const found = await stat(path).catch(() => null); // deleted meanwhile
      if (found === null) continue;
      bytes += found.size;
      if (isCompleteName(entry.name))
        files.push({ path, sizeBytes: found.size, sinceMs: found.mtimeMs });
    }
    this.#files = files.toSorted((a, b) => a.sinceMs - b.sinceMs);
    this.#bytes = bytes;
    this.#listedMs = this.#nowMs();
  }

  written(bytes: number): void {
    this.#bytes += bytes;
    this.#freeBytes -= bytes;
  }

  /** A file of which the bytes were counted is complete. */
  completed(path: string, sizeBytes: number): void {
    this.#files.push({ path, sizeBytes, sinceMs: this.#nowMs() });
  }

  /** Null when `bytes` may be written, else why not. */
  async findFault(bytes: number): Promise<string | null> {
    if (this.#nowMs() - this.#lookedMs >= LOOK_MS || this.#nowMs() < this.#lookedMs) {
      this.#looking ??= this.#look(bytes).finally(() => {
        this.#looking = null;
      });
      await this.#looking;
    }
    if (this.#freeBytes - bytes < this.#plan.minFreeBytes)
      return `the disk of "${this.#plan.folder}" is nearly full`;
    if (this.#bytes + bytes > this.#plan.maxBytes)
      return `the spool "${this.#plan.folder}" has its size, and no file of it may be deleted yet`;
    return null;
  }

  async #look(bytes: number): Promise<void> {
    const { folder, maxBytes, minFreeBytes } = this.#plan;
    if (this.#nowMs() - this.#listedMs >= LIST_MS) await this.open();
    try {
      const { bavail, bsize } = await statfs(folder);
      this.#freeBytes = bavail * bsize;
    } catch {
      // no such folder yet, or a file system that does not tell: writing will
      this.#freeBytes = Number.POSITIVE_INFINITY;
    }
    // room is made ahead, so that nobody waits for it
    const wantedBytes = Math.max(
      this.#bytes + bytes - maxBytes * FULL_SHARE,
      minFreeBytes / FULL_SHARE + bytes - this.#freeBytes,
    );
    if (wantedBytes > 0) await this.#makeRoom(wantedBytes);
    this.#lookedMs = this.#nowMs();
  }

  async #makeRoom(wantedBytes: number): Promise<void> {
    let freed = 0;
    const deleted: CompleteFile[] = [];
    while (freed < wantedBytes) {
      const [oldest] = this.#files;
      if (oldest === undefined || this.#nowMs() - oldest.sinceMs < this.#plan.keepMs) break;
      if (!(await this.#sink.mayDelete(oldest.path))) break;
      await rm(oldest.path, { force: true }); // it may be gone: another thread makes room as well
      this.#files.shift();
      deleted.push(oldest);
      freed += oldest.sizeBytes;
    }
    this.#bytes -= freed;
    this.#freeBytes += freed;
    this.#deletedFiles += deleted.length;
    this.#deletedBytes += freed;
    this.#tellDeleted(deleted);
  }

  /** Told when it begins and then each time the number has doubled. */
  #tellDeleted(deleted: readonly CompleteFile[]): void {
    const last = deleted.at(-1);
    if (last === undefined || this.#deletedFiles < 2 * this.#toldFiles) return;
    this.#toldFiles = this.#deletedFiles;
    this.#sink.problem({
      code: 'spool-deleted',
      severity: 'warning',
      message: `the spool needs room: ${this.#deletedFiles} files (${this.#deletedBytes} bytes) were read and are deleted, the last of them from ${new Date(last.sinceMs).toISOString()}`,
      hint: 'give it more with "spool: { size: … }", or keep a copy elsewhere',
      at: { file: this.#plan.folder, line: 0, column: 0 },
    });
  }
}

async function list(folder: string) {
  try {
    return await readdir(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
