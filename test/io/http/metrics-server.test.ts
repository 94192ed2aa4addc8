import { connect, createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openMetrics } from '../../../src/io/http/metrics-server.ts';
import type { Metric, MetricsPages, MetricsServer } from '../../../src/ports/metrics.ts';

const PLACE = { address: '127.0.0.1', port: 0 };
const HOSTILE = 'a"} 9\nsoclite_evil 1\r\n\\"\u001b[2J\u202e__proto__';

let servers: MetricsServer[] = [];
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

async function open(pages: Partial<MetricsPages> = {}): Promise<number> {
  const server = await openMetrics(PLACE, { metrics: () => [], faults: () => [], ...pages });
  if (typeof server === 'string') throw new Error(server);
  servers.push(server);
  return server.port;
}

const METRICS: readonly Metric[] = [
  {
    name: 'soclite_lines_total',
    help: 'Lines.',
    kind: 'counter',
    samples: [
      { labels: { source: 'fw' }, value: 3 },
      { labels: { source: HOSTILE }, value: 4 },
    ],
  },
  {
    name: 'soclite_lag_seconds',
    help: 'Lag.',
    kind: 'gauge',
    samples: [{ labels: {}, value: -1.5 }],
  },
  { name: 'soclite_unknown', help: 'Nothing is known.', kind: 'gauge', samples: [] },
];

test('a scrape: types, values, and texts that end neither label nor line', async () => {
  const port = await open({ metrics: () => METRICS });
  const response = await fetch(`http://127.0.0.1:${port}/metrics?x=1`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const lines = (await response.text()).split('\n').filter((line) => line !== '');
  expect(lines.slice(0, 3)).toEqual([
    '# HELP soclite_lines_total Lines.',
    '# TYPE soclite_lines_total counter',
    'soclite_lines_total{source="fw"} 3',
  ]);
  expect(lines[3]).toMatch(
    /^soclite_lines_total\{source="(?:[^"\\\u0000-\u001f\u202e]|\\.)*"\} 4$/u,
  );
  expect(lines.slice(4)).toEqual([
    '# HELP soclite_lag_seconds Lag.',
    '# TYPE soclite_lag_seconds gauge',
    'soclite_lag_seconds -1.5',
    '# HELP soclite_unknown Nothing is known.',
    '# TYPE soclite_unknown gauge',
  ]);
});

test('health: ok, or each reason on a line of its own', async () => {
  let faults: readonly string[] = [];
  const port = await open({ faults: () => faults });
  const ask = async (): Promise<readonly [number, string]> => {
    const response = await fetch(`http://127.0.0.1:${port}/healthz`);
    return [response.status, await response.text()];
  };
  expect(await ask()).toEqual([200, 'ok\n']);
  faults = ['store: full', 'lag: 90 s\nok'];
  const [code, text] = await ask();
  expect(code).toBe(503);
  expect(text.split('\n')).toHaveLength(3);
});

test.each([
  ['GET', '/', 404],
  ['GET', '/metrics/', 404],
  ['GET', '/../healthz', 200], // the client resolves it
  ['HEAD', '/metrics', 200],
  ['POST', '/metrics', 405],
  ['DELETE', '/healthz', 405],
  ['OPTIONS', '/', 405],
])('%s %s: %i', async (method, path, code) => {
  const response = await fetch(`http://127.0.0.1:${await open()}${path}`, { method });
  expect(response.status).toBe(code);
  if (method === 'HEAD') expect(await response.text()).toBe('');
});

test('a page that cannot be made is a 500 without the reason', async () => {
  const port = await open({
    metrics: () => {
      throw new Error('secret');
    },
  });
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect([response.status, await response.text()]).toEqual([500, 'the page could not be made\n']);
});

/** Sends bytes, and what comes back until the server ends it. */
function talk(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (bytes) => (answer += bytes.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}

test.each([
  ['no HTTP', '\u0016\u0003\u0001 hello\r\n\r\n', /^HTTP\/1\.1 400 /],
  [
    'long headers',
    `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`,
    /^HTTP\/1\.1 431 /,
  ],
  [
    'a body without end',
    'POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\nabc',
    /^HTTP\/1\.1 405 /,
  ],
])('%s is refused, and the next is served', async (_name, text, answer) => {
  const port = await open();
  expect(await talk(port, text)).toMatch(answer);
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
});

test('who sends a request a byte at a time is sent away', async () => {
  const port = await open();
  expect(await talk(port, 'GET /metrics HTTP/1.1\r\nHost: x\r\nX-Slow: ')).toMatch(
    /^HTTP\/1\.1 408 /,
  );
}, 15_000);

test('a crowd of idle connections is cut to a number', async () => {
  const port = await open();
  const ends = await new Promise<number>((resolve) => {
    let ended = 0;
    const sockets = Array.from({ length: 40 }, () => connect(port, '127.0.0.1'));
    for (const socket of sockets) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        ended += 1;
        if (ended !== 8) return;
        resolve(ended);
        for (const each of sockets) each.destroy();
      });
    }
  });
  expect(ends).toBe(8);
});

test('a port that is taken is said', async () => {
  const other = createServer();
  const port = await new Promise<number>((resolve) => {
    other.listen(0, '127.0.0.1', () => {
      const address = other.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  const opened = await openMetrics({ ...PLACE, port }, { metrics: () => [], faults: () => [] });
  other.close();
  expect(opened).toBe('EADDRINUSE');
});
