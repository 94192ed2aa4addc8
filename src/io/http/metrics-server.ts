// A small server of two pages. It trusts nobody: requests are short, come soon, and are few at a time; bodies are not read.
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { MetricsPages, OpenMetrics } from '../../ports/metrics.ts';
import { toDisplayText } from '../../util/display-text.ts';
import { METRICS_TYPE, metricsText } from './metrics-text.ts';

const LIMITS = {
  maxHeaderSize: 8192,
  headersTimeout: 5000,
  requestTimeout: 5000,
  keepAliveTimeout: 5000,
  // how often those times are looked at
  connectionsCheckingInterval: 1000,
} as const;
const MAX_CONNECTIONS = 32;
const MAX_REQUESTS_PER_CONNECTION = 1000;
/** Of a connection on which nothing moves, also while a page is taken slowly. */
const IDLE_MS = 10_000;
const TEXT = 'text/plain; charset=utf-8';

interface Page {
  readonly code: number;
  readonly type: string;
  readonly text: string;
}

export const openMetrics: OpenMetrics = (place, pages) =>
  new Promise((resolve) => {
    const server = createServer(LIMITS, (request, response) => {
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        response.setHeader('Allow', 'GET, HEAD');
        response.setHeader('Connection', 'close');
        send(response, { code: 405, type: TEXT, text: 'only GET and HEAD\n' });
        return;
      }
      findPage(request.url ?? '', pages)
        .catch((): Page => ({ code: 500, type: TEXT, text: 'the page could not be made\n' }))
        .then((page) => send(response, page))
        .catch(() => response.destroy());
    });
    server.maxConnections = MAX_CONNECTIONS;
    server.maxRequestsPerSocket = MAX_REQUESTS_PER_CONNECTION;
    server.setTimeout(IDLE_MS);
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host: place.address, port: place.port }, () => {
      server.on('error', () => undefined); // of single connections: they end, the others go on
      resolve({ port: portOf(server), close: () => close(server) });
    });
  });

async function findPage(url: string, pages: MetricsPages): Promise<Page> {
  const [path] = url.split('?', 1);
  if (path === '/metrics')
    return { code: 200, type: METRICS_TYPE, text: await metricsText(pages.metrics()) };
  if (path !== '/healthz')
    return { code: 404, type: TEXT, text: 'here are /metrics and /healthz\n' };
  const faults = pages.faults();
  if (faults.length === 0) return { code: 200, type: TEXT, text: 'ok\n' };
  const text = faults.map((fault) => `${toDisplayText(fault)}\n`).join('');
  return { code: 503, type: TEXT, text };
}

function send(response: ServerResponse, { code, type, text }: Page): void {
  response.writeHead(code, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  // for HEAD, Node sends no body
  response.end(text);
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
