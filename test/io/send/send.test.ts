// Real receivers on the loopback interface.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer as createTcp, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { createServer as createTls } from 'node:tls';
import { generate } from 'selfsigned';
import { SMTPServer } from 'smtp-server';
import { expect, onTestFinished, test } from 'vitest';
import type { SyslogConfig, WebhookConfig } from '../../../src/config/channel-settings.ts';
import { createSenderOpener } from '../../../src/io/send/send.ts';
import type { ChannelPlan, SendResult } from '../../../src/ports/send.ts';
import { createTempFolder } from '../../support/temp-folder.ts';

const NO_TLS = { ca: null, cert: null, key: null };
const MESSAGE = { id: 'a1:new', subject: '[soclite] Cảnh báo', bodies: ['{"text":"một"}'] };
const TOKEN = 'very-secret-token';

function send(channel: ChannelPlan, message = MESSAGE): Promise<SendResult> {
  const env = { ...process.env, SOC_TOKEN: TOKEN };
  return createSenderOpener({ env })().send(channel, message);
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function certificate() {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
    ],
  });
  const ca = join(await createTempFolder(), 'ca.pem');
  await writeFile(ca, cert);
  return { key, cert, ca };
}

function webhook(url: string, rest: Partial<WebhookConfig> = {}): WebhookConfig {
  return {
    id: 'chat',
    kind: 'webhook',
    timeoutMs: 5000,
    url: { kind: 'plain', text: url },
    token: null,
    tokenHeader: 'Authorization',
    tls: NO_TLS,
    ...rest,
  };
}

const ANSWERS: readonly {
  readonly name: string;
  readonly answer: RequestListener;
  readonly result: object;
}[] = [
  {
    name: 'taken',
    answer: (_request, response) => void response.end('ok'),
    result: { ok: true, detail: expect.stringMatching(/^HTTP 200 from 127/) },
  },
  {
    name: 'a token that is said back is not repeated',
    answer: (request, response) => {
      response.statusCode = 403;
      response.end(`no: ${request.headers.authorization ?? ''}`);
    },
    result: {
      ok: false,
      isRefused: false,
      error: expect.stringMatching(/^HTTP 403 from 127\.0\.0\.1:\d+: no: Bearer \*\*\*$/),
    },
  },
  {
    name: 'the message is refused',
    answer: (_request, response) => {
      response.statusCode = 422;
      response.end('\u001b[2Jbad\nshape');
    },
    result: {
      ok: false,
      isRefused: true,
      error: expect.stringMatching(/: <1B>\[2Jbad<0A>shape$/),
    },
  },
  {
    name: 'redirected elsewhere',
    answer: (_request, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:1/steal' }).end();
    },
    result: { ok: false, isRefused: false, error: expect.stringContaining('not followed') },
  },
  {
    name: 'an answer without end',
    answer: (_request, response) => {
      const part = Buffer.alloc(65_536, 'x');
      const more = (): void => {
        while (!response.destroyed && response.write(part));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    },
    result: { ok: true, detail: expect.stringMatching(/^HTTP 200/) },
  },
  {
    name: 'no answer',
    answer: () => undefined,
    result: { ok: false, isRefused: false, error: 'no answer within 0.3 s' },
  },
  {
    name: 'the connection breaks',
    answer: (request) => void request.socket.destroy(),
    result: { ok: false, isRefused: false, error: expect.stringContaining('socket hang up') },
  },
];

test.each(ANSWERS)('webhook: $name', async ({ answer, result }) => {
  const port = await listen(createHttp(answer));
  const token = { kind: 'env', name: 'SOC_TOKEN' } as const;
  const channel = webhook(`http://127.0.0.1:${port}/hook`, { token, timeoutMs: 300 });
  expect(await send(channel)).toEqual(result);
});

test('webhook over TLS: only with an authority that is known; what is sent', async () => {
  const { key, cert, ca } = await certificate();
  const seen: unknown[] = [];
  const server = createHttps({ key, cert }, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { 'x-key': token, 'idempotency-key': id, 'content-type': type } = request.headers;
      seen.push({ token, id, type, body: Buffer.concat(parts).toString() });
      response.end();
    });
  });
  const port = await listen(server);
  const file = join(await createTempFolder(), 'token');
  await writeFile(file, `${TOKEN}\n`);
  const channel = webhook(`https://localhost:${port}/`, {
    token: { kind: 'file', path: file },
    tokenHeader: 'X-Key',
  });
  expect(await send(channel)).toEqual({
    ok: false,
    isRefused: false,
    error: expect.stringMatching(/certificate/),
  });
  expect((await send({ ...channel, tls: { ...NO_TLS, ca } })).ok).toBe(true);
  expect(seen).toEqual([
    {
      token: TOKEN,
      id: 'a1:new',
      type: 'application/json; charset=utf-8',
      body: '{"text":"một"}',
    },
  ]);
});

test('a secret that is not there, a url in a secret that cannot be used', async () => {
  const missing = webhook('https://localhost/', { token: { kind: 'env', name: 'NOT_SET' } });
  expect(await send(missing)).toEqual({
    ok: false,
    isRefused: false,
    error: 'the environment variable NOT_SET is not set',
  });
  const plain = webhook('', { url: { kind: 'env', name: 'SOC_TOKEN' } });
  expect(await send(plain)).toEqual({
    ok: false,
    isRefused: false,
    error: expect.not.stringContaining(TOKEN),
  });
});

