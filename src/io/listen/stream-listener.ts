// Syslog over TCP (RFC 6587) and TLS (RFC 5425). Connections, and what they hold of open messages, are bounded: when
// there is no room, whoever has been silent longest goes, and one address may have a quarter of the room at most.
import { once } from 'node:events';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import type { ListenerPlan, ListenerStats, TlsPlan } from '../../ports/listen.ts';
import {
  listenerCounts,
  listenerProblem,
  listenerStats,
  Opener,
  type Listener,
  type ListenerContext,
} from './listener.ts';
import { plainAddress } from './plain-address.ts';
import { StreamConnection } from './stream-connection.ts';
import { loadTls, tlsVersion, type TlsMaterial } from './tls-files.ts';

/** Memory for messages that are not complete. */
const HELD_BYTES = 32 << 20;
/** A connection that was silent for so long may have to go. */
const IDLE_MS = 60_000;
const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelay: 60_000 } as const;
const LINGER_MS = 150;
const HANDSHAKE_MS = 10_000;
const EXPIRY_MS = 30 * 86_400_000;

export class StreamListener implements Listener {
  readonly #plan: ListenerPlan;
  readonly #context: ListenerContext;
  readonly #counts;
  readonly #opener: Opener;
  /** All sockets that have room, those in their TLS handshake included. */
  readonly #sockets = new Set<Socket>();
  readonly #connections = new Map<Socket, StreamConnection>();
  #heldBytes = 0;
  readonly #told = new Map<string, number>();
  #server: Server | null = null;
  #material: TlsMaterial | null = null;
  #timer: NodeJS.Timeout | null = null;

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

  /** Says good-bye, and takes what is on its way for a moment: what arrived here, the sender will not send again. */
  async stop(): Promise<void> {
    this.#opener.stop();
    this.#close();
    for (const socket of this.#connections.keys()) socket.end();
    if (this.#connections.size > 0) await sleep(LINGER_MS);
    for (const socket of this.#connections.keys()) this.#drop(socket);
    for (const socket of this.#sockets) socket.destroy();
  }

  async #open(): Promise<void> {
    const { address, port, tls } = this.#plan;
    const server = tls === null ? createTcpServer(KEEP_ALIVE) : await this.#tlsServer(tls);
    server.on('connection', (socket: Socket) => {
      if (this.#admit(socket) && tls === null) this.#accept(socket);
    });
    server.listen({ host: address, port, exclusive: true });
    await once(server, 'listening'); // rejects with what `error` brings
    server.on('error', (error) => {
      this.#close();
      this.#opener.fail(error);
    });
    this.#server = server;
    this.#counts.isListening = true;
    const bound = server.address();
    if (bound !== null && typeof bound !== 'string') this.#counts.port = bound.port;
  }

  #close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#server?.close();
    this.#server = null;
    this.#counts.isListening = false;
  }

  async #tlsServer(tls: TlsPlan): Promise<TlsServer> {
    const material = await loadTls(tls);
    this.#material = material;
    this.#tellExpiry(material);
    const mustShow = tls.caPath !== null;
    const server = createTlsServer({
      ...material.options,
      requestCert: mustShow,
      rejectUnauthorized: mustShow,
      handshakeTimeout: HANDSHAKE_MS,
      ...KEEP_ALIVE,
    });
    server.on('secureConnection', (socket) => {
      this.#accept(socket);
    });
    server.on('tlsClientError', (error, socket) => {
      this.#counts.badHandshakes += 1;
      this.#tellGrowing('tls-handshake', this.#counts.badHandshakes, {
        message: `${this.#counts.badHandshakes} TLS handshakes failed, the last from ${plainAddress(socket.remoteAddress ?? 'a closed connection')}: ${error.message}`,
        hint: 'check that the sender speaks TLS 1.2 or newer, and its certificate',
      });
      socket.destroy();
    });
    this.#timer = setInterval(() => void this.#renew(tls, server), this.#context.renewMs);
    this.#timer.unref();
    return server;
  }

