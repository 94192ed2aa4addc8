import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createLogWriter } from '../support/log-writer.ts';
import { freshFolder, records, soclite, startSoclite } from '../support/run-soclite.ts';

const CONFIG = `name: test
units:
  - { id: u1, name: { vi: Đơn vị một, en: Unit one }, short-name: U1 }
  - { id: u2, name: { vi: Đơn vị hai, en: Unit two }, short-name: U2 }
rules: [rules]
sources:
  - { id: renamed, path: 'logs/{unit}/renamed.log' }
  - { id: copied, path: 'logs/{unit}/copied.log' }
alerts: { lateness: 200ms }
`;
const RULE = `title: Marked line
id: 44444444-4444-4444-8444-444444444444
level: medium
logsource: { product: windows, service: security }
detection:
  selection: { EventID: 4625 }
  condition: selection
`;
const FILES = { 'soclite.yml': CONFIG, 'rules/r.yml': RULE };

const line = (id: number, n: number): string =>
  JSON.stringify({
    EventID: id,
    Channel: 'Security',
    Computer: 'pc-1',
    EventRecordID: n,
    '@timestamp': '2026-11-20T01:00:00Z',
  });

test('headless: rotation by rename and by copytruncate, no line lost, none twice; SIGTERM counts by source', async () => {
  const folder = freshFolder(FILES);
  mkdirSync(join(folder, 'logs/u1'), { recursive: true });
  const renamed = createLogWriter(join(folder, 'logs/u1/renamed.log'));
  const copied = createLogWriter(join(folder, 'logs/u1/copied.log'));
  renamed.write([line(4625, 0)]);
  copied.write([line(4624, 0)]);

  const child = startSoclite(folder, ['watch', '--headless']);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const closed = once(child, 'close');
  await sleep(1500);
  for (let round = 1; round <= 60; round += 1) {
    const batch = Array.from({ length: 25 }, (_, i) =>
      line(i === 0 ? 4625 : 4624, round * 100 + i),
    );
    renamed.write(batch);
    copied.write(batch);
    await sleep(20);
    if (round % 10 === 5) renamed.rotateByRename();
    if (round % 10 === 0) {
      // a copytruncate loses by itself what is written between the copy and the cut: nothing is, here
      await sleep(60);
      copied.rotateByCopy();
    }
  }
  await sleep(1000);
  child.kill('SIGTERM');
  const [code] = await closed;
  expect(code).toBe(0);

  const bySource = records(stderr).map(({ source, lines, bytes, unparsed, dropped }) => ({
    source,
    lines,
    bytes,
    unparsed,
    dropped,
  }));
  expect(bySource).toEqual([
    { source: 'renamed', lines: renamed.lines, bytes: renamed.bytes, unparsed: 0, dropped: 0 },
    { source: 'copied', lines: copied.lines, bytes: copied.bytes, unparsed: 0, dropped: 0 },
  ]);
  const last = new Map(records(stdout).map((alert) => [alert['id'], alert]));
  expect([...last.values()].map(({ unit, count }) => ({ unit, count }))).toEqual([
    { unit: 'u1', count: 61 + 60 },
  ]);
});

test('watch and scan give the same alerts for the same files', async () => {
  const lines = (start: number): string =>
    Array.from({ length: 50 }, (_, i) => `${line(i % 5 === 0 ? 4625 : 4624, start + i)}\n`).join(
      '',
    );
  const folder = freshFolder({
    ...FILES,
    'logs/u1/renamed.log': lines(0),
    'logs/u2/renamed.log': lines(1000),
  });
  const scanned = records((await soclite(folder, ['scan', 'logs', '-o', 'ndjson'])).stdout);

  const child = startSoclite(folder, ['watch', '--headless']);
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const closed = once(child, 'close');
  await sleep(3000);
  child.kill('SIGTERM');
  await closed;
  const watched = new Map(records(stdout).map((alert) => [alert['id'], alert]));
  const brief = ({ id, unit, count, first, last }: Readonly<Record<string, unknown>>): object => ({
    id,
    unit,
    count,
    first,
    last,
  });
  expect(scanned).toHaveLength(2);
  expect([...watched.values()].map(brief)).toEqual(scanned.map(brief));
});

test('plain: sentences on a pipe, in the language asked for', async () => {
  const folder = freshFolder({ ...FILES, 'logs/u1/renamed.log': `${line(4625, 1)}\n` });
  const child = startSoclite(folder, ['watch', '--lang', 'vi']);
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const closed = once(child, 'close');
  await sleep(3000);
  child.kill('SIGTERM');
  const [code] = await closed;
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d 2 đơn vị: /);
  expect(stdout).toContain('Trung bình, U1, Marked line');
  expect(stdout).toContain('không có dữ liệu');
});

test('without sources watch says what to do', async () => {
  const run = await soclite(freshFolder(), ['watch']);
  expect(run.code).toBe(3);
  expect(run.stderr).toContain('soclite init');
});

test('one line from the year 9999 does not blind a correlation; the clock is told', async () => {
  const rule = `title: Failed logon
name: failed
id: 55555555-5555-4555-8555-555555555555
logsource: { product: windows, service: security }
detection:
  selection: { EventID: 4625 }
  condition: selection
---
title: Many failed logons
id: 66666666-6666-4666-8666-666666666666
level: high
correlation:
  type: event_count
  rules: [failed]
  group-by: [TargetUserName]
  timespan: 10m
  condition: { gte: 5 }
`;
  const at = (time: string): string =>
    `${JSON.stringify({ EventID: 4625, Channel: 'Security', TargetUserName: 'admin', '@timestamp': time })}\n`;
  const folder = freshFolder({
    'soclite.yml': CONFIG,
    'rules/r.yml': rule,
    'logs/u1/renamed.log': at('9999-01-01T00:00:00Z'),
  });
  const child = startSoclite(folder, ['watch', '--headless']);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const closed = once(child, 'close');
  await sleep(2000);
  const writer = createLogWriter(join(folder, 'logs/u1/renamed.log'));
  const now = new Date().toISOString();
  writer.write(Array.from({ length: 20 }, () => at(now).trimEnd()));
  await sleep(2000);
  child.kill('SIGTERM');
  await closed;
  expect(records(stdout).at(-1)).toMatchObject({ rule_title: 'Many failed logons', unit: 'u1' });
  expect(stderr).toContain('events from the future');
});
