// Syslog over UDP (RFC 5426), TCP (RFC 6587) and TLS (RFC 5425). The protocol has no answer: sent means handed to the
// network, and over TCP and TLS that the receiver closed its end without a fault.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6, createConnection, type Socket } from 'node:net';
import { lookup } from 'node:dns/promises';
import { connect } from 'node:tls';
import type { SyslogConfig } from '../../config/channel-settings.ts';
import type { Outgoing, SendResult } from '../../ports/send.ts';
import type { Attempt } from './attempt.ts';
import { readTlsOptions } from './tls-options.ts';

/** Receivers take 2048 bytes and should take more (RFC 5424, 6.1); a datagram of this size still arrives. */
const MAX_BYTES = { udp: 8192, tcp: 65_536, tls: 65_536 } as const;
/** How long a receiver may take to close its end; many never do. */
const CLOSE_MS = 300;

export async function sendSyslog(
  channel: SyslogConfig,
  { bodies }: Outgoing,
  { signal }: Attempt,
): Promise<SendResult> {
  const { protocol, host, port } = channel;
  const messages = bodies.map((line) => cutUtf8(Buffer.from(line, 'utf8'), MAX_BYTES[protocol]));
  await (protocol === 'udp'
    ? sendDatagrams(channel, messages, signal)
    : sendStream(channel, messages, signal));
  const detail = `${messages.length} message(s) by ${protocol} to ${host} port ${port}`;
  return { ok: true, detail };
}

async function sendDatagrams(
  { host, port }: SyslogConfig,
  messages: readonly Buffer[],
  signal: AbortSignal,
): Promise<void> {
  const { address } = await lookup(host);
  signal.throwIfAborted();
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  try {
    socket.connect(port, address);
    await once(socket, 'connect', { signal });
    for (const message of messages)
      await new Promise<void>((resolve, reject) => {
        socket.send(message, (error) => (error === null ? resolve() : reject(error)));
      });
  } finally {
    socket.close();
  }
}

async function sendStream(
  channel: SyslogConfig,
  messages: readonly Buffer[],
  signal: AbortSignal,
): Promise<void> {
  const socket = await open(channel, signal);
  const end = (): void => void socket.destroy();
  signal.addEventListener('abort', end, { once: true });
  try {
    const bytes = Buffer.concat(messages.map((message) => frame(message, channel.framing)));
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.once('close', () => (signal.aborted ? reject(new Error('aborted')) : resolve()));
      // what it says back is nothing to us, but an end is only seen while reading
      socket.resume();
      socket.end(bytes, () => {
        const timer = setTimeout(() => resolve(), CLOSE_MS);
        timer.unref();
      });
    });
  } finally {
    signal.removeEventListener('abort', end);
    socket.destroy();
  }
}

async function open(channel: SyslogConfig, signal: AbortSignal): Promise<Socket> {
  const { host, port } = channel;
  if (channel.protocol === 'tcp') {
    const socket = createConnection({ host, port });
    return settle(socket, 'connect', signal);
  }
  const options = await readTlsOptions(channel.tls);
  const servername = isIPv6(host) || /^[\d.]+$/.test(host) ? {} : { servername: host };
  return settle(connect({ host, port, ...servername, ...options }), 'secureConnect', signal);
}

async function settle(socket: Socket, event: string, signal: AbortSignal): Promise<Socket> {
  try {
    await once(socket, event, { signal });
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function frame(message: Buffer, framing: SyslogConfig['framing']): Buffer {
  return framing === 'counted'
    ? Buffer.concat([Buffer.from(`${message.length} `), message])
    : Buffer.concat([message, Buffer.from('\n')]);
}

/** Never in the middle of a character. */
function cutUtf8(bytes: Buffer, max: number): Buffer {
  if (bytes.length <= max) return bytes;
  let end = max;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
}
