// From a received message to its line in the spool. What waits for the disk is bounded for each sender and in all: who
// can be told to wait (TCP) is, who cannot (UDP) loses the oldest of what waits, the largest queue first.
import { join } from 'node:path';
import { encodeSpoolLine } from '../../ingest/spool-line.ts';
import { spoolPath } from '../../ingest/spool-path.ts';
import type { ListenSink, SpoolPlan, SpoolStats } from '../../ports/listen.ts';
import { createLossTeller, type LossTeller } from './loss-teller.ts';
import type { MutableCounts } from './message-counts.ts';
import type { Sender } from './sender.ts';
import { SpoolFile, type RotationLimits } from './spool-file.ts';
import { SpoolRoom } from './spool-room.ts';
import { SpoolWriter } from './spool-writer.ts';

export interface SpoolLimits {
  /** What waits of one sender that cannot be told to wait. */
  readonly senderBytes: number;
  /** Above this a sender that can wait is told to. */
  readonly pauseBytes: number;
  /** What waits in all. */
  readonly totalBytes: number;
}

const LIMITS: SpoolLimits = { senderBytes: 4 << 20, pauseBytes: 256 << 10, totalBytes: 64 << 20 };
const LF = 0x0a;
const CR = 0x0d;
const NUL = 0x00;
const SYNC_MS = 2000;
/** Above this the senders whose lines were written meanwhile are forgotten. */
const MAX_DROPPABLE = 1024;

export interface SpoolOptions {
  readonly nowMs: () => number;
  /** Name of the files without `.log`: two spools of one folder have a name each. Default `syslog`. */
  readonly name?: string | undefined;
  readonly limits?: SpoolLimits | undefined;
  readonly rotation?: RotationLimits | undefined;
  readonly gatherMs?: number | undefined;
  readonly retryMs?: number | undefined;
}

export interface Received {
  readonly sender: Sender;
  /** As the socket tells it. */
  readonly address: string;
  /** Of the listener, beside the sender's own. */
  readonly counts: MutableCounts;
  /** Valid until the call returns. */
  readonly message: Uint8Array;
  readonly cutBytes: number;
  /** The sender can be told to wait. */
  readonly canWait: boolean;
}

export class Spool {
  readonly #folder: string;
  readonly #sink: ListenSink;
  readonly #options: SpoolOptions;
  readonly #limits: SpoolLimits;
  readonly #room: SpoolRoom;
  readonly #writers = new Map<string, SpoolWriter>();
  readonly #writerOf = new WeakMap<Sender, SpoolWriter>();
  readonly #faults = new Map<string, string>();
  /** Senders that cannot wait and have lines queued, with the counts of their listener. */
  readonly #droppable = new Map<Sender, MutableCounts>();
  /** Those that wait for room. */
  readonly #roomless = new Set<() => boolean>();
  readonly #losses: LossTeller;
  readonly #stamp: () => string;
  #syncTimer: NodeJS.Timeout | null = null;
  #queuedBytes = 0;

  constructor(plan: SpoolPlan, sink: ListenSink, options: SpoolOptions) {
    this.#folder = plan.folder;
    this.#sink = sink;
    this.#options = options;
    this.#limits = options.limits ?? LIMITS;
    this.#room = new SpoolRoom(plan, sink, options.nowMs);
    this.#losses = createLossTeller(sink);
    this.#stamp = createStamp(options.nowMs);
  }

  async open(): Promise<void> {
    await this.#room.open();
    this.#syncTimer = setInterval(() => void this.#sync(), SYNC_MS);
    this.#syncTimer.unref();
  }

