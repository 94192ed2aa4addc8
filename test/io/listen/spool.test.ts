import { mkdir, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { zeroCounts } from '../../../src/io/listen/message-counts.ts';
import { Sender } from '../../../src/io/listen/sender.ts';
import { Spool, type SpoolOptions } from '../../../src/io/listen/spool.ts';
import type { SpoolPlan } from '../../../src/ports/listen.ts';
import type { Problem } from '../../../src/util/problem.ts';
import { readSpool, until } from '../../support/listen.ts';
import { createTempFolder } from '../../support/temp-folder.ts';

const START_MS = Date.parse('2026-11-23T09:00:00.000Z');
const encoder = new TextEncoder();

/** A spool with a clock of its own, and senders by name. */
async function createSpool(plan: Partial<SpoolPlan> = {}, options: Partial<SpoolOptions> = {}) {
  const folder = plan.folder ?? join(await createTempFolder(), 'spool');
  const problems: Problem[] = [];
  const asked: string[] = [];
  const test = { nowMs: START_MS, mayDelete: true };
  const spool = new Spool(
    { maxBytes: 2 ** 30, keepMs: 0, minFreeBytes: 0, ...plan, folder },
    {
      problem: (problem) => problems.push(problem),
      mayDelete: (path) => {
        asked.push(path.slice(folder.length + 1));
        return Promise.resolve(test.mayDelete);
      },
    },
    { nowMs: () => test.nowMs, gatherMs: 1, retryMs: 1, ...options },
  );
  await spool.open();
  const counts = zeroCounts();
  const senders = new Map<string, Sender>();
  const sender = (address: string, source = 'fw'): Sender => {
    const place = { kind: 'unit', unit: 'so-y-te', source } as const;
    const known = senders.get(address) ?? new Sender('udp', address, { isKnown: true, place });
    senders.set(address, known);
    return known;
  };
  const take = (from: Sender, text: string, canWait = false): void => {
    const message = encoder.encode(text);
    spool.take({
      sender: from,
      address: from.address ?? '',
      counts,
      message,
      cutBytes: 0,
      canWait,
    });
  };
  const written = async (): Promise<void> => {
    await until(() => spool.stats.queuedBytes === 0);
  };
  return { spool, folder, problems, asked, test, counts, sender, take, written };
}

const ROTATION = { sizeBytes: 150, ageMs: 60_000, leastAgeMs: 0, mostBytes: 1000 };
const LINE = (n: number): string => `<1>${n} ${'x'.repeat(60)}`;

test('a file that is large is renamed away, never over another, and the next goes on', async () => {
  const { folder, sender, take, written, spool } = await createSpool({}, { rotation: ROTATION });
  for (let n = 0; n < 6; n += 1) {
    take(sender('10.1.1.1'), LINE(n));
    await written();
  }
  await spool.stop();
  const files = await readSpool(folder);
  expect(
    Object.fromEntries(Object.entries(files).map(([name, lines]) => [name, lines.length])),
  ).toEqual({
    'so-y-te/fw/syslog.log': 2,
    'so-y-te/fw/syslog.log.20261123T090000': 2,
    'so-y-te/fw/syslog.log.20261123T090001': 2,
  });
});

test('a file that is old is renamed away', async () => {
  const {
    folder,
    test: world,
    sender,
    take,
    written,
    spool,
  } = await createSpool({}, { rotation: ROTATION });
  take(sender('10.1.1.1'), '<1>a');
  await written();
  world.nowMs += 61_000;
  take(sender('10.1.1.1'), '<1>b');
  await spool.stop();
  expect(await readSpool(folder)).toEqual({
    'so-y-te/fw/syslog.log.20261123T090101': ['10.1.1.1 <1>a'],
    'so-y-te/fw/syslog.log': ['10.1.1.1 <1>b'],
  });
});

test('a line that a dying process tore is not continued by another', async () => {
  const { folder, sender, take, spool } = await createSpool();
  const path = join(folder, 'so-y-te/fw/syslog.log');
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, '@2026-11-23T08:59:59.000Z 10.1.1.1 <1>to');
  take(sender('10.1.1.1'), '<1>b');
  await spool.stop();
  expect((await readdir(dirname(path))).toSorted()).toEqual([
    'syslog.log',
    'syslog.log.20261123T090000',
  ]);
  await rm(`${path}.20261123T090000`);
  expect(await readSpool(folder)).toEqual({ 'so-y-te/fw/syslog.log': ['10.1.1.1 <1>b'] });
});

