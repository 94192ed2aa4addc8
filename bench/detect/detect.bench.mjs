// @ts-check
// NDJSON bytes to matches on one thread, with 300, 1,000 and all rules: the compiled engine on a file of real events.
//
//   node bench/detect/detect.bench.mjs EVENTS.ndjson RULES... [--peer 'COMMAND reading EVENTS on stdin']
//
// Answers first: on a sample of the events the engine must give exactly the reference's rules, else nothing is timed.
// Each figure is the best of three passes, in a process of its own, so that neither code nor caches are warm from
// another; load average, Node and CPU are recorded beside them.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { createStreamReader } from '../../dist/decode/stream-reader.js';
import { parseTimeZone } from '../../dist/decode/timestamp.js';
import { compileEngine } from '../../dist/detect/engine.js';
import { createReferenceMatcher } from '../../dist/detect/reference.js';
import { normalise } from '../../dist/normalise/normalise.js';
import { parseSigma } from '../../dist/sigma/parse.js';
import { resolveRuleSet } from '../../dist/sigma/rule-set.js';

const CHUNK = 1 << 20;
/** One event in so many is asked of the reference too, from all over the file. */
const SAMPLE = 199;
const args = process.argv.slice(2);
const peerAt = args.indexOf('--peer');
const peer = peerAt < 0 ? null : args.splice(peerAt, 2)[1];
const worker = args[0] === '--worker' ? JSON.parse(args[1] ?? '{}') : null;
if (worker !== null) process.stdout.write(JSON.stringify(measure(worker)));
else main();

function main() {
  const events = args.at(0);
  const folders = args.slice(1);
  if (events === undefined || folders.length === 0)
    throw new Error('usage: detect.bench.mjs EVENTS RULES...');
  const size = statSync(events).size;
  console.log(
    `${new Date().toISOString()} node ${process.version}, ${cpus()[0]?.model}, load ${loadavg()
      .map((v) => v.toFixed(1))
      .join(' ')}`,
  );
  console.log(`${events}: ${(size / 1e6).toFixed(0)} MB; ${folders.length} rule folders`);
  assertSameAnswers(events, folders);
  for (const count of [300, 1000, Infinity]) {
    const runs = [1, 2, 3].map(() =>
      runWorker({ events, folders, count: Number.isFinite(count) ? count : 1e9 }),
    );
    const best = runs.reduce((a, b) => (a.seconds < b.seconds ? a : b));
    const rate = Math.round(best.events / best.seconds);
    console.log(
      `${String(best.rules).padStart(5)} rules: ${rate} events/s, ${(best.bytes / 1e6 / best.seconds).toFixed(1)} MB/s, ` +
        `${((best.seconds / best.events) * 1e6).toFixed(1)} us/event, load+compile ${best.loadSeconds.toFixed(2)} s, ` +
        `matches ${best.matches}, peak RSS ${best.peakMegabytes} MB`,
    );
  }
  if (peer !== null) runPeer(peer);
}

/** @param {string[]} folders */
function loadRules(folders) {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yml'))
      .sort()
      .map((name) => join(folder, name)),
  );
  return resolveRuleSet(files.map((file) => parseSigma(readFileSync(file, 'utf8'), file))).ruleSet
    .rules;
}

/**
 * @param {string} path
 * @param {(event: import('../../dist/event/event.js').Event) => void} take
 */
function readEvents(path, take) {
  const zone = parseTimeZone('UTC');
  if (zone === null) throw new Error('no UTC');
  const reader = createStreamReader({ zone, referenceTimeMs: 0, mappings: [] });
  const origin = { source: '', file: path, line: 0 };
  /** @param {import('../../dist/decode/format.js').DecodedRecord} record */
  const emit = (record) => {
    const { logSources, fields } = normalise(record);
    const { format, timeMs, host, raw } = record;
    take({
      unit: null,
      system: null,
      machine: null,
      origin,
      format,
      timeMs: timeMs ?? 0,
      timeOrigin: 'record',
      host,
      logSources,
      fields,
      raw,
    });
  };
  const buffer = Buffer.allocUnsafe(CHUNK);
  const file = openSync(path, 'r');
  let bytes = 0;
  for (;;) {
    const got = readSync(file, buffer, 0, CHUNK, null);
    if (got === 0) break;
    bytes += got;
    reader.push(buffer.subarray(0, got), emit);
  }
  reader.end(emit);
  const size = fstatSync(file).size;
  closeSync(file);
  return { bytes, size };
}

/**
 * @param {string} events
 * @param {string[]} folders
 */
function assertSameAnswers(events, folders) {
  const rules = loadRules(folders);
  const engine = compileEngine(rules);
  const reference = createReferenceMatcher(rules);
  let checked = 0;
  let hits = 0;
  let seen = 0;
  readEvents(events, (event) => {
    const fast = engine.match(event).map((rule) => rule.id);
    seen += 1;
    if (seen % SAMPLE !== 0) return;
    const slow = reference.match(event).map((rule) => rule.id);
    if (fast.join() !== slow.join())
      throw new Error(
        `answers differ: engine ${fast.join()} reference ${slow.join()}: ${event.raw}`,
      );
    checked += 1;
    hits += fast.length;
  });
  if (checked === 0 || hits === 0) throw new Error('nothing was compared');
  console.log(`answers agree on ${checked} events, ${hits} hits`);
}

/** @param {{ events: string, folders: string[], count: number }} job */
function runWorker(job) {
  const self = fileURLToPath(import.meta.url);
  return JSON.parse(
    execFileSync(process.execPath, [self, '--worker', JSON.stringify(job)], { encoding: 'utf8' }),
  );
}

/** @param {{ events: string, folders: string[], count: number }} job */
function measure({ events, folders, count }) {
  const started = process.hrtime.bigint();
  const all = loadRules(folders);
  const step = Math.max(1, all.length / count);
  const rules = all
    .filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step))
    .slice(0, count);
  const engine = compileEngine(rules);
  const loaded = process.hrtime.bigint();
  let matches = 0;
  let seen = 0;
  const { bytes } = readEvents(events, (event) => {
    seen += 1;
    matches += engine.match(event).length;
  });
  const ended = process.hrtime.bigint();
  return {
    rules: rules.length,
    events: seen,
    bytes,
    matches,
    loadSeconds: Number(loaded - started) / 1e9,
    seconds: Number(ended - loaded) / 1e9,
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

/** @param {string} command */
function runPeer(command) {
  for (let pass = 1; pass <= 3; pass += 1) {
    const started = process.hrtime.bigint();
    const run = spawnSync('sh', ['-c', command], { encoding: 'utf8', maxBuffer: 1 << 30 });
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    const lines = run.stdout.split('\n').filter((line) => line !== '').length;
    console.log(
      `peer pass ${pass}: ${seconds.toFixed(2)} s in all, exit ${run.status}, ${lines} lines printed`,
    );
  }
}
