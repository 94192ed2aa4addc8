// Two services watch the same live logs: one is never interrupted, the other is killed (-9) and started again all the
// time. What both have raised in the end, and what a scan of the files finds, must be the same.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Alert } from '../../src/alert/alert.ts';
import { createStores } from '../../src/io/store/store-opener.ts';
import { config, createFeed, createRandom, RULES } from './kill-feed.ts';

/** A copy of the program may be named, which nobody builds anew meanwhile. */
const MAIN = resolve(process.env['SOCLITE_MAIN'] ?? 'dist/main.js');
const WRITE_MS = 100;

export interface KillRun {
  readonly folder: string;
  readonly seed: number;
  /** The feed goes on at least so long, and until there were so many kills. */
  readonly seconds: number;
  readonly kills: number;
}

/** What matters of an alert: everything that both can know. */
export type Told = Pick<
  Alert,
  'id' | 'ruleId' | 'unit' | 'units' | 'count' | 'firstMs' | 'lastMs' | 'machines' | 'evidence'
>;

export interface KillReport {
  readonly kills: number;
  readonly seconds: number;
  readonly lines: number;
  readonly rotations: number;
  readonly uninterrupted: ReadonlyMap<string, Told>;
  readonly killed: ReadonlyMap<string, Told>;
  /** Of the killed one: alerts that it printed, by id, as printed last. */
  readonly printed: ReadonlyMap<string, { readonly count: number }>;
  /** Id and count by a scan; of the files as they are, compressed, and in the opposite order. */
  readonly scanned: Readonly<
    Record<'plain' | 'compressed' | 'reversed', ReadonlyMap<string, Brief>>
  >;
  readonly stderr: string;
}

export type Brief = Readonly<Record<'count' | 'first' | 'last' | 'machines', unknown>>;

export async function killRun(run: KillRun): Promise<KillReport> {
  const { folder, seed } = run;
  write(folder, 'rules/rules.yml', RULES);
  write(folder, 'steady.yml', config('steady', 2000));
  write(folder, 'killed.yml', config('killed', 2000));
  const startMs = Date.now();
  const feed = createFeed(folder, seed, startMs);
  const steady = new Service(folder, 'steady.yml');
  const killed = new Service(folder, 'killed.yml');
  steady.start();
  killed.start();
  // the feed begins when both have looked for the first time: what is rotated away before is nobody's
  await sleep(3000);

  const feeding = { isDone: false };
  let kills = 0;
  const writing = (async () => {
    while (Date.now() - startMs < run.seconds * 1000 || kills < run.kills) {
      feed.write(Date.now());
      await sleep(WRITE_MS);
    }
    feeding.isDone = true;
  })();
  const random = createRandom(seed + 1);
  while (!feeding.isDone) {
    // mostly before it has settled, now and then long after
    await sleep(random() < 0.8 ? 100 + random() * 1500 : 2500 + random() * 2500);
    await killed.kill();
    kills += 1;
    if (random() < 0.1) await sleep(random() * 3000);
    killed.start();
  }
  await writing;
  const seconds = (Date.now() - startMs) / 1000;
  // the longest window that waits for its end, the lateness, and a poll
  await sleep(16_000);
  await Promise.all([steady.stop(), killed.stop()]);
  return {
    kills,
    seconds,
    lines: feed.lines,
    rotations: feed.rotations,
    uninterrupted: readStore(join(folder, 'steady')),
    killed: readStore(join(folder, 'killed')),
    printed: readPrinted(killed.stdout),
    scanned: await scanAll(folder),
    stderr: [steady.stderr, killed.stderr].join('\n--\n'),
  };
}

class Service {
  stdout = '';
  stderr = '';
  readonly #folder: string;
  readonly #config: string;
  #child: ChildProcess | null = null;

  constructor(folder: string, configName: string) {
    this.#folder = folder;
    this.#config = configName;
  }

  start(): void {
    const child = soclite(this.#folder, ['watch', '--headless', '-c', this.#config]);
    // a line cut by the kill is printed again by the next run
    this.stdout += '\n';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.#child = child;
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    if (child.exitCode !== null) {
      throw new Error(`the service ended by itself (${child.exitCode}): ${this.stderr}`);
    }
    const closed = once(child, 'close');
    child.kill(signal);
    await closed;
  }
}

function soclite(folder: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: { ...process.env, LC_ALL: 'en_US.UTF-8', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function write(folder: string, name: string, content: string | Uint8Array): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function readStore(folder: string): ReadonlyMap<string, Told> {
  const store = createStores(() => Date.now()).openQueue(folder);
  const rows = store.list({ limit: 1_000_000, includesSuppressed: true });
  store.close();
  return new Map(
    rows.map(({ alert }) => {
      const { id, ruleId, unit, units, count, firstMs, lastMs, machines, evidence } = alert;
      return [id, { id, ruleId, unit, units, count, firstMs, lastMs, machines, evidence }];
    }),
  );
}

function readPrinted(stdout: string): ReadonlyMap<string, { readonly count: number }> {
  const printed = new Map<string, { readonly count: number }>();
  for (const line of stdout.split('\n')) {
    if (!line.endsWith('}')) continue;
    const alert = JSON.parse(line) as { readonly id: string; readonly count: number };
    printed.set(alert.id, { count: alert.count });
  }
  return printed;
}

async function scanAll(folder: string): Promise<KillReport['scanned']> {
  const logs = join(folder, 'logs');
  const files = readdirSync(logs, { recursive: true, encoding: 'utf8' })
    .map((name) => join('logs', name))
    .filter((name) => /\.(?:log|ndjson|csv)(?:\.\d+)?(?:\.gz)?$/.test(name));
  const packed = join(folder, 'packed');
  write(packed, 'rules/rules.yml', RULES);
  write(packed, 'soclite.yml', config('data', 2000));
  for (const name of files) {
    const bytes = readFileSync(join(folder, name));
    write(
      packed,
      name.endsWith('.gz') ? name : `${name}.gz`,
      name.endsWith('.gz') ? bytes : gzipSync(bytes),
    );
  }
  return {
    plain: await scan(folder, ['-c', 'steady.yml', 'logs']),
    compressed: await scan(packed, ['logs']),
    reversed: await scan(folder, ['-c', 'steady.yml', ...files.toSorted().toReversed()]),
  };
}

async function scan(folder: string, args: readonly string[]): Promise<ReadonlyMap<string, Brief>> {
  const child = soclite(folder, ['scan', '-o', 'ndjson', ...args]);
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  await once(child, 'close');
  const found = new Map<string, Brief>();
  for (const line of stdout.split('\n').filter((text) => text !== '')) {
    const { id, count, first, last, machines } = JSON.parse(line) as Brief & {
      readonly id: string;
    };
    found.set(id, { count, first, last, machines });
  }
  return found;
}

/** The part of a stored alert that a scan prints. */
export function toBrief({ count, firstMs, lastMs, machines }: Told): Brief {
  const time = (ms: number): string => new Date(ms).toISOString();
  return { count, first: time(firstMs), last: time(lastMs), machines };
}

/** For reports: what is in one and not, or not the same, in the other. */
export function differences<T>(
  a: ReadonlyMap<string, T>,
  b: ReadonlyMap<string, T>,
): readonly string[] {
  const ids = new Set([...a.keys(), ...b.keys()]);
  return [...ids].filter((id) => JSON.stringify(a.get(id)) !== JSON.stringify(b.get(id)));
}
