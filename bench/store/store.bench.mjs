// Makes a store of a million alerts and times what people ask of it.
//   npm run build && node bench/store/store.bench.mjs [alerts] [folder]
// An existing folder is measured as it is, so that a second run is quick. Each figure is of up to 40 runs of each query; the
// answers are checked first: a page must be full, in order, and hold what was asked for.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, statSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createStores } from '../../dist/io/store/store-opener.js';
import { idOf, makeWrite } from './alerts.mjs';
import { groupQueries, listQueries, textQueries } from './queries.mjs';

const count = Number(process.argv[2] ?? 1_000_000);
const folder = process.argv[3] ?? mkdtempSync(join(tmpdir(), 'soclite-bench-store-'));
const BATCH = 2000;
const RUNS = 40;
/** A slow query is run less often. */
const MAX_QUERY_MS = 4000;
const NONE = { state: new Map(), journal: null, dropsJournal: false, alerts: [] };

const stores = createStores(Date.now);
const isNew = !existsSync(join(folder, 'soclite.db'));
const service = stores.openService(folder);
console.log(
  `node ${process.version}, ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)}, ${folder}`,
);
if (isNew) await fill();
const stored = service.count({ includesSuppressed: true });
reportSize();
measureQueries();
await measureFlood();
service.close();

/** Inserts all alerts, then people's work: most of the old ones are closed, some are owned. */
async function fill() {
  let spentMs = 0;
  for (let from = 0; from < count; from += BATCH) {
    const alerts = Array.from({ length: Math.min(BATCH, count - from) }, (_, i) =>
      makeWrite(from + i),
    );
    const startMs = performance.now();
    service.commit({ ...NONE, alerts });
    spentMs += performance.now() - startMs;
    // libsql gives memory back when the event loop turns
    await setTimeout(0);
    if ((from + BATCH) % 100_000 === 0)
      progress(`${from + BATCH} alerts, ${Math.round(spentMs)} ms`);
  }
  report('new alerts', `${Math.round((count / spentMs) * 1000)} a second, commits of ${BATCH}`);
  const startMs = performance.now();
  let acts = 0;
  const close = { kind: 'close', verdict: 'false-positive', reason: 'máy quét nội bộ' };
  for (let i = 0; i < count; i += count / 4000, acts += 1) {
    act(Math.floor(i), acts % 2 === 0 ? { kind: 'ack' } : close);
  }
  report(
    'acts, each on the disk',
    `${Math.round((acts / (performance.now() - startMs)) * 1000)} a second`,
  );
}

function act(i, done) {
  const actor = { name: `truc-${i % 7}`, timeMs: Date.now() };
  return service.act({ alertId: idOf(i), act: done, version: null }, actor);
}

function measureQueries() {
  const lists = listQueries(stored);
  const texts = textQueries(stored);
  const list = (query) => service.list({ limit: 50, ...query });
  const count = (query) => service.count(query);
  const isAnything = () => true;
  table('list', lists, list, checkList);
  table('count', lists, count, isAnything);
  table('group by rule', groupQueries(stored), (query) => service.groupByRule(query), isAnything);
  table('search', texts, list, checkList);
  table('count found', texts, count, isAnything);
  const lastMs = makeWrite(stored - 1).alert.lastMs;
  const others = [
    ['get', () => [service.get(idOf(stored >> 1))]],
    ['get by prefix', () => [service.get(idOf(stored >> 1).slice(0, 8))]],
    ['changed after', () => service.changedAfter(service.lastChange - 100, 100)],
    ['suppressions', () => service.suppressions()],
    ['drafts', () => service.findDrafts(makeWrite(9).groupingKey, lastMs, 5)],
  ];
  table('other', others, (run) => run(), isAnything);
}

function checkList(rows, { limit = 50, unit, ruleId }) {
  if (rows.length > limit) return false;
  return rows.every(
    ({ alert }) =>
      (unit === undefined || alert.unit === unit || alert.units.includes(unit)) &&
      (ruleId === undefined || alert.ruleId === ruleId),
  );
}

/**
 * The same 3,000 alerts grow with every commit, four commits a second, while three viewers act and list ten times a
 * second each.
 */
async function measureFlood() {
  const actors = ['1', '2', '3'].map((name) =>
    spawn(process.execPath, [fileURLToPath(new URL('actor.mjs', import.meta.url)), folder, name], {
      stdio: 'inherit',
    }),
  );
  const ended = Promise.all(actors.map((actor) => once(actor, 'exit')));
  const progress = { isEnded: false };
  void ended.then(() => (progress.isEnded = true));
  const times = [];
  for (let round = 1; !progress.isEnded; round += 1) {
    const alerts = Array.from({ length: 400 }, (_, i) =>
      makeWrite(stored - 1 - ((i * 3 + round) % 3000), round),
    );
    const commit = {
      ...NONE,
      journal: 'x'.repeat(100_000),
      dropsJournal: round % 40 === 0,
      alerts,
    };
    const ms = timeOf(() => service.commit(commit));
    times.push(ms);
    await setTimeout(Math.max(0, 250 - ms));
  }
  report('flood: commits of 400 grown alerts', spread(times));
}

function table(title, queries, run, isRight) {
  console.log(`\n${title.padEnd(46)} rows      p50      p95   CPU ms`);
  for (const [name, query] of queries) {
    const result = run(query);
    if (!isRight(result, query)) throw new Error(`wrong answer: ${title}, ${name}`);
    const cpuBefore = process.cpuUsage().user;
    const times = [];
    let spentMs = 0;
    while (times.length < RUNS && spentMs < MAX_QUERY_MS) {
      times.push(timeOf(() => run(query)));
      spentMs += times.at(-1);
    }
    const cpu = (process.cpuUsage().user - cpuBefore) / 1000 / times.length;
    const rows = Array.isArray(result) ? result.length : Number(result);
    console.log(
      `  ${name.padEnd(40)} ${String(rows).padStart(8)} ${spreadCells(times)} ${cpu.toFixed(1).padStart(8)}`,
    );
  }
}

function timeOf(run) {
  const startMs = performance.now();
  run();
  return performance.now() - startMs;
}

function quantile(times, share) {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

function spread(times) {
  return `p50 ${quantile(times, 0.5).toFixed(1)} ms, p95 ${quantile(times, 0.95).toFixed(1)} ms`;
}

function spreadCells(times) {
  return [0.5, 0.95].map((share) => quantile(times, share).toFixed(1).padStart(8)).join(' ');
}

function reportSize() {
  const files = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).size]);
  const text = files.map(([name, bytes]) => `${name} ${Math.round(bytes / 1e6)} MB`).join(', ');
  report(`${stored} alerts`, `${text}; RSS ${Math.round(process.memoryUsage.rss() / 1e6)} MB`);
}

function report(what, figure) {
  console.log(`${what}: ${figure}`);
}

function progress(text) {
  if (process.stderr.isTTY || process.env.PROGRESS) process.stderr.write(`${text}\n`);
}