function syslog(protocol: SyslogConfig['protocol'], port: number): SyslogConfig {
  return {
    id: 'siem',
    kind: 'syslog',
    timeoutMs: 5000,
    protocol,
    host: protocol === 'tls' ? 'localhost' : '127.0.0.1',
    port,
    format: 'cef',
    facility: 16,
    framing: 'counted',
    tls: NO_TLS,
  };
}
const LINES = { id: 'd', subject: '', bodies: ['<1>1 một', '<1>1 hai'] };
const FRAMED = '10 <1>1 một8 <1>1 hai';

test('syslog over TCP and TLS, counted and by lines', async () => {
  const { key, cert, ca } = await certificate();
  const seen: string[] = [];
  const take = (socket: NodeJS.ReadableStream): void => {
    let text = '';
    socket.on('data', (part: Buffer) => (text += part.toString()));
    socket.on('end', () => seen.push(text));
    socket.on('error', () => undefined);
  };
  const tcp = await listen(createTcp(take));
  const tls = await listen(createTls({ key, cert }, take));
  expect(await send(syslog('tcp', tcp), LINES)).toEqual({
    ok: true,
    detail: `2 message(s) by tcp to 127.0.0.1 port ${tcp}`,
  });
  await send({ ...syslog('tcp', tcp), framing: 'lines' }, LINES);
  expect((await send({ ...syslog('tls', tls), tls: { ...NO_TLS, ca } }, LINES)).ok).toBe(true);
  expect((await send(syslog('tls', tls), LINES)).ok).toBe(false);
  expect(seen).toEqual([FRAMED, '<1>1 một\n<1>1 hai\n', FRAMED]);
});

test('syslog over UDP, a message a datagram; a port where nobody listens', async () => {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const seen: string[] = [];
  socket.on('message', (bytes) => seen.push(bytes.toString()));
  expect((await send(syslog('udp', socket.address().port), LINES)).ok).toBe(true);
  await expect.poll(() => seen).toEqual(LINES.bodies);
  socket.close();
  expect((await send(syslog('tcp', 1), LINES)).ok).toBe(false);
});

test('mail: over STARTTLS with a login; headers cannot be injected; refused receivers', async () => {
  const { key, cert, ca } = await certificate();
  const mails: string[] = [];
  const server = new SMTPServer({
    key,
    cert,
    onAuth: ({ username, password }, _session, done) =>
      username === 'soc' && password === TOKEN
        ? done(null, { user: username })
        : done(new Error(`no such ${password ?? ''}`)),
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith('gone') ? new Error('no such person') : null),
    onData(stream, _session, done) {
      let text = '';
      stream.on('data', (part: Buffer) => (text += part.toString()));
      stream.on('end', () => {
        mails.push(text);
        done();
      });
    },
  });
  server.on('error', () => undefined);
  const port = await listen(server.listen(0, '127.0.0.1'));
  const channel = {
    id: 'mail',
    kind: 'email',
    timeoutMs: 5000,
    host: 'localhost',
    port,
    security: 'starttls',
    user: 'soc',
    password: { kind: 'env', name: 'SOC_TOKEN' },
    from: 'soc@example.vn',
    to: ['a@example.vn'],
    language: null,
    tls: { ...NO_TLS, ca },
  } as const;
  const evil = { ...MESSAGE, subject: 'x\r\nBcc: victim@example.com\r\n\r\nhello' };
  expect(await send(channel, evil)).toEqual({ ok: true, detail: expect.stringContaining('250') });
  const [head = ''] = (mails[0] ?? '').split('\r\n\r\n');
  expect(head.split('\r\n').filter((line) => /^bcc/i.test(line))).toEqual([]);
  expect(head).toContain('Auto-Submitted: auto-generated');
  expect(await send({ ...channel, to: ['gone@example.vn'] })).toEqual({
    ok: false,
    isRefused: true,
    error: expect.stringContaining('no such person'),
  });
  expect(await send({ ...channel, to: ['gone@example.vn', 'b@example.vn'] })).toEqual({
    ok: false,
    isRefused: true,
    error: expect.stringContaining('taken, but not for gone@example.vn'),
  });
  const wrong = await send({ ...channel, user: 'other' });
  expect(wrong).toEqual({ ok: false, isRefused: false, error: expect.not.stringContaining(TOKEN) });
  expect((await send({ ...channel, tls: NO_TLS })).ok).toBe(false);
});

test('command: JSON on standard input, a small environment, no shell, an end in time', async () => {
  const file = join(await createTempFolder(), 'out');
  const run = (script: string, timeoutMs = 5000): Promise<SendResult> =>
    send({
      id: 'sms',
      kind: 'command',
      timeoutMs,
      run: [process.execPath, '-e', script, '$(touch x); "quoted"'],
    });
  const record = `const fs = require('fs'); fs.writeFileSync(${JSON.stringify(file)}, JSON.stringify([fs.readFileSync(0, 'utf8'), process.argv[1], process.env.SOC_TOKEN ?? null, process.env.SOCLITE_NOTIFICATION]))`;
  expect((await run(record)).ok).toBe(true);
  const { readFile } = await import('node:fs/promises');
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual([
    '{"text":"một"}\n',
    '$(touch x); "quoted"',
    null,
    'a1:new',
  ]);
  expect(await run('console.error("no modem"); process.exit(3)')).toEqual({
    ok: false,
    isRefused: false,
    error: `${process.execPath} ended with 3: no modem`,
  });
  expect(await run('setInterval(() => {}, 1000)', 300)).toEqual({
    ok: false,
    isRefused: false,
    error: 'no answer within 0.3 s',
  });
  const absent = await send({ id: 'x', kind: 'command', timeoutMs: 1000, run: ['/no/such'] });
  expect(absent).toEqual({
    ok: false,
    isRefused: false,
    error: expect.stringContaining('cannot run /no/such'),
  });
});
