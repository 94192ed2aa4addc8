// What tests of listening share: a hub on free ports of loopback, senders of all protocols, and the spool as text.
import { Buffer } from 'node:buffer';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join, relative } from 'node:path';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';
import { parseSpoolLine } from '../../src/ingest/spool-line.ts';
import { startHub, type HubOptions } from '../../src/io/listen/hub.ts';
import type { Listening, ListenPlan, ListenerPlan } from '../../src/ports/listen.ts';
import type { Problem } from '../../src/util/problem.ts';
import { decodeUtf8 } from '../../src/util/utf8.ts';
import { createTempFolder } from './temp-folder.ts';

export interface TestHub {
  readonly listening: Listening;
  readonly folder: string;
  readonly problems: Problem[];
  port(listener: string): number;
  /** Files that may be deleted; [] at first. */
  readonly deletable: Set<string>;
}

export function listenerPlan(plan: Partial<ListenerPlan> & Pick<ListenerPlan, 'id' | 'protocol'>) {
  return { address: '127.0.0.1', port: 0, tls: null, maxConnections: 100, ...plan };
}

export async function startTestHub(
  plan: Pick<ListenPlan, 'listeners'> & {
    readonly senders?: ListenPlan['senders'];
    readonly inventory?: ListenPlan['inventory'];
    readonly spool?: Partial<ListenPlan['spool']>;
  },
  options: HubOptions = {},
): Promise<TestHub> {
  const folder = plan.spool?.folder ?? join(await createTempFolder(), 'spool');
  const problems: Problem[] = [];
  const deletable = new Set<string>();
  const listening = await startHub(
    {
      listeners: plan.listeners,
      senders: plan.senders ?? [],
      inventory: plan.inventory ?? [],
      spool: { maxBytes: 2 ** 30, keepMs: 0, minFreeBytes: 0, ...plan.spool, folder },
    },
    {
      problem: (problem) => problems.push(problem),
      mayDelete: (path) => Promise.resolve(deletable.has(path)),
    },
    { gatherMs: 1, retryMs: 5, listenRetryMs: 20, ...options },
  );
  onTestFinished(() => listening.stop());
  const port = (id: string): number =>
    listening.stats().listeners.find((listener) => listener.id === id)?.port ?? 0;
  return { listening, folder, problems, port, deletable };
}

/** The messages in the spool by file, in order; `sender message` each. */
export async function readSpool(folder: string): Promise<Record<string, readonly string[]>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files: Record<string, readonly string[]> = {};
  for (const entry of names.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const text = decodeUtf8(await readFile(path));
    const lines = text.split('\n');
    if (lines.pop() !== '') throw new Error(`${path} ends in the middle of a line`);
    files[relative(folder, path)] = lines.map((line) => {
      const kept = parseSpoolLine(line);
      if (kept === null) throw new Error(`not a line of the spool: ${JSON.stringify(line)}`);
      return `${kept.sender} ${kept.message}`;
    });
  }
  return files;
}

export async function sendDatagrams(
  port: number,
  messages: readonly (string | Uint8Array)[],
  from = '127.0.0.1',
): Promise<void> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, from, resolve));
  for (const message of messages)
    await new Promise((resolve) => socket.send(message, port, '127.0.0.1', resolve));
  socket.close();
}

export async function openTcp(port: number, from = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', localAddress: from });
  socket.on('error', () => undefined);
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, 'connect');
  return socket;
}

export async function openTls(port: number, options: ConnectionOptions): Promise<TLSSocket> {
  const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, 'secureConnect');
  socket.on('error', () => undefined);
  return socket;
}

/** Writes all and ends; resolves when the other side has closed as well. */
export async function sendAndEnd(socket: Socket, text: string | Uint8Array): Promise<void> {
  const closed = new Promise((resolve) => socket.once('close', resolve)); // also after an error
  socket.end(typeof text === 'string' ? Buffer.from(text, 'utf8') : text);
  socket.resume();
  await closed;
}

export async function until(isDone: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 2000; i += 1) {
    if (await isDone()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('waited for too long');
}
