import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { freshFolder, records, startSoclite } from '../support/run-soclite.ts';

const RULE = `title: Failed login
id: 44444444-4444-4444-8444-444444444444
level: medium
logsource: { product: linux, service: sshd }
detection:
  selection: { message|contains: Failed password }
  condition: selection
`;

test('watch receives syslog over UDP and TCP, keeps it, and raises alerts of the right unit', async () => {
  const port = await freePort();
  const folder = freshFolder({
    'rules/r.yml': RULE,
    'soclite.yml': `
units:
  - { id: u1, name: { vi: Đơn vị một, en: Unit one }, short-name: U1 }
  - { id: u2, name: { vi: Đơn vị hai, en: Unit two }, short-name: U2 }
rules: [rules]
listeners:
  - { id: udp, protocol: udp, port: ${port} }
  - { id: tcp, protocol: tcp, port: ${port} }
senders:
  - { address: 127.0.0.2, unit: u1, source: linux }
  - { address: 127.0.0.3, unit: u2, source: linux }
`,
  });
  const child = startSoclite(folder, ['watch', '--headless']);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const closed = once(child, 'close');

  const message = (host: string): string =>
    `<38>Nov 20 08:02:03 ${host} sshd[7]: Failed password for root from 198.51.100.4`;
  await sendTcp(port, '127.0.0.3', `${message('web-2')}\n`);
  const udp = createSocket('udp4');
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.2', resolve));
  udp.send(message('web-1'), port, '127.0.0.1');
  await until(() => stdout.split('\n').length > 2);
  udp.close();
  child.kill('SIGTERM');
  const [code] = await closed;

  expect(code).toBe(0);
  const alerts = records(stdout).map(({ unit, machines }) => ({ unit, machines }));
  expect(alerts.toSorted((a, b) => (String(a.unit) < String(b.unit) ? -1 : 1))).toEqual([
    { unit: 'u1', machines: ['web-1'] },
    { unit: 'u2', machines: ['web-2'] },
  ]);
  const counts = records(stderr).filter(({ source }) => source !== undefined);
  expect(Object.fromEntries(counts.map(({ source, lines }) => [source, lines]))).toEqual({
    'u1/linux': 1,
    'u2/linux': 1,
    'unknown/udp': 0,
    'unknown/tcp': 0,
    udp: 0,
    tcp: 0,
  });
  const received = records(stderr).filter(({ listener }) => listener !== undefined);
  const none = { dropped: 0, cut: 0, refused: 0 };
  expect(received.map((record) => ({ ...record, kernel_dropped: null }))).toEqual([
    { listener: 'udp', messages: 1, bytes: 77, ...none, kernel_dropped: null },
    { listener: 'tcp', messages: 1, bytes: 77, ...none, kernel_dropped: null },
  ]);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

/** Tries until the service listens. */
async function sendTcp(port: number, from: string, text: string): Promise<void> {
  for (;;) {
    const socket = connect({ port, host: '127.0.0.1', localAddress: from });
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => {
        resolve(true);
      });
      socket.once('error', () => {
        resolve(false);
      });
    });
    if (!isOpen) {
      await sleep(50);
      continue;
    }
    socket.end(text);
    await once(socket.resume(), 'close');
    return;
  }
}

async function until(isDone: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !isDone(); i += 1) await sleep(50);
}
