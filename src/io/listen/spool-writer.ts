// The queues of one file of the spool. Senders take turns by bytes, so that a flood of one does not hold up the others;
// what gathered in the meantime is written at once. A fault of the disk stops the queues, not the receiving: their
// bounds do that (spool.ts).
import { Buffer } from 'node:buffer';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode, errorReason } from '../input/input-fault.ts';
import type { SenderQueue } from './sender-queue.ts';
import type { SpoolFile } from './spool-file.ts';
import type { SpoolRoom } from './spool-room.ts';

const GATHER_MS = 20;
const BATCH_BYTES = 1 << 20;
/** What one sender may add to a batch in its turn. */
const TURN_BYTES = 64 << 10;
const RETRY_MS = 500;

export interface WriterOptions {
  readonly room: SpoolRoom;
  /** Bytes left their queues and are in the file. */
  readonly wrote: (bytes: number) => void;
  /** A reason, or null when writing works again. */
  readonly faulted: (reason: string | null) => void;
  readonly gatherMs?: number | undefined;
  readonly retryMs?: number | undefined;
}

export class SpoolWriter {
  readonly #file: SpoolFile;
  readonly #options: WriterOptions;
  /** Queues that hold lines, the next to have its turn first. */
  readonly #waiting = new Set<SenderQueue>();
  readonly #stopped = new AbortController();
  #running: Promise<void> | null = null;
  #lostBytes = 0;

  constructor(file: SpoolFile, options: WriterOptions) {
    this.#file = file;
    this.#options = options;
  }

  /** There is something in the queue. */
  wake(queue: SenderQueue): void {
    this.#waiting.add(queue);
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  sync(): Promise<void> {
    return this.#file.sync();
  }

  /** Writes what is queued, without waiting for a fault to pass. The bytes that could not be written. */
  async stop(): Promise<number> {
    this.#stopped.abort();
    await this.#running;
    await this.#file.close().catch(() => undefined); // its fault was told when writing failed
    for (const queue of this.#waiting) this.#lostBytes += queue.bytes;
    return this.#lostBytes;
  }

  async #run(): Promise<void> {
    await this.#pause(this.#options.gatherMs ?? GATHER_MS);
    while (this.#waiting.size > 0) if (!(await this.#write(this.#collect()))) return;
  }

  #collect(): Uint8Array {
    const lines: Uint8Array[] = [];
    let bytes = 0;
    for (const queue of this.#waiting) {
      if (bytes >= BATCH_BYTES) break;
      bytes += queue.takeTo(lines, TURN_BYTES);
      // to the end of the line of those that wait
      this.#waiting.delete(queue);
      if (queue.bytes > 0) this.#waiting.add(queue);
    }
    return Buffer.concat(lines, bytes);
  }

  /** False when stopped while the disk is at fault. */
  async #write(batch: Uint8Array): Promise<boolean> {
    for (;;) {
      const fault = await this.#findFault(batch);
      this.#options.faulted(fault);
      if (fault === null) break;
      if (this.#stopped.signal.aborted) {
        this.#lostBytes += batch.length;
        return false;
      }
      await this.#pause(this.#options.retryMs ?? RETRY_MS);
    }
    this.#options.room.written(batch.length);
    this.#options.wrote(batch.length);
    return true;
  }

  async #findFault(batch: Uint8Array): Promise<string | null> {
    try {
      const fault = await this.#options.room.findFault(batch.length);
      if (fault === null) await this.#file.append(batch);
      return fault;
    } catch (error) {
      if (errorCode(error) === 'unknown') throw error;
      return `cannot write "${this.#file.path}": ${errorReason(error)}`;
    }
  }

  async #pause(ms: number): Promise<void> {
    const { signal } = this.#stopped;
    if (signal.aborted) return;
    await sleep(ms, undefined, { signal }).catch(() => undefined); // told to stop: no reason to wait
  }
}
