// One connection of a sender over TCP or TLS: bytes to messages, and back-pressure. A sender that sends faster than the
// disk takes is not read from until its queue was written.
import type { Socket } from 'node:net';
import { createSyslogFramer, type SyslogFramer } from '../../ingest/syslog-framing.ts';
import { MAX_MESSAGE_BYTES } from './listener.ts';
import type { MutableCounts } from './message-counts.ts';
import type { Sender } from './sender.ts';
import type { Spool } from './spool.ts';

export interface ConnectionOptions {
  readonly socket: Socket;
  readonly sender: Sender;
  readonly address: string;
  readonly counts: MutableCounts;
  readonly spool: Spool;
  readonly nowMs: () => number;
}

export class StreamConnection {
  readonly sender: Sender;
  /** When a message was last complete; before the first, when the connection began. */
  lastMessageMs: number;
  readonly #options: ConnectionOptions;
  readonly #framer: SyslogFramer = createSyslogFramer(MAX_MESSAGE_BYTES);
  #isPaused = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.sender = options.sender;
    this.lastMessageMs = options.nowMs();
  }

  get heldBytes(): number {
    return this.#framer.heldBytes;
  }

  /** Takes what came; false when the sender has lost its place and must begin anew. */
  receive(chunk: Uint8Array): boolean {
    const { socket, spool } = this.#options;
    const isSound = this.#framer.push(chunk, this.#take);
    if (this.#isPaused || !spool.mustWait(this.sender)) return isSound;
    this.#isPaused = true;
    socket.pause();
    spool.onRoom(() => this.#resume());
    return isSound;
  }

  /** The stream ended: what is open is a message too. */
  end(): void {
    this.#framer.end(this.#take);
  }

  #resume(): boolean {
    const { socket, spool } = this.#options;
    if (!socket.destroyed && spool.mustWait(this.sender)) return false;
    this.#isPaused = false;
    socket.resume();
    return true;
  }

  readonly #take = (message: Uint8Array, cutBytes: number): void => {
    const { sender, address, counts, spool, nowMs } = this.#options;
    this.lastMessageMs = nowMs();
    spool.take({ sender, address, counts, message, cutBytes, canWait: true });
  };
}
