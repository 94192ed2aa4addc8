// Real processes: killed in the middle of commits, holding the lock, acting at once.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createStores } from '../../../src/io/store/store-opener.ts';
import { verifyChain } from '../../../src/lifecycle/chain.ts';
import { StoreError, type ServiceStore } from '../../../src/ports/store.ts';
import { makeWrite } from '../../support/alerts.ts';
import { createTempFolder } from '../../support/temp-folder.ts';

const stores = createStores(() => Date.UTC(2026, 10, 21));
const NONE = { state: new Map(), journal: null, dropsJournal: false, alerts: [] };

function start(name: string, ...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [resolve('test/fixtures/store', name), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function outputOf(child: ChildProcess): Promise<string> {
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  await once(child, 'close');
  return output;
}

/** The number that the last commit left, after checking that it left it everywhere. */
function checkCommit(store: ServiceStore): number {
  const { state, journal } = store.load();
  const number = Number(state.get('number') ?? 0);
  const since = number - (number % 10);
  const entries = Array.from({ length: number - since + (since > 0 ? 1 : 0) }, (_, i) =>
    String(number < 10 ? i + 1 : since + i),
  );
  expect(journal).toEqual(entries);
  expect(store.count({})).toBe(number === 0 ? 0 : number + 1);
  expect(store.get('growing')?.alert.count ?? 0).toBe(number);
  expect(store.get(`a-${number + 1}`)).toBeNull();
  if (number > 0) expect(store.findDrafts('growing', 0, 1)).toEqual([String(number)]);
  return number;
}

test('killed at any moment, a commit is there whole or not at all, and none that stood is lost', async () => {
  const folder = await createTempFolder();
  let last = 0;
  let rounds = 0;
  for (let round = 0; round < 25; round += 1) {
    const child = start('commits.mjs', folder);
    const output = outputOf(child);
    await once(child.stdout ?? child, 'data');
    await setTimeout((round * 13) % 90);
    child.kill('SIGKILL');
    const told = (await output).split('\n').filter((line) => /^\d+$/.test(line));
    const store = stores.openService(folder);
    const number = checkCommit(store);
    store.close();
    const lastTold = Number(told.at(-1) ?? last);
    expect(number === lastTold || number === lastTold + 1).toBe(true);
    if (number > last) rounds += 1;
    last = number;
  }
  expect(rounds).toBeGreaterThan(10);
  expect(stores.check(folder)).toEqual([]);
}, 120_000);

test('the lock names its holder and goes with it, however it dies', async () => {
  const folder = await createTempFolder();
  const child = start('commits.mjs', folder);
  await once(child.stdout ?? child, 'data');
  const refused = faultOf(() => stores.openService(folder));
  expect(refused.fault).toBe('busy');
  expect(refused.message).toContain(`process ${child.pid} `);
  child.kill('SIGKILL');
  await once(child, 'close');
  const store = stores.openService(folder);
  expect(faultOf(() => stores.openService(folder)).message).toContain(`process ${process.pid} on `);
  store.close();
  stores.openService(folder).close();
});

test('actors at once beside a service that commits: each alert has one owner, no step is lost', async () => {
  const folder = await createTempFolder();
  const count = 60;
  const service = stores.openService(folder);
  const writes = Array.from({ length: count }, (_, i) => makeWrite({ id: `a-${i}` }));
  service.commit({ ...NONE, alerts: writes });
  const names = ['an', 'bình', 'chi'];
  const actors = names.map((name) => outputOf(start('acts.mjs', folder, name, String(count))));
  const progress = { isDone: false };
  const all = Promise.all(actors).finally(() => (progress.isDone = true));
  let commits = 0;
  while (!progress.isDone) {
    service.commit({ ...NONE, alerts: writes.slice(0, 20), journal: 'x'.repeat(10_000) });
    commits += 1;
    await setTimeout(1);
  }
  const results = (await all).map(
    (text) => JSON.parse(text) as { taken: string[]; longestMs: number },
  );
  expect(commits).toBeGreaterThan(5);
  expect(results.flatMap(({ taken }) => taken).toSorted()).toEqual(
    writes.map(({ alert }) => alert.id).toSorted(),
  );
  for (const [i, { taken }] of results.entries()) {
    for (const id of taken) expect(service.get(id)?.status.owner).toBe(names[i]);
  }
  const steps = service.steps({ limit: 1000 });
  expect(steps).toHaveLength(count);
  expect(verifyChain(steps).faults).toEqual([]);
  service.close();
  expect(stores.check(folder)).toEqual([]);
}, 60_000);

test('a database held by another process is busy, and the same commit stands when it is free', async () => {
  const folder = await createTempFolder();
  const store = stores.openService(folder);
  const holder = start('hold.mjs', `${folder}/soclite.db`);
  await once(holder.stdout ?? holder, 'data');
  const commit = { ...NONE, journal: 'j', alerts: [makeWrite()] };
  expect(faultOf(() => store.commit(commit)).fault).toBe('busy');
  expect(store.count({})).toBe(0);
  holder.stdin?.write('end\n');
  await once(holder, 'close');
  store.commit(commit);
  expect(store.load().journal).toEqual(['j']);
  expect(store.count({})).toBe(1);
  store.close();
});

function faultOf(work: () => unknown): StoreError {
  try {
    work();
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
  throw new Error('no fault');
}
