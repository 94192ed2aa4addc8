import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { freshFolder, records, soclite, startSoclite } from '../support/run-soclite.ts';

const FILES = {
  'soclite.yml': `
units: [{ id: u1, name: { vi: Đơn vị một, en: Unit one }, short-name: U1 }]
rules: [rules]
inbox: inbox
sources: [{ id: live, path: live.log }]
`,
  'rules/r.yml': `title: Failed logon
id: 44444444-4444-4444-8444-444444444444
level: medium
logsource: { product: windows, service: security }
detection:
  selection: { EventID: 4625 }
  condition: selection
---
title: Many failed logons
id: 55555555-5555-4555-8555-555555555555
level: high
correlation:
  type: event_count
  rules: [44444444-4444-4444-8444-444444444444]
  group-by: [Computer]
  timespan: 5m
  generate: true
  condition: { gte: 3 }
`,
};

const line = (n: number, day = 20): string =>
  `${JSON.stringify({
    EventID: 4625,
    Channel: 'Security',
    Computer: 'pc-1',
    EventRecordID: n,
    '@timestamp': `2026-06-${day}T01:00:0${n}Z`,
  })}\n`;

const ARCHIVE = gzipSync([0, 1, 2, 3].map((n) => line(n)).join(''));

/** What alerts are, whoever raised them. */
const essence = (text: string) =>
  [...new Map(records(text).map(({ id, count }) => [String(id), Number(count)]))].toSorted(
    ([a], [b]) => (a < b ? -1 : 1),
  );

async function watch(folder: string, until: (stderr: string) => boolean) {
  const child = startSoclite(folder, ['watch', '--headless']);
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const closed = once(child, 'close');
  for (let i = 0; i < 300 && !until(output.stderr); i += 1) await sleep(50);
  await sleep(400);
  child.kill('SIGTERM');
  const [code] = await closed;
  return { ...output, code };
}

test('an archive is taken once, with the alerts of a scan; a copy is recognised, also after a restart', async () => {
  const folder = freshFolder(FILES);
  mkdirSync(join(folder, 'inbox'));
  writeFileSync(join(folder, 'old.gz'), ARCHIVE);
  copyFileSync(join(folder, 'old.gz'), join(folder, 'inbox/old.gz'));
  writeFileSync(join(folder, 'inbox/unfinished.gz.part'), ARCHIVE);
  const scanned = essence((await soclite(folder, ['scan', 'old.gz', '-o', 'ndjson'])).stdout);
  expect(scanned).toHaveLength(2);

  const first = await watch(folder, (stderr) => stderr.includes('2 alerts'));
  expect(first.code).toBe(0);
  expect(essence(first.stdout)).toEqual(scanned);
  expect(readdirSync(join(folder, 'inbox')).toSorted()).toEqual(['done', 'unfinished.gz.part']);

  copyFileSync(join(folder, 'old.gz'), join(folder, 'inbox/old.gz'));
  const second = await watch(folder, (stderr) => stderr.includes('taken before'));
  expect({ code: second.code, stdout: second.stdout }).toEqual({ code: 0, stdout: '' });
  expect(second.stderr).toContain('4 events (0 unread), 4 matches, 2 alerts');
  expect(readdirSync(join(folder, 'inbox/done')).toSorted()).toEqual(['old-2.gz', 'old.gz']);
});

test('a second archive joins the alerts of the first; a broken one is told and taken for what it holds', async () => {
  const folder = freshFolder(FILES);
  mkdirSync(join(folder, 'inbox'));
  writeFileSync(join(folder, 'a.log'), line(0) + line(1));
  writeFileSync(join(folder, 'b.log'), line(2) + line(3));
  const { stdout: both } = await soclite(folder, ['scan', 'a.log', 'b.log', '-o', 'ndjson']);
  const scanned = essence(both);
  renameSync(join(folder, 'a.log'), join(folder, 'inbox/a.log'));
  await watch(folder, (stderr) => stderr.includes('1 alerts'));
  renameSync(join(folder, 'b.log'), join(folder, 'inbox/b.log'));
  writeFileSync(join(folder, 'inbox/c.gz'), gzipSync(line(0, 21)).subarray(0, -8));
  const { stdout, stderr } = await watch(folder, () => existsSync(join(folder, 'inbox/done/c.gz')));
  const [plain] = scanned.filter(([, count]) => count === 4);
  expect(essence(stdout)).toContainEqual(plain);
  expect(stderr).toContain('truncated-gzip');
});
