// @ts-check
// By hand: node test/acceptance/syslog.mjs [messages for each protocol] [UDP messages a second]
// 50 senders of 5 units send numbered messages over UDP, TCP (half count, half end lines) and TLS while hostile ones do
// their worst beside them; `watch --headless` receives, and is told to end. Every message is looked for in the spool:
// TCP and TLS must have lost none; of UDP, what is missing must be what the kernel says that it dropped.
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { generate } from 'selfsigned';

const MESSAGES = Number(process.argv[2] ?? 50_000);
const UDP_RATE = Number(process.argv[3] ?? 20_000);
const SENDERS = 50;
const MIB = 1 << 20;
const folder = mkdtempSync(join(tmpdir(), 'soclite-syslog-'));
const addresses = Array.from({ length: SENDERS }, (_, i) => `127.0.1.${i + 1}`);
const unitOf = (/** @type {number} */ i) => `unit-${Math.floor(i / 10)}`;
const ports = { udp: await freePort(), tcp: await freePort(), tls: await freePort() };
await writeConfiguration();

const main =
  process.env['SOCLITE_MAIN'] ?? fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const child = spawn(process.execPath, [main, 'watch', '--headless'], {
  cwd: folder,
  stdio: ['ignore', 'ignore', 'pipe'],
});
let stderr = '';
child.stderr.on('data', (text) => (stderr += String(text)));
const closed = once(child, 'close');
await until(() => isOpen(ports.tls));
const idleMib = memoryMib('VmRSS');

const started = performance.now();
const sent = { udp: 0, tcp: 0, tls: 0 };
await Promise.all([sendUdp(), ...addresses.flatMap((_, i) => [sendTcp(i), sendTls(i)]), attack()]);
const seconds = (performance.now() - started) / 1000;
await sleep(2000);
const busyMib = memoryMib('VmRSS');
const peakMib = memoryMib('VmHWM');
const stopping = performance.now();
child.kill('SIGTERM');
const [code] = await closed;
const stopSeconds = (performance.now() - stopping) / 1000;

const found = readSpool();
const read = readSources();
const kernelDropped = readKernelDropped();
console.log(
  `${(3 * MESSAGES) / 1000}k messages in ${seconds.toFixed(1)} s, stopped in ${stopSeconds.toFixed(2)} s, exit ${code}`,
);
console.log(`memory: ${idleMib} MiB before, at most ${peakMib} MiB, ${busyMib} MiB after`);
let isGood = code === 0 && stopSeconds < 2;
for (const protocol of /** @type {const} */ (['udp', 'tcp', 'tls'])) {
  const lost = sent[protocol] - found[protocol].size;
  const explained = protocol === 'udp' ? kernelDropped : 0;
  const isEqual = lost === explained && found.twice[protocol] === 0;
  isGood &&= isEqual;
  console.log(
    `${protocol}: sent ${sent[protocol]}, in the spool ${found[protocol].size}, twice ${found.twice[protocol]}, lost ${lost}, of those the kernel counted ${explained}${isEqual ? '' : '  <-- DIFFERENT'}`,
  );
}
console.log(`lines in the spool ${found.lines}, read by the tailer ${read}`);
isGood &&= found.lines === read && found.wrongUnit === 0 && peakMib < 512;
console.log(isGood ? 'good' : 'NOT GOOD');
if (!isGood) console.log(stderr.slice(0, 4000));
rmSync(folder, { recursive: true, force: true });
process.exitCode = isGood ? 0 : 1;

async function sendUdp() {
  const sockets = await Promise.all(
    addresses.map(async (address) => {
      const socket = createSocket('udp4');
      socket.bind(0, address);
      await once(socket, 'listening');
      return socket;
    }),
  );
  const begun = performance.now();
  for (let n = 0; n < MESSAGES; n += 1) {
    const i = n % SENDERS;
    sockets[i]?.send(message('udp', i, n), ports.udp, '127.0.0.1');
    sent.udp += 1;
    if (n % 100 === 0)
      await sleep(Math.max(0, (n / UDP_RATE) * 1000 - (performance.now() - begun)));
  }
  await sleep(200);
  for (const socket of sockets) socket.close();
}

/** @param {number} i */
async function sendTcp(i) {
  const socket = connect({ port: ports.tcp, host: '127.0.0.1', localAddress: addresses[i] });
  await sendStream(socket, 'tcp', i);
}

