// A flood: 34 units x 3 sources write at a steady rate into files that rotate; the service reads them.
//   npm run build && node bench/flood/flood.bench.mjs [--rate 20000] [--seconds 60] [--mix mixed|matching] [--seed 1]
//     [--rotate 4] [--viewers 0] [--cpu-prof] [--keep]
// Viewers list and act ten times a second each, and the command line notes on one alert after the other; every act that
// was taken must be among the steps, and `alerts verify` must hold.
// Lag: from a line's writing to the commit that holds it, of the kind of source that is furthest behind, sampled four
// times a second. Lost: lines written less lines that the service counted, after it had time to catch up.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createStores } from '../../dist/io/store/store-opener.js';
import { KINDS, UNITS } from './lines.mjs';

const { values: options } = parseArgs({
  options: {
    rate: { type: 'string', default: '20000' },
    seconds: { type: 'string', default: '60' },
    mix: { type: 'string', default: 'mixed' },
    seed: { type: 'string', default: '1' },
    rotate: { type: 'string', default: '4' },
    viewers: { type: 'string', default: '0' },
    'cpu-prof': { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});
const CATCH_UP_MS = 60_000;
const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'soclite-flood-'));
const loadBefore = loadavg()[0];
prepare();

const service = spawn(
  process.execPath,
  [
    ...(options['cpu-prof'] ? ['--cpu-prof', `--cpu-prof-dir=${join(folder, 'prof')}`] : []),
    join(root, 'dist/main.js'),
    'watch',
    '--headless',
  ],
  {
    cwd: folder,
    stdio: [
      'ignore',
      openSync(join(folder, 'alerts.ndjson'), 'a'),
      openSync(join(folder, 'stderr'), 'a'),
    ],
    env: { ...process.env, LC_ALL: 'en_US.UTF-8' },
  },
);
/** @type {{ isGone: boolean, done: any }} what the other processes tell */
const told = { isGone: false, done: null };
service.on('exit', () => {
  told.isGone = true;
});
const queue = await openQueue();

/** [ms, lines by kind], as they were written. */
const history = [];
const writer = fork(fileURLToPath(new URL('writer.mjs', import.meta.url)), [
  folder,
  options.rate,
  options.seconds,
  options.seed,
  options.mix,
  options.rotate,
]);
writer.on('message', (message) => {
  if (message.done === undefined) history.push(message);
  else told.done = message.done;
});

const viewers = Array.from({ length: Number(options.viewers) }, (_, index) =>
  fork(fileURLToPath(new URL('viewer.mjs', import.meta.url)), [
    join(folder, 'data'),
    `viewer-${index + 1}`,
  ]),
);
const typist = viewers.length === 0 ? null : typeNotes();

const lags = [];
const rss = [];
let endMs = Infinity;
let status = null;
for (; !told.isGone && Date.now() < endMs; await setTimeout(250)) {
  if (told.done !== null) endMs = Math.min(endMs, Date.now() + CATCH_UP_MS);
  rss.push(readStat('VmRSS'));
  status = JSON.parse(queue.readState('status') ?? 'null');
  if (status === null) continue;
  if (told.done === null) lags.push(lagNow(status));
  else if (KINDS.every((kind) => readOf(status, kind) >= told.done.written[kind])) break;
}
const caughtUpMs = Date.now() - history.at(-1)[0];
const watched = await endViewers();
const peak = told.isGone ? Math.max(...rss) : readStat('VmHWM');
const cpu = told.isGone ? Number.NaN : readCpuSeconds();
service.kill('SIGTERM');
if (!told.isGone) await once(service, 'exit');
report();
queue.close();
if (options.keep) console.log(folder);
else rmSync(folder, { recursive: true });

function prepare() {
  mkdirSync(join(folder, 'seeds'));
  for (const name of ['inventory.yml', 'networks.yml', 'machines.yml'])
    copyFileSync(join(root, 'seeds/hau-giang', name), join(folder, 'seeds', name));
  cpSync(join(root, 'sample-logs/indicators'), join(folder, 'indicators'), { recursive: true });
  for (const unit of UNITS)
    for (const kind of KINDS) mkdirSync(join(folder, 'logs', unit, kind), { recursive: true });
  const sources = KINDS.map((kind) => `  - { id: ${kind}, path: 'logs/{unit}/${kind}/log' }`);
  writeFileSync(
    join(folder, 'soclite.yml'),
    `name: flood
language: en
zone: Asia/Ho_Chi_Minh
include: [seeds/inventory.yml, seeds/networks.yml, seeds/machines.yml]
indicators: [indicators/national.csv]
sources:
${sources.join('\n')}
`,
  );
}

async function openQueue() {
  for (let attempt = 0; attempt < 100 && !told.isGone; attempt += 1) {
    await setTimeout(100);
    try {
      return createStores(Date.now).openQueue(join(folder, 'data'));
    } catch {
      // the service has not made it yet
    }
  }
  throw new Error(readFileSync(join(folder, 'stderr'), 'utf8'));
}

