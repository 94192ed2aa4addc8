// Syslog over UDP (RFC 5426): a datagram is a message. What the kernel could not hold until it was fetched is lost; on
// Linux it is counted.
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { ListenerPlan, ListenerStats } from '../../ports/listen.ts';
import { readKernelDrops } from './kernel-drops.ts';
import {
  listenerCounts,
  listenerProblem,
  listenerStats,
  Opener,
  type Listener,
  type ListenerContext,
} from './listener.ts';
import { plainAddress } from './plain-address.ts';

/** Asked of the kernel: seconds of a busy network, for when this process does not get its turn. */
const RECEIVE_BUFFER_BYTES = 16 << 20;
/** Less than this holds a burst of a few thousand messages at best. */
const SMALL_BUFFER_BYTES = 4 << 20;
const LOOK_MS = 1000;

export class UdpListener implements Listener {
  readonly #plan: ListenerPlan;
  readonly #context: ListenerContext;
  readonly #counts;
  readonly #opener: Opener;
  #socket: Socket | null = null;
  #timer: NodeJS.Timeout | null = null;
  /** Of sockets that failed and were replaced. */
  #earlierDrops = 0;
  #toldDrops = 0;

  constructor(plan: ListenerPlan, context: ListenerContext) {
    this.#plan = plan;
    this.#context = context;
    this.#counts = listenerCounts(plan);
    this.#opener = new Opener(plan, context, () => this.#open());
  }

  get stats(): ListenerStats {
    return listenerStats(this.#plan, this.#counts);
  }

  start(): Promise<void> {
    return this.#opener.start();
  }

  async stop(): Promise<void> {
    this.#opener.stop();
    await this.#look();
    this.#close();
  }

  async #open(): Promise<void> {
    const { address, port } = this.#plan;
    const type = address.includes(':') ? 'udp6' : 'udp4';
    const socket = createSocket({ type, recvBufferSize: RECEIVE_BUFFER_BYTES });
    try {
      socket.bind({ address, port, exclusive: true });
      await once(socket, 'listening'); // rejects with what `error` brings
    } catch (error) {
      socket.close();
      throw error;
    }
    socket.on('message', (message, from) => {
      this.#receive(message, from);
    });
    socket.on('error', (error) => {
      this.#close();
      this.#opener.fail(error);
    });
    this.#socket = socket;
    this.#counts.isListening = true;
    this.#counts.port = socket.address().port;
    this.#tellSmallBuffer(socket.getRecvBufferSize());
    this.#timer = setInterval(() => void this.#look(), LOOK_MS);
    this.#timer.unref();
  }

  #close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#earlierDrops = this.#counts.kernelDropped ?? 0;
    this.#socket?.close();
    this.#socket = null;
    this.#counts.isListening = false;
  }

  #receive(datagram: Uint8Array, from: RemoteInfo): void {
    const { senders, spool } = this.#context;
    const address = plainAddress(from.address);
    spool.take({
      sender: senders.find(this.#plan.id, address),
      address,
      counts: this.#counts,
      message: datagram,
      cutBytes: 0,
      canWait: false,
    });
  }

  async #look(): Promise<void> {
    if (this.#socket === null) return;
    const drops = await readKernelDrops(this.#plan.address, this.#counts.port);
    if (drops === null) return;
    const total = this.#earlierDrops + drops;
    this.#counts.kernelDropped = total;
    if (total === 0 || total < 2 * this.#toldDrops) return;
    this.#toldDrops = total;
    this.#context.sink.problem(
      listenerProblem(this.#plan, {
        code: 'datagrams-lost',
        severity: 'warning',
        message: `the kernel dropped ${total} datagrams that were not fetched in time`,
        hint: 'let important senders use TCP or TLS; give UDP more room with sysctl net.core.rmem_max',
      }),
    );
  }

  #tellSmallBuffer(bytes: number): void {
    if (bytes >= SMALL_BUFFER_BYTES) return;
    this.#context.sink.problem(
      listenerProblem(this.#plan, {
        code: 'small-receive-buffer',
        severity: 'warning',
        message: `the kernel holds only ${bytes} bytes of datagrams; a burst may be lost`,
        hint: `allow more: sysctl -w net.core.rmem_max=${RECEIVE_BUFFER_BYTES}`,
      }),
    );
  }
}