test('a file that somebody moves away or deletes is begun anew', async () => {
  const { folder, test: world, sender, take, written, spool } = await createSpool();
  const path = join(folder, 'so-y-te/fw/syslog.log');
  take(sender('10.1.1.1'), '<1>a');
  await written();
  await rename(path, `${path}.1`);
  world.nowMs += 2000;
  take(sender('10.1.1.1'), '<1>b');
  await written();
  await rm(path);
  world.nowMs += 2000;
  take(sender('10.1.1.1'), '<1>c');
  await spool.stop();
  expect(await readSpool(folder)).toEqual({
    'so-y-te/fw/syslog.log.1': ['10.1.1.1 <1>a'],
    'so-y-te/fw/syslog.log': ['10.1.1.1 <1>c'],
  });
});

test('a folder that cannot be made is told once, waited for, and caught up', async () => {
  const { folder, problems, sender, take, written, spool } = await createSpool();
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'so-y-te'), 'in the way');
  take(sender('10.1.1.1'), '<1>a');
  take(sender('10.1.1.2'), '<1>b');
  await until(() => problems.length > 0);
  take(sender('10.1.1.1'), '<1>c');
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(problems.map(({ code }) => code)).toEqual(['spool-unwritable']);
  expect(spool.stats.fault).toContain('cannot write');
  await rm(join(folder, 'so-y-te'));
  await written();
  expect(spool.stats.fault).toBeNull();
  await spool.stop();
  expect(await readSpool(folder)).toEqual({
    'so-y-te/fw/syslog.log': ['10.1.1.1 <1>a', '10.1.1.2 <1>b', '10.1.1.1 <1>c'],
  });
});

test('a fault of one file does not hold up the others', async () => {
  const { folder, problems, sender, take, spool } = await createSpool();
  await mkdir(folder, { recursive: true });
  await mkdir(join(folder, 'so-y-te/fw/syslog.log'), { recursive: true });
  take(sender('10.1.1.1'), '<1>a');
  await until(() => problems.length > 0);
  take(sender('10.1.1.2', 'av'), '<1>b');
  await until(() => spool.stats.bytes > 0);
  expect(await spool.stop()).toBeGreaterThan(0);
  expect(await readSpool(folder)).toEqual({ 'so-y-te/av/syslog.log': ['10.1.1.2 <1>b'] });
});

test('what cannot wait loses the oldest of its own; the others lose nothing', async () => {
  const limits = { senderBytes: 4000, pauseBytes: 1000, totalBytes: 40_000 };
  const { folder, counts, problems, sender, take, spool } = await createSpool(
    { minFreeBytes: Number.MAX_SAFE_INTEGER },
    { limits },
  );
  await mkdir(folder, { recursive: true });
  const [loud, quiet] = [sender('10.6.6.6'), sender('10.1.1.1')];
  for (let n = 0; n < 1000; n += 1) {
    take(loud, LINE(n));
    if (n % 100 === 0) take(quiet, LINE(n));
  }
  expect(spool.stats.queuedBytes).toBeLessThan(limits.totalBytes);
  expect(quiet.counts.dropped).toBe(0);
  expect(loud.counts.dropped).toBeGreaterThan(900);
  expect(counts.dropped).toBe(loud.counts.dropped);
  const told = problems.filter(({ code }) => code === 'messages-dropped');
  expect(told.length).toBeGreaterThan(3);
  expect(told.length).toBeLessThan(12);
  await until(() => spool.stats.fault !== null);
  expect(spool.stats.fault).toContain('nearly full');
  expect(await spool.stop()).toBeGreaterThan(0);
});

