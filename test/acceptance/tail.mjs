// @ts-check
// By hand: node test/acceptance/tail.mjs [seconds]
// Writes 40 files of 10 units for a while, rotating each now and then by rename or by copytruncate, compressing some of
// what was rotated, while `watch --headless` runs; then compares its per-source counts with what was written.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const seconds = Number(process.argv[2] ?? 60);
const folder = mkdtempSync(join(tmpdir(), 'soclite-tail-'));
const sources = ['renamed', 'copied', 'mixed', 'steady'];
const units = Array.from({ length: 10 }, (_, i) => `unit-${i}`);
writeFileSync(
  join(folder, 'soclite.yml'),
  `units:\n${units.map((id) => `  - { id: ${id}, name: ${id}, short-name: ${id} }`).join('\n')}\nsources:\n${sources.map((id) => `  - { id: ${id}, path: 'logs/{unit}/${id}.log' }`).join('\n')}\n`,
);

const files = units.flatMap((unit) =>
  sources.map((source) => ({
    unit,
    source,
    path: join(folder, 'logs', unit, `${source}.log`),
    rotations: 0,
    rotatedMs: Date.now(),
  })),
);
/** @type {Map<string, { lines: number, bytes: number }>} */
const written = new Map(sources.map((source) => [source, { lines: 0, bytes: 0 }]));
for (const { path } of files) mkdirSync(join(path, '..'), { recursive: true });

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const child = spawn(process.execPath, [main, 'watch', '--headless'], {
  cwd: folder,
  stdio: ['ignore', 'ignore', 'pipe'],
});
let stderr = '';
child.stderr.on('data', (text) => (stderr += String(text)));
const closed = once(child, 'close');

let n = 0;
const end = Date.now() + seconds * 1000;
while (Date.now() < end) {
  for (const file of files) {
    append(file);
    // no real rotation comes twice within seconds; what is rotated away twice before it is seen is another test
    if (Date.now() - file.rotatedMs > 3000 && Math.random() < 0.01) rotate(file);
  }
  await sleep(5);
}
await sleep(3000);
child.kill('SIGTERM');
const [code] = await closed;

let isEqual = code === 0;
for (const line of stderr.split('\n').filter((text) => text.startsWith('{'))) {
  const got = JSON.parse(line);
  if (got.source === undefined) {
    console.log(line);
    continue;
  }
  const want = written.get(got.source);
  const same = want !== undefined && want.lines === got.lines && want.bytes === got.bytes;
  isEqual = isEqual && same;
  console.log(
    `${got.source}: written ${want?.lines} lines ${want?.bytes} bytes, read ${got.lines} lines ${got.bytes} bytes${same ? '' : '  <-- DIFFERENT'}`,
  );
}
const rotations = files.reduce((sum, file) => sum + file.rotations, 0);
console.log(
  `${rotations} rotations in ${seconds} s, exit ${code}: ${isEqual ? 'equal' : 'NOT EQUAL'}`,
);
rmSync(folder, { recursive: true, force: true });
process.exitCode = isEqual ? 0 : 1;

/** @param {{ source: string, path: string }} file */
function append({ source, path }) {
  const count = 1 + Math.floor(Math.random() * 20);
  const text = Array.from(
    { length: count },
    () => `{"EventID":4624,"Channel":"Security","Computer":"pc","n":${(n += 1)}}\n`,
  ).join('');
  const cut = Math.random() < 0.2 ? Math.floor(text.length / 2) : text.length;
  appendFileSync(path, text.slice(0, cut));
  if (cut < text.length) appendFileSync(path, text.slice(cut));
  const total = written.get(source);
  if (total === undefined) return;
  total.lines += count;
  total.bytes += Buffer.byteLength(text);
}

/** @param {{ source: string, path: string, rotations: number, rotatedMs: number }} file */
function rotate(file) {
  const { source, path } = file;
  if (source === 'steady') return;
  shift(file);
  file.rotations += 1;
  file.rotatedMs = Date.now();
  if (source === 'renamed' || (source === 'mixed' && file.rotations % 2 === 0)) {
    renameSync(path, `${path}.1`);
    return;
  }
  copyFileSync(path, `${path}.1`);
  truncateSync(path, 0);
}

/**
 * As logrotate with delaycompress: old generations move up by one, the second is compressed.
 * @param {{ path: string, rotations: number }} file
 */
function shift({ path, rotations }) {
  for (let n = rotations; n >= 1; n -= 1) {
    const suffix = existsSync(`${path}.${n}.gz`) ? '.gz' : '';
    renameSync(`${path}.${n}${suffix}`, `${path}.${n + 1}${suffix}`);
  }
  if (existsSync(`${path}.2`)) {
    writeFileSync(`${path}.2.gz`, gzipSync(readFileSync(`${path}.2`)));
    unlinkSync(`${path}.2`);
  }
}
