// A viewer beside a service under a flood: notes on alerts and lists, ten times a second. Arguments: folder, name.
import { setTimeout } from 'node:timers/promises';
import { createStores } from '../../dist/io/store/store-opener.js';
import { idOf } from './alerts.mjs';

const [folder, name] = process.argv.slice(2);
const store = createStores(Date.now).openQueue(folder);
const times = [];
for (let i = 0; i < 60; i += 1) {
  const alertId = idOf(1000 * Number(name) + i);
  const act = { kind: 'note', text: 'đã gọi đầu mối' };
  const startMs = performance.now();
  const { ok } = store.act({ alertId, act, version: null }, { name, timeMs: Date.now() });
  times.push(performance.now() - startMs);
  if (!ok) throw new Error(`the act on ${alertId} was refused`);
  store.list({ limit: 50 });
  await setTimeout(100);
}
store.close();
const sorted = times.toSorted((a, b) => a - b);
const [p50, p95, most] = [30, 57, 59].map((i) => sorted[i].toFixed(1));
console.log(`actor ${name}: an act p50 ${p50} ms, p95 ${p95} ms, longest ${most} ms`);
