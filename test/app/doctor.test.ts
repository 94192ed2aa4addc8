import { chmodSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { examine, type Finding } from '../../src/app/doctor.ts';
import { openWorkspace } from '../../src/app/workspace.ts';
import { createInputReader } from '../../src/io/input/input-reader.ts';
import { machine } from '../../src/io/machine.ts';
import { textFiles } from '../../src/io/text-files.ts';
import type { Machine } from '../../src/ports/machine.ts';
import { expectSchema } from '../support/json-schema.ts';
import { createMemoryStores } from '../support/memory-store.ts';
import { fakeMachine } from '../support/fake-machine.ts';
import { createTempFolder } from '../support/temp-folder.ts';

const NOW = Date.UTC(2026, 10, 23, 3, 0, 0);
const MINUTE = 60_000;

let folder = '';
beforeEach(async () => {
  folder = await createTempFolder();
});

function write(path: string, text: string, agoMs = 0): void {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  utimesSync(file, (NOW - agoMs) / 1000, (NOW - agoMs) / 1000);
}

async function run(config: string, over: Partial<Machine> = {}): Promise<readonly Finding[]> {
  write('soclite.yml', config);
  const opened = await openWorkspace(
    {
      configPath: join(folder, 'soclite.yml'),
      rulePaths: [],
      indicatorPaths: [],
      bundled: { rules: 'rules/layer-1', mappings: 'seeds/mappings' },
    },
    textFiles,
  );
  const findings = await examine(opened, {
    files: textFiles,
    inputs: createInputReader({ stdin: process.stdin }),
    stores: createMemoryStores(),
    machine: fakeMachine({ readTail: (path, max) => machine.readTail(path, max), ...over }),
    clock: { nowMs: () => NOW },
    host: 'h',
    terminal: { isTty: true, columns: 120, env: { TERM: 'xterm', LANG: 'vi_VN.UTF-8' } },
    say: (_vi, en) => en,
  });
  expectSchema('doctor', findings);
  return findings;
}

const bad = (findings: readonly Finding[]): readonly string[] =>
  findings
    .filter(({ result, check }) => result !== 'ok' && check !== 'service')
    .map(({ check, result, what }) => `${check} ${result}: ${what}`);

const line = (ms: number): string =>
  `${JSON.stringify({ EventID: 4625, Channel: 'Security', Computer: 'pc1', TimeCreated: new Date(ms).toISOString() })}\n`;
const FW = 'sources: [{ id: w, path: in/*.log }]\n';

test('a healthy installation has no findings', async () => {
  write('in/a.log', line(NOW).repeat(10));
  expect(bad(await run(FW))).toEqual([]);
});

test('a source without files, one that is silent, one that nobody understands', async () => {
  write('two/a.log', line(NOW - 3 * 60 * MINUTE), 3 * 60 * MINUTE);
  write('three/a.log', '%%% ??\n'.repeat(20));
  const findings = await run(
    'sources: [{ id: one, path: one/*.log }, { id: two, path: two/*.log, cadence: 1h }, { id: three, path: three/*.log }]\n',
  );
  expect(bad(findings)).toEqual([
    `source warning: no file matches ${folder}/one/*.log`,
    'source warning: silent for 180 minutes',
    'source warning: no format reads 20 of the last 20 lines',
  ]);
});

test('times seven hours off look like a zone, others like a clock', async () => {
  write('in/a.log', line(NOW + 7 * 60 * MINUTE));
  const zone = (await run(FW)).find(({ check }) => check === 'clock');
  expect(zone?.todo).toContain('zone');
  write('in/a.log', line(NOW - 37 * MINUTE - 20_000));
  const clock = (await run(FW)).find(({ check }) => check === 'clock');
  expect(clock?.todo).toContain('NTP');
});

test('a file that may not be read says so', async () => {
  write('in/a.log', line(NOW));
  const readTail = (path: string): Promise<Uint8Array> => machine.readTail(`${path}/gone`, 10);
  expect(bad(await run(FW, { readTail }))).toEqual(['source error: it may not be read']);
});

test('a data folder of others, an open one, a full disk, an old Node', async () => {
  write('in/a.log', line(NOW));
  const state = fakeMachine().pathState('');
  const forbidden = { pathState: () => ({ ...state, access: 'readable' }) as const };
  expect(bad(await run(FW, forbidden))).toEqual(['data error: it may not be written to']);
  const open = { pathState: () => ({ ...state, isOpenToOthers: true }) };
  expect(bad(await run(FW, open))).toEqual(['data warning: anybody on the machine may read it']);
  const full = { disk: () => ({ freeBytes: 2 ** 20, totalBytes: 2 ** 30 }), nodeVersion: '18.0.0' };
  expect(bad(await run(FW, full))).toEqual(['disk error: 1 MiB are free', 'node error: too old']);
});

test('ports: taken ones, and those that need permission', async () => {
  write('in/a.log', line(NOW));
  const config = `${FW}listeners: [{ id: s, protocol: udp, port: 514 }]\n`;
  const taken = await run(config, { tryPort: () => Promise.resolve('EADDRINUSE') });
  expect(bad(taken)).toEqual(['listener error: another program has the port']);
  const denied = await run(config, { tryPort: () => Promise.resolve('EACCES') });
  expect(bad(denied)).toEqual(['listener error: a port below 1024 needs permission']);
});

test('the port of the metrics', async () => {
  write('in/a.log', line(NOW));
  const config = `${FW}metrics: {}\n`;
  expect(bad(await run(config))).toEqual([]);
  expect(bad(await run(config, { tryPort: () => Promise.resolve('EADDRINUSE') }))).toEqual([
    'metrics warning: another program has the port',
  ]);
});

test('a configuration that cannot be used is shown with its place, and the rest of the machine too', async () => {
  const findings = await run('sources: 3\n');
  expect(findings[0]).toMatchObject({ check: 'config', result: 'error' });
  expect(findings[0]?.where).toMatch(/soclite\.yml:1:10$/);
  expect(findings.map(({ check }) => check)).toContain('node');
});

test('the real machine: ports, paths, disk', async () => {
  chmodSync(folder, 0o755);
  expect(machine.pathState(folder)).toMatchObject({ isFolder: true, isOpenToOthers: true });
  expect(machine.pathState(join(folder, 'gone')).access).toBe('missing');
  expect(machine.disk(join(folder, 'gone/deeper'))?.freeBytes).toBeGreaterThan(0);
  expect(machine.hasProcess(process.pid)).toBe(true);
  expect(machine.hasProcess(2 ** 30)).toBe(false);
  const place = { address: '127.0.0.1', port: 0 } as const;
  expect(await machine.tryPort({ protocol: 'udp', ...place })).toBeNull();
  expect(await machine.tryPort({ protocol: 'tcp', ...place })).toBeNull();
  expect(
    await machine.tryPort({ protocol: 'tcp', address: '203.0.113.9', port: 1 }),
  ).not.toBeNull();
});