  /** A renewed certificate holds for new connections, without a restart. */
  async #renew(tls: TlsPlan, server: TlsServer): Promise<void> {
    try {
      if ((await tlsVersion(tls)) === this.#material?.version) return;
      const material = await loadTls(tls);
      server.setSecureContext(material.options);
      this.#material = material;
      this.#tellExpiry(material);
      this.#told.delete('tls-renewal');
    } catch (error) {
      // half written, or wrong: the certificate in use goes on
      this.#tellGrowing('tls-renewal', 1, {
        message: `the new certificate cannot be used: ${error instanceof Error ? error.message : String(error)}`,
        hint: 'the one before stays in use; check the files of the listener',
      });
    }
  }

  /** Whether there is room for one more connection; makes it where it can. */
  #admit(socket: Socket): boolean {
    const { maxConnections } = this.#plan;
    const address = plainAddress(socket.remoteAddress ?? '');
    const sender = this.#context.senders.find(this.#plan.id, address);
    const isOverShare = sender.connections >= Math.ceil(maxConnections / 4);
    const isFull = this.#sockets.size >= maxConnections;
    if (isOverShare || (isFull && !this.#dropIdle())) {
      this.#refuse(socket, `${address} finds no room for another connection`);
      return false;
    }
    this.#sockets.add(socket);
    sender.connections += 1;
    this.#counts.connections += 1;
    socket.on('error', ignoreBreak);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      sender.connections -= 1;
      this.#counts.connections -= 1;
    });
    return true;
  }

  #refuse(socket: Socket, why: string): void {
    this.#counts.refused += 1;
    this.#tellGrowing('connections-refused', this.#counts.refused, {
      message: `${this.#counts.refused} connections were refused or closed; the last: ${why}`,
      hint: 'if the senders are yours, raise "max-connections" of the listener',
    });
    this.#drop(socket);
  }

  #accept(socket: Socket): void {
    const { senders, spool, nowMs } = this.#context;
    if (socket.remoteAddress === undefined) {
      socket.destroy(); // gone already
      return;
    }
    const address = plainAddress(socket.remoteAddress);
    const sender = senders.find(this.#plan.id, address);
    const counts = this.#counts;
    const connection = new StreamConnection({ socket, sender, address, counts, spool, nowMs });
    this.#connections.set(socket, connection);
    socket.on('data', (chunk: Uint8Array) => {
      const before = connection.heldBytes;
      const isSound = connection.receive(chunk);
      this.#heldBytes += connection.heldBytes - before;
      if (!isSound) this.#refuse(socket, `${address} announced a message of an impossible length`);
      else if (this.#heldBytes > HELD_BYTES) this.#dropOpenest();
    });
    socket.on('error', ignoreBreak);
    socket.once('close', () => {
      this.#forget(socket);
    });
  }

  #drop(socket: Socket): void {
    this.#forget(socket);
    socket.destroy();
  }

  /** What the connection left open is a message too. */
  #forget(socket: Socket): void {
    const connection = this.#connections.get(socket);
    if (connection === undefined) return;
    this.#connections.delete(socket);
    this.#heldBytes -= connection.heldBytes;
    connection.end();
  }

  /** Closes the connection that was silent longest. */
  #dropIdle(): boolean {
    const idlest = this.#findIdlest(() => true);
    if (idlest === null || this.#context.nowMs() - idlest.lastMs < IDLE_MS) return false;
    this.#counts.refused += 1;
    this.#drop(idlest.socket);
    return true;
  }

  /** An honest sender completes its message at once; whoever holds one open for longest goes. */
  #dropOpenest(): void {
    const idlest = this.#findIdlest((connection) => connection.heldBytes > 0);
    if (idlest !== null) this.#refuse(idlest.socket, 'it held a message open for too long');
  }

  #findIdlest(
    isMeant: (connection: StreamConnection) => boolean,
  ): { readonly socket: Socket; readonly lastMs: number } | null {
    let idlest: { socket: Socket; lastMs: number } | null = null;
    for (const [socket, connection] of this.#connections) {
      const lastMs = connection.lastMessageMs;
      if (isMeant(connection) && lastMs < (idlest?.lastMs ?? Number.POSITIVE_INFINITY))
        idlest = { socket, lastMs };
    }
    return idlest;
  }

  #tellExpiry({ validToMs }: TlsMaterial): void {
    const leftMs = validToMs - this.#context.nowMs();
    if (leftMs > EXPIRY_MS) return;
    this.#context.sink.problem(
      listenerProblem(this.#plan, {
        code: 'certificate-ends',
        severity: leftMs <= 0 ? 'error' : 'warning',
        message: `its certificate ${leftMs <= 0 ? 'ended' : 'ends'} on ${new Date(validToMs).toISOString()}`,
        hint: 'replace the files; a running service takes them within a minute',
      }),
    );
  }

  /** Told when it begins and then each time the number has doubled. */
  #tellGrowing(
    code: string,
    count: number,
    text: { readonly message: string; readonly hint: string },
  ): void {
    if (count < 2 * (this.#told.get(code) ?? 0)) return;
    this.#told.set(code, count);
    this.#context.sink.problem(listenerProblem(this.#plan, { code, severity: 'warning', ...text }));
  }
}

/** A connection that breaks says so in `close`. */
function ignoreBreak(): void {}