  get stats(): SpoolStats {
    const [fault = null] = this.#faults.values();
    const { bytes, deleted } = this.#room;
    return { bytes, queuedBytes: this.#queuedBytes, ...deleted, fault };
  }

  take({ sender, address, counts, message: received, cutBytes, canWait }: Received): void {
    const message = withoutEnd(received);
    for (const count of [sender.counts, counts]) {
      if (message.length === 0) count.empty += 1;
      else count.messages += 1;
      count.bytes += message.length;
      count.cutBytes += cutBytes;
      if (cutBytes > 0) count.cut += 1;
    }
    sender.lastMs = this.#options.nowMs();
    if (cutBytes > 0) this.#losses.cut(sender.listener, address, counts.cut);
    if (message.length > 0) {
      const line = encodeSpoolLine(message, { received: this.#stamp(), sender: address });
      sender.queue.push(line);
      this.#queuedBytes += line.length;
      this.#writer(sender).wake(sender.queue);
      if (!canWait) this.#bound(sender, counts);
    }
  }

  /** Whether no more should be read from the sender, until `onRoom`. */
  mustWait({ queue }: Sender): boolean {
    const { pauseBytes, totalBytes } = this.#limits;
    return queue.bytes >= pauseBytes || this.#queuedBytes >= totalBytes / 2;
  }

  /** Calls back each time after something was written, until it is told true: go on waiting no longer. */
  onRoom(callback: () => boolean): void {
    this.#roomless.add(callback);
  }

  /** The bytes that could not be written. */
  async stop(): Promise<number> {
    if (this.#syncTimer !== null) clearInterval(this.#syncTimer);
    const lost = await Promise.all([...this.#writers.values()].map((writer) => writer.stop()));
    return lost.reduce((sum, bytes) => sum + bytes, 0);
  }

  #bound(sender: Sender, counts: MutableCounts): void {
    this.#droppable.set(sender, counts);
    const { senderBytes, totalBytes } = this.#limits;
    if (sender.queue.bytes > senderBytes) this.#drop(sender, counts, senderBytes / 8);
    if (this.#queuedBytes <= totalBytes && this.#droppable.size < MAX_DROPPABLE) return;
    for (const each of this.#droppable.keys())
      if (each.queue.bytes === 0) this.#droppable.delete(each);
    if (this.#queuedBytes <= totalBytes) return;
    const [largest] = [...this.#droppable].toSorted(([a], [b]) => b.queue.bytes - a.queue.bytes);
    if (largest !== undefined) this.#drop(largest[0], largest[1], totalBytes / 64);
  }

  #drop(sender: Sender, counts: MutableCounts, bytes: number): void {
    const before = sender.queue.bytes;
    sender.queue.drop(bytes, [sender.counts, counts]);
    this.#losses.dropped(sender, counts.dropped);
    this.#queuedBytes -= before - sender.queue.bytes;
  }

  #writer(sender: Sender): SpoolWriter {
    const own = this.#writerOf.get(sender);
    if (own !== undefined) return own;
    const path = join(this.#folder, spoolPath(sender.route.place, this.#options.name ?? 'syslog'));
    const writer = this.#writers.get(path) ?? this.#createWriter(path);
    this.#writerOf.set(sender, writer);
    return writer;
  }

  #createWriter(path: string): SpoolWriter {
    const { nowMs, rotation, gatherMs, retryMs } = this.#options;
    const onRotated = this.#room.completed.bind(this.#room);
    const file = new SpoolFile(path, { nowMs, onRotated, limits: rotation });
    const writer = new SpoolWriter(file, {
      room: this.#room,
      gatherMs,
      retryMs,
      wrote: (bytes) => {
        this.#queuedBytes -= bytes;
        for (const callback of this.#roomless) if (callback()) this.#roomless.delete(callback);
      },
      faulted: (reason) => {
        this.#fault(path, reason);
      },
    });
    this.#writers.set(path, writer);
    return writer;
  }

  /** A fault is told once, and again after it changed or went away in between. */
  #fault(path: string, reason: string | null): void {
    const isNew = reason !== null && ![...this.#faults.values()].includes(reason);
    if (reason === null) this.#faults.delete(path);
    else this.#faults.set(path, reason);
    if (isNew)
      this.#sink.problem({
        code: 'spool-unwritable',
        severity: 'error',
        message: `${reason}: syslog over TCP waits, over UDP is lost when the queues are full`,
        hint: 'make room or give permission; receiving goes on by itself then',
        at: { file: path, line: 0, column: 0 },
      });
  }

  async #sync(): Promise<void> {
    // one after the other: what was written is safe from a power cut soon, and the disk stays free for writing
    for (const writer of this.#writers.values()) await writer.sync().catch(() => undefined); // what is wrong with the file, writing will tell
  }
}

/** The time in ISO 8601; within a millisecond the text is made once. */
function createStamp(nowMs: () => number): () => string {
  let lastMs = Number.NaN;
  let text = '';
  return () => {
    const ms = nowMs();
    if (ms !== lastMs) text = new Date(ms).toISOString();
    lastMs = ms;
    return text;
  };
}

/** Many senders end a datagram, or a message that they count, as if it were a line; the end says nothing and is not kept. */
function withoutEnd(datagram: Uint8Array): Uint8Array {
  let end = datagram.length;
  while (end > 0) {
    const last = datagram[end - 1];
    if (last !== LF && last !== CR && last !== NUL) break;
    end -= 1;
  }
  return datagram.subarray(0, end);
}
