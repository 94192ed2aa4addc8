import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMeteredSession, meterCommits } from '../../src/app/metered-session.ts';
import { openServiceSession } from '../../src/app/service-session.ts';
import type { ReloadableSession } from '../../src/app/session.ts';
import { openWorkspace, type Workspace } from '../../src/app/workspace.ts';
import { createReferenceMatcher } from '../../src/detect/reference.ts';
import { openMetrics } from '../../src/io/http/metrics-server.ts';
import { textFiles } from '../../src/io/text-files.ts';
import type { MetricsServer, OpenMetrics } from '../../src/ports/metrics.ts';
import { createFakeTailer } from '../support/fake-tailer.ts';
import { fakeMachine } from '../support/fake-machine.ts';
import { createMemoryStores, type MemoryStores } from '../support/memory-store.ts';
import { freshFolder } from '../support/fresh-folder.ts';

const NOW = Date.UTC(2026, 10, 23, 9);
const RULE = `title: Failed
id: 44444444-4444-4444-8444-444444444444
level: medium
logsource: { product: windows, service: security }
detection: { selection: { EventID: 4625 }, condition: selection }
`;
const CONFIG = (metrics: string): string => `units: [{ id: u1, name: U, short-name: U }]
rules: [rules]
sources: [{ id: win, path: 'logs/{unit}/win.log' }]
alerts: { lateness: 100ms }
limits: { lag: 1m }
${metrics}
`;
const LINE = `${JSON.stringify({ EventID: 4625, Channel: 'Security', Computer: 'pc', '@timestamp': new Date(NOW).toISOString() })}\n`;

let stores: MemoryStores;
const clock = { ms: NOW, nowMs: () => clock.ms };
const sessions: ReloadableSession[] = [];

beforeEach(() => {
  stores = createMemoryStores();
  clock.ms = NOW;
});
afterEach(async () => {
  stores.fault = null;
  for (const session of sessions.splice(0)) await session.end();
});

async function load(metrics: string): Promise<Workspace> {
  const folder = freshFolder({ 'soclite.yml': CONFIG(metrics), 'rules/r.yml': RULE });
  const opened = await openWorkspace(
    {
      configPath: join(folder, 'soclite.yml'),
      rulePaths: [],
      indicatorPaths: [],
      bundled: { rules: 'rules', mappings: 'seeds/mappings' },
    },
    textFiles,
  );
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  return opened.value;
}

/** A service over one file, with the real server on any free port. */
async function start(metrics: string, door: OpenMetrics = openMetrics) {
  const workspace = await load(metrics);
  const asked: string[] = [];
  let server: MetricsServer | null = null;
  const tailer = createFakeTailer(join(workspace.configPath ?? '', '..', 'logs/u1/win.log'), {
    text: LINE,
  });
  const metered = meterCommits(stores.openService(workspace.dataFolder), clock);
  const service = openServiceSession(workspace, {
    store: metered.store,
    tailer,
    matcher: createReferenceMatcher(workspace.rules.ruleSet.rules),
    clock,
    machine: fakeMachine(),
    process: { pid: 1, host: 'h', program: '0.1' },
    isPrinting: false,
  });
  const session = createMeteredSession(service, workspace, {
    ...metered,
    clock,
    machine: fakeMachine(),
    program: '0.1',
    async openMetrics(place, pages) {
      asked.push(`${place.address} ${place.port}`);
      const opened = await door({ ...place, port: 0 }, pages);
      if (typeof opened !== 'string') server = opened;
      return opened;
    },
  });
  sessions.push(session);
  await session.start();
  const run = (ms: number): void => {
    for (let passed = 0; passed < ms; passed += 50) {
      clock.ms += 50;
      session.tick();
    }
  };
  const get = async (path: string): Promise<readonly [number, string]> => {
    const response = await fetch(`http://127.0.0.1:${server?.port}${path}`);
    return [response.status, await response.text()];
  };
  return { session, asked, tailer, run, get };
}

test('without the section nothing is opened', async () => {
  const { asked, run } = await start('');
  run(1000);
  expect(asked).toEqual([]);
});