function readOf({ sources }, kind) {
  return sources.find(({ id }) => id === kind)?.lines ?? 0;
}

/** How long ago the first line was written that no commit holds. */
function lagNow(current) {
  const nowMs = Date.now();
  const behind = KINDS.map((kind) => {
    const read = readOf(current, kind);
    const first = history.find(([, written]) => written[kind] > read);
    return first === undefined ? 0 : nowMs - first[0];
  });
  return Math.max(...behind);
}

/** The command line beside it, as a person would use it: how often a note was taken, until the writer ends. */
async function typeNotes() {
  const notes = { taken: 0, failed: 0 };
  while (told.done === null && !told.isGone) {
    const id = queue.list({ limit: 1 }).at(0)?.alert.id;
    const [code] = id === undefined ? [null] : await run('note', id, '-m', 'gọi lại sau');
    if (code === 0) notes.taken += 1;
    else if (code !== null) notes.failed += 1;
    await setTimeout(1000);
  }
  return notes;
}

function run(verb, ...args) {
  const main = join(root, 'dist/main.js');
  return once(spawn(process.execPath, [main, 'alerts', verb, ...args], { cwd: folder }), 'exit');
}

/** Ends the viewers; what they did, and whether every act is among the steps. */
async function endViewers() {
  if (viewers.length === 0) return null;
  const ended = viewers.map((viewer) => once(viewer, 'message'));
  for (const viewer of viewers) viewer.send('end');
  const all = (await Promise.all(ended)).map(([message]) => message);
  const notes = await typist;
  const [verified] = await run('verify');
  let steps = 0;
  for (
    let after = 0, page;
    (page = queue.steps({ afterSequence: after, limit: 1000 })).length > 0;
  ) {
    steps += page.length;
    after = page.at(-1).sequence;
  }
  const acts = notes.taken + all.reduce((sum, { acts: taken }) => sum + taken, 0);
  return { times: all.flatMap(({ times }) => times), all, notes, acts, steps, verified };
}

function readStat(name) {
  try {
    const text = readFileSync(`/proc/${service.pid}/status`, 'utf8');
    return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

function readCpuSeconds() {
  const text = readFileSync(`/proc/${service.pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function describeViewers({ times, all, notes, acts, steps, verified }) {
  const quantile = (values, q) =>
    (values.toSorted((a, b) => a - b)[Math.floor(values.length * q)] ?? Number.NaN).toFixed(0);
  const lists = all.flatMap((viewer) => viewer.lists);
  const refused = all.reduce((sum, viewer) => sum + viewer.refused, 0);
  return (
    `${times.length} acts, p50 ${quantile(times, 0.5)} ms, p95 ${quantile(times, 0.95)}, p99 ${quantile(times, 0.99)}, ` +
    `longest ${Math.max(...times).toFixed(0)}; lists p95 ${quantile(lists, 0.95)} ms; ${refused} refused; ` +
    `${notes.taken} notes by the command line, ${notes.failed} failed; ` +
    `${acts} taken, ${steps} steps; verify ${verified === 0 ? 'holds' : 'FAILS'}`
  );
}

function report() {
  const at = (q) => lags.toSorted((a, b) => a - b)[Math.floor(lags.length * q)] ?? Number.NaN;
  const written = KINDS.reduce((sum, kind) => sum + told.done.written[kind], 0);
  const read = KINDS.reduce((sum, kind) => sum + readOf(status, kind), 0);
  const lost = KINDS.reduce(
    (sum, kind) => sum + Math.max(0, told.done.written[kind] - readOf(status, kind)),
    0,
  );
  const rows = [
    [
      'machine',
      `node ${process.version}, ${cpus()[0].model} x ${cpus().length}, load ${loadBefore.toFixed(1)} before, ${loadavg()[0].toFixed(1)} after`,
    ],
    [
      'written',
      `${written} lines (${options.mix}, seed ${options.seed}), ${(written / Number(options.seconds)).toFixed(0)} a second, ${(told.done.bytes / 2 ** 20).toFixed(0)} MiB, ${told.done.rotations} rotations`,
    ],
    ['read', `${read} lines, caught up ${caughtUpMs} ms after the last line`],
    ['lost', `${lost}`],
    ['lag', `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, of ${lags.length} samples`],
    ['memory', `peak ${peak.toFixed(0)} MiB`],
    ['CPU', `${cpu.toFixed(1)} s`],
    [
      'alerts',
      `${queue.count({})} in the queue; ${readFileSync(join(folder, 'alerts.ndjson'), 'utf8').split('\n').length - 1} records printed`,
    ],
    ['losses', status.losses.map(({ text }) => text).join('; ') || 'none'],
    ['service', told.isGone && cpu !== cpu ? 'DIED' : 'stopped when asked to'],
  ];
  if (watched !== null) rows.push(['viewers', describeViewers(watched)]);
  for (const [name, text] of rows) console.log(`${name.padEnd(8)} ${text}`);
  console.log(readFileSync(join(folder, 'stderr'), 'utf8').split('\n').slice(0, 8).join('\n'));
}
