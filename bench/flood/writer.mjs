// The child that writes: a steady rate over 34 x 3 files, each renamed away when it is large.
//   node writer.mjs <folder> <lines/s> <seconds> <seed> <mix> <rotate MiB>
// Sends its parent [ms, {kind: lines so far}] after each step, and {done} at the end.
import { closeSync, mkdirSync, openSync, renameSync, writeSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createLines, KINDS, UNITS } from './lines.mjs';

const [folder, rate, seconds, seed, mix, rotateMiB] = process.argv.slice(2);
const STEP_MS = 50;
const KEEP = 9;
const lines = createLines(Number(seed), mix);
const maxBytes = Number(rotateMiB) * 2 ** 20;
const written = Object.fromEntries(KINDS.map((kind) => [kind, 0]));
const files = UNITS.map((unit) =>
  Object.fromEntries(KINDS.map((kind) => [kind, openLog(join(folder, 'logs', unit, kind), kind)])),
);
let bytes = 0;
let rotations = 0;
let unit = 0;
const startMs = performance.now();
for (let done = 0; ;) {
  const elapsed = performance.now() - startMs;
  const due = Math.floor((Math.min(elapsed, Number(seconds) * 1000) / 1000) * Number(rate));
  const nowMs = Date.now();
  const texts = new Map();
  for (; done < due; done += 1) {
    const kind = lines.kindOf();
    const log = files[unit][kind];
    texts.set(log, `${texts.get(log) ?? ''}${lines.line(kind, unit, nowMs)}\n`);
    written[kind] += 1;
    unit = (unit + 1) % UNITS.length;
  }
  for (const [log, text] of texts) write(log, text);
  process.send([Date.now(), { ...written }]);
  if (elapsed >= Number(seconds) * 1000) break;
  await setTimeout(Math.max(1, STEP_MS - (performance.now() - startMs - elapsed)));
}
process.send({ done: { written, bytes, rotations } });
process.disconnect();

function openLog(path, kind) {
  mkdirSync(path, { recursive: true });
  const log = { path: join(path, 'log'), kind, fd: 0, size: 0 };
  begin(log);
  return log;
}

function begin(log) {
  log.fd = openSync(log.path, 'a');
  log.size = 0;
  const header = lines.header(log.kind);
  if (header === '') return;
  writeSync(log.fd, header);
  written[log.kind] += 1;
}

function write(log, text) {
  if (log.size > maxBytes) {
    closeSync(log.fd);
    for (let at = KEEP; at > 0; at -= 1)
      if (existsSync(`${log.path}.${at}`)) renameSync(`${log.path}.${at}`, `${log.path}.${at + 1}`);
    renameSync(log.path, `${log.path}.1`);
    rotations += 1;
    begin(log);
  }
  const size = Buffer.byteLength(text);
  log.size += size;
  bytes += size;
  writeSync(log.fd, text);
}