test('in all, the largest queue gives way', async () => {
  const limits = { senderBytes: 1e6, pauseBytes: 1000, totalBytes: 20_000 };
  const { folder, sender, take, spool } = await createSpool(
    { minFreeBytes: Number.MAX_SAFE_INTEGER },
    { limits },
  );
  await mkdir(folder, { recursive: true });
  for (let n = 0; n < 20; n += 1) take(sender('10.1.1.1'), LINE(n));
  for (let n = 0; n < 1000; n += 1) take(sender('10.6.6.6'), LINE(n));
  for (let n = 0; n < 20; n += 1) take(sender('10.1.1.2'), LINE(n));
  expect(spool.stats.queuedBytes).toBeLessThanOrEqual(limits.totalBytes);
  expect([sender('10.1.1.1').counts.dropped, sender('10.1.1.2').counts.dropped]).toEqual([0, 0]);
  await spool.stop();
});

test('who can wait is told to, by its own queue and by all, and told when there is room', async () => {
  const limits = { senderBytes: 1e6, pauseBytes: 200, totalBytes: 1000 };
  const { sender, take, written, spool } = await createSpool({}, { limits });
  const [own, other] = [sender('10.1.1.1'), sender('10.1.1.2')];
  take(own, LINE(1), true);
  expect([spool.mustWait(own), spool.mustWait(other)]).toEqual([false, false]);
  take(own, LINE(2), true);
  expect([spool.mustWait(own), spool.mustWait(other)]).toEqual([true, false]);
  for (let n = 0; n < 5; n += 1) take(own, LINE(n), true);
  expect([spool.mustWait(own), spool.mustWait(other)]).toEqual([true, true]);
  let hasRoom = false;
  spool.onRoom(() => (hasRoom = !spool.mustWait(other)));
  await written();
  expect(hasRoom).toBe(true);
  expect(own.counts.dropped).toBe(0);
  await spool.stop();
});

test('senders take turns: a flood does not hold up a single message', async () => {
  const { folder, sender, take, spool } = await createSpool({}, { gatherMs: 20 });
  for (let n = 0; n < 40_000; n += 1) take(sender('10.6.6.6'), LINE(n), true);
  take(sender('10.1.1.1'), '<1>single', true);
  await spool.stop();
  const [lines = []] = Object.values(await readSpool(folder));
  expect(lines).toHaveLength(40_001);
  expect(lines.indexOf('10.1.1.1 <1>single')).toBeLessThan(1000);
});

test('when the spool has its size, the oldest files that were read go; never younger ones, never unread ones', async () => {
  const folder = join(await createTempFolder(), 'spool');
  await mkdir(join(folder, 'so-y-te/fw'), { recursive: true });
  for (const [day, hour] of [
    [20, 1],
    [21, 2],
    [23, 3],
  ] as const) {
    const path = join(folder, `so-y-te/fw/syslog.log.202611${day}T0${hour}0000`);
    await writeFile(path, `@2026-11-${day}T00:00:00.000Z 10.1.1.1 ${'x'.repeat(1000)}\n`);
    const ended = new Date(Date.UTC(2026, 10, day, hour));
    await utimes(path, ended, ended);
  }
  const {
    asked,
    problems,
    test: world,
    sender,
    take,
    written,
    spool,
  } = await createSpool({
    folder,
    maxBytes: 3000,
    keepMs: 86_400_000,
  });
  take(sender('10.1.1.1'), '<1>a');
  await written();
  expect(asked).toEqual(['so-y-te/fw/syslog.log.20261120T010000']);
  expect(problems.map(({ code }) => code)).toEqual(['spool-deleted']);
  expect(spool.stats).toMatchObject({ deletedFiles: 1, deletedBytes: 1036, fault: null });

  world.mayDelete = false;
  world.nowMs += 2000;
  take(sender('10.1.1.1'), `<1>${'y'.repeat(1000)}`);
  await until(() => spool.stats.fault !== null);
  expect(spool.stats.fault).toContain('no file of it may be deleted yet');
  world.mayDelete = true;
  world.nowMs += 2000;
  await written();
  expect(spool.stats.deletedFiles).toBe(2);

  // the last complete one is younger than a day
  world.nowMs += 2000;
  take(sender('10.1.1.1'), `<1>${'y'.repeat(2000)}`);
  await until(() => spool.stats.fault !== null);
  expect(asked.filter((path) => path.includes('20261123T03'))).toEqual([]);
  await spool.stop();
});