test('a scrape has the numbers of the service', async () => {
  const { run, get, asked } = await start('metrics: {}');
  await Promise.resolve();
  run(10_000);
  const [code, text] = await get('/metrics');
  expect([asked, code]).toEqual([['127.0.0.1 9464'], 200]);
  const lines = text.split('\n');
  for (const line of [
    'soclite_build_info{version="0.1"} 1',
    'soclite_source_lines_total{source="win"} 1',
    `soclite_source_bytes_total{source="win"} ${LINE.length}`,
    'soclite_alerts_open{severity="medium",state="new"} 1',
    'soclite_alerts_open{severity="critical",state="escalated"} 0',
    'soclite_rules_loaded 1',
    'soclite_store_up 1',
    'soclite_notifications_pending 0',
    'soclite_unit_silent{unit="u1"} 0',
  ])
    expect(lines).toContain(line);
});

test('health follows the store', async () => {
  const { run, get } = await start('metrics: {}');
  await Promise.resolve();
  run(10_000);
  expect(await get('/healthz')).toEqual([200, 'ok\n']);
  stores.fault = 'full';
  run(10_000);
  const [code, text] = await get('/healthz');
  expect(code).toBe(503);
  expect(text).toMatch(/^store: /);
  const [, metrics] = await get('/metrics');
  expect(metrics).toContain('\nsoclite_store_up 0\n');
  expect(metrics).toContain('\nsoclite_healthy 0\n');
  stores.fault = null;
  run(20_000);
  expect(await get('/healthz')).toEqual([200, 'ok\n']);
});

test('a port that is taken is told once, and opened when it is free', async () => {
  let isTaken = true;
  const { session, asked, run, get } = await start('metrics: { port: 9999 }', (place, pages) =>
    isTaken ? Promise.resolve('EADDRINUSE') : openMetrics(place, pages),
  );
  const fault =
    'metrics cannot be served at 127.0.0.1 port 9999: another program has the port, choose another in soclite.yml; soclite goes on without, and tries again';
  expect(session.takeProblems()).toContain(fault);
  expect(session.snapshot().health.problems).toContain(fault);
  run(31_000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(session.takeProblems()).not.toContain(fault);
  isTaken = false;
  run(31_000);
  await expect.poll(() => session.takeProblems()).toContain('metrics are served again');
  expect(asked).toHaveLength(3);
  expect((await get('/metrics'))[0]).toBe(200);
});

test('a reload opens and closes the port', async () => {
  const { session, asked, run, get } = await start('metrics: {}');
  await Promise.resolve();
  run(1000);
  const reload = async (metrics: string): Promise<void> => {
    const workspace = { ...(await load(metrics)) };
    const matcher = createReferenceMatcher(workspace.rules.ruleSet.rules);
    expect(await session.reload({ workspace, matcher })).toBe(true);
  };
  await reload('');
  await expect(get('/healthz')).rejects.toThrow('fetch failed');
  await reload('metrics: { port: 9465 }');
  expect(asked).toEqual(['127.0.0.1 9464', '127.0.0.1 9465']);
  expect((await get('/metrics'))[0]).toBe(200);
  await session.stop();
  await expect(get('/healthz')).rejects.toThrow('fetch failed');
});

test('docs/operations.md lists what is served', async () => {
  const { run, get } = await start('metrics: {}');
  await Promise.resolve();
  run(6000);
  const [, text] = await get('/metrics');
  const served = [...text.matchAll(/^# HELP (\S+) (.*)\n# TYPE \S+ (\S+)$/gm)].map(
    ([, name, help, kind]) => `${name} | ${kind} | ${help}`,
  );
  const documented = [
    ...readFileSync('docs/operations.md', 'utf8').matchAll(/^\| `(soclite_[^`]+)` \| (.*) \|$/gm),
  ].map(([, name, rest]) => `${name?.replace(/\{.*/, '')} | ${rest}`);
  expect(served.length).toBeGreaterThan(30);
  expect(documented).toEqual(served);
});