/** @param {number} i */
async function sendTls(i) {
  const tcp = connect({ port: ports.tls, host: '127.0.0.1', localAddress: addresses[i] });
  const socket = connectTls({ socket: tcp, rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  await sendStream(socket, 'tls', i);
}

/**
 * @param {import('node:net').Socket} socket
 * @param {'tcp' | 'tls'} protocol
 * @param {number} i
 */
async function sendStream(socket, protocol, i) {
  const ended = once(socket, 'close');
  socket.resume();
  for (let n = i; n < MESSAGES; n += SENDERS) {
    const text = message(protocol, i, n);
    const isCounted = protocol === 'tls' || i % 2 === 0;
    sent[protocol] += 1;
    if (!socket.write(isCounted ? `${Buffer.byteLength(text)} ${text}` : `${text}\n`))
      await once(socket, 'drain');
  }
  socket.end();
  await ended;
}

/** Senders that mean harm, from addresses of their own. */
async function attack() {
  const mebibyte = Buffer.alloc(MIB, 'x');
  const open = async (/** @type {number} */ port, address = '127.0.6.6') => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: address });
    socket.on('error', () => undefined);
    socket.resume();
    await Promise.race([once(socket, 'connect'), sleep(500)]);
    return socket;
  };
  const endless = (async () => {
    const socket = await open(ports.tcp, '127.0.6.1');
    for (let i = 0; i < 1024; i += 1)
      if (!socket.write(mebibyte)) await Promise.race([once(socket, 'drain'), sleep(1000)]);
    socket.destroy();
  })();
  const count = await open(ports.tcp, '127.0.6.2');
  count.write('4 <1>a999999999999 <1>b');
  const crowd = await Promise.all(Array.from({ length: 3000 }, () => open(ports.tcp, '127.0.6.3')));
  for (const socket of crowd) socket.write('<1>never ends ');
  const slow = await open(ports.tcp, '127.0.6.4');
  for (let i = 0; i < 50; i += 1) {
    slow.write('<');
    await sleep(20);
  }
  const binary = await open(ports.tcp, '127.0.6.5');
  binary.end(Buffer.concat(Array.from({ length: 200 }, (_, i) => Buffer.alloc(997, i))));
  for (let i = 0; i < 50; i += 1)
    (await open(ports.tls, '127.0.6.6')).end(mebibyte.subarray(0, 5000));
  await endless;
  for (const socket of [...crowd, slow, count]) socket.destroy();
}

/**
 * @param {string} protocol
 * @param {number} i
 * @param {number} n
 */
function message(protocol, i, n) {
  return `<38>Nov 23 08:02:03 host-${i} sshd[${n}]: acceptance ${protocol} ${n} Failed password for root from 198.51.100.4 port 4242 ssh2`;
}

function readSpool() {
  const spool = join(folder, 'data', 'spool');
  const found = {
    udp: new Set(),
    tcp: new Set(),
    tls: new Set(),
    twice: { udp: 0, tcp: 0, tls: 0 },
    lines: 0,
    wrongUnit: 0,
  };
  for (const entry of readdirSync(spool, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    for (const line of readFileSync(join(entry.parentPath, entry.name), 'latin1').split('\n')) {
      if (line === '') continue;
      found.lines += 1;
      const match = /^@\S+ (\S+) .*host-(\d+) sshd\[\d+\]: acceptance (udp|tcp|tls) (\d+) /.exec(
        line,
      );
      if (match === null) continue;
      const [, address, i, protocol, n] = match;
      if (protocol !== 'udp' && protocol !== 'tcp' && protocol !== 'tls') continue;
      if (found[protocol].has(n)) found.twice[protocol] += 1;
      found[protocol].add(n);
      const isRight =
        address === addresses[Number(i)] && entry.parentPath.includes(`/${unitOf(Number(i))}/`);
      if (!isRight) found.wrongUnit += 1;
    }
  }
  return found;
}

/** Lines that the tailer read, by the totals that the service gives at its end. */
function readSources() {
  let lines = 0;
  for (const line of stderr.split('\n').filter((text) => text.startsWith('{"source"')))
    lines += JSON.parse(line).lines;
  return lines;
}

/** Datagrams that the service says the kernel dropped. */
function readKernelDropped() {
  const line = stderr.split('\n').find((text) => text.startsWith('{"listener":"udp"'));
  return Number(line === undefined ? Number.NaN : JSON.parse(line).kernel_dropped);
}

/** @param {'VmRSS' | 'VmHWM'} what */
function memoryMib(what) {
  const status = readFileSync(`/proc/${child.pid}/status`, 'latin1');
  return Math.round(Number(new RegExp(`${what}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
}

/** @param {number} port */
async function isOpen(port) {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  const isOpen = await Promise.race([
    once(socket, 'connect').then(
      () => true,
      () => false,
    ),
    sleep(500),
  ]);
  socket.destroy();
  return isOpen === true;
}

/** @param {() => Promise<boolean>} isDone */
async function until(isDone) {
  for (let i = 0; i < 100; i += 1) {
    if (await isDone()) return;
    await sleep(100);
  }
  throw new Error(`waited for too long: ${stderr}`);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

async function writeConfiguration() {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'soc' }]);
  writeFileSync(join(folder, 'soc.pem'), cert);
  writeFileSync(join(folder, 'soc.key'), key);
  const units = Array.from(
    { length: 5 },
    (_, i) => `  - { id: unit-${i}, name: Unit ${i}, short-name: U${i} }`,
  );
  const senders = addresses.map(
    (address, i) => `  - { address: ${address}, unit: ${unitOf(i)}, source: syslog }`,
  );
  writeFileSync(
    join(folder, 'soclite.yml'),
    `units:
${units.join('\n')}
listeners:
  - { id: udp, protocol: udp, port: ${ports.udp} }
  - { id: tcp, protocol: tcp, port: ${ports.tcp} }
  - { id: tls, protocol: tls, port: ${ports.tls}, cert: soc.pem, key: soc.key }
senders:
${senders.join('\n')}
`,
  );
}
