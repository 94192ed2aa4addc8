import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { freshFolder, records, soclite, startSoclite } from '../support/run-soclite.ts';

const RULE = `title: Needle
id: 22222222-2222-4222-8222-222222222222
level: low
logsource: { product: windows }
detection:
  keywords: [needle]
  condition: keywords
`;
const EVENT = '{"EventID":1,"Channel":"Security","Computer":"pc","Message":"a needle"}\n';

test('a bad file never stops the others: each is named, the exit code is 2, every byte is accounted for', async () => {
  const whole = gzipSync(EVENT.repeat(2000));
  const folder = freshFolder({
    'rule.yml': RULE,
    'logs/1-good.ndjson': EVENT,
    'logs/2-truncated.gz': whole.subarray(0, whole.length - 20),
    'logs/3-empty.log': '',
    'logs/4-binary.bin': Uint8Array.from({ length: 4096 }, (_, i) => (i * 7) % 256),
    'logs/5-archive.zip': Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0]),
    'logs/7-good.ndjson': EVENT,
  });
  symlinkSync('nowhere', join(folder, 'logs/6-dangling.log'));
  const run = await soclite(folder, ['scan', 'logs', '-r', 'rule.yml', '--matches']);
  expect(run.code).toBe(2);
  const files = records(run.stdout).map(({ file }) => file);
  expect(files).toContain('logs/1-good.ndjson');
  expect(files).toContain('logs/2-truncated.gz');
  expect(files).toContain('logs/7-good.ndjson');
  for (const name of ['2-truncated.gz', '5-archive.zip', '6-dangling.log']) {
    expect(run.stderr).toContain(`logs/${name}`);
  }
  expect(run.stderr).toContain('[truncated-gzip]');
  expect(run.stderr).not.toContain('    at ');
});

test('a 50 MB line is cut, kept and counted', async () => {
  const size = 50_000_000;
  const folder = freshFolder({
    'rule.yml': RULE,
    'long.log': Buffer.concat([Buffer.alloc(size, 'x'), Buffer.from(`\n${EVENT}`)]),
  });
  const run = await soclite(folder, ['scan', 'long.log', '-r', 'rule.yml', '--matches']);
  expect(records(run.stdout).map(({ line }) => line)).toEqual([2]);
  const cut = size - 1024 * 1024;
  expect(run.stderr).toContain(
    `${size + 1 + EVENT.length} bytes, 2 events (1 unparsed), 0 header or blank lines, 1 over-long lines cut by ${cut} bytes`,
  );
});

test('refused rules are named with their place, the others run; --allow-refused makes them warnings', async () => {
  const folder = freshFolder({
    'rules/good.yml': RULE,
    'rules/syntax.yml': 'title: [unclosed\n',
    'rules/modifier.yml': RULE.replace('22222222-2222', '33333333-3333').replace(
      'keywords: [needle]',
      'keywords:\n    f|frobnicate: x',
    ),
    'a.ndjson': EVENT,
  });
  const run = await soclite(folder, ['scan', 'a.ndjson', '-r', 'rules', '--matches']);
  expect(run.code).toBe(2);
  expect(records(run.stdout)).toHaveLength(1);
  expect(run.stderr).toMatch(/rules\/modifier\.yml:\d+:\d+: error: .*frobnicate/);
  expect(run.stderr).toMatch(/rules\/syntax\.yml:\d+:\d+: error: /);
  const allowed = await soclite(folder, [
    'scan',
    'a.ndjson',
    '-r',
    'rules',
    '--matches',
    '--allow-refused',
  ]);
  expect(allowed.code).toBe(1);
});

test('an unknown key in soclite.yml is an error with its place and a hint; nothing runs', async () => {
  const folder = freshFolder({ 'soclite.yml': 'name: x\nsorces: []\n', 'a.ndjson': EVENT });
  const run = await soclite(folder, ['scan', 'a.ndjson']);
  expect(run.code).toBe(3);
  expect(run.stdout).toBe('');
  expect(run.stderr).toMatch(/soclite\.yml:2:1: error: .*"sorces"/);
  expect(run.stderr).toContain('did you mean "sources"?');
});

test.each([
  {
    name: 'UTF-16',
    content: Buffer.from('\ufeffdate=2026-11-20 srcip=10.0.0.1', 'utf16le'),
    says: 'UTF-16',
  },
  {
    name: 'an unknown format',
    content: '\u0001\u0002\n\u0003\u0004\n',
    says: 'none of its 2 lines',
  },
])('a file of $name never looks like a quiet one: named, exit 2', async ({ content, says }) => {
  const folder = freshFolder({ 'rule.yml': RULE, 'a.log': content });
  const run = await soclite(folder, ['scan', 'a.log', '-r', 'rule.yml']);
  expect(run.code).toBe(2);
  expect(run.stderr).toMatch(new RegExp(`^a\\.log: error: .*${says}`, 'm'));
  expect(run.stderr).toContain('1 files (1 failed)');
});

test('a folder that names no unit of the inventory is told, and its events stay without a unit', async () => {
  const config = `units:
  - { id: u1, name: Unit one, short-name: U1 }
rules: [rule.yml]
sources:
  - { id: win, path: 'logs/{unit}/*.ndjson' }
`;
  const folder = freshFolder({
    'soclite.yml': config,
    'rule.yml': RULE,
    'logs/u9/a.ndjson': EVENT,
    'logs/u1/a.ndjson': EVENT,
  });
  const run = await soclite(folder, ['scan', 'logs', '--matches']);
  expect(run.code).toBe(1);
  expect(records(run.stdout).map(({ unit }) => unit)).toEqual(['u1', null]);
  expect(run.stderr).toMatch(/logs\/u9\/a\.ndjson: warning: .*"u9"/);
});

test.each([
  { name: 'unknown command', args: ['bogus'] },
  { name: 'unknown flag', args: ['scan', 'x', '--bogus'] },
  { name: 'missing argument', args: ['scan'] },
  { name: 'missing value', args: ['scan', 'x', '-r'] },
])('wrong usage in Vietnamese, $name: exit 3, no stack', async ({ args }) => {
  const run = await soclite(freshFolder(), [...args, '--lang', 'vi']);
  expect(run.code).toBe(3);
  expect(run.stderr).toMatch(/^soclite: .+\nxem soclite --help\n$/);
});

test.each([
  { name: 'no command', args: [], says: 'a command is needed' },
  { name: 'unknown command', args: ['scna'], says: 'scan' },
  { name: 'unknown flag', args: ['scan', 'x', '--frobnicate'], says: 'frobnicate' },
  { name: 'bad choice', args: ['scan', 'x', '-o', 'xml'], says: 'xml' },
  { name: 'bad time', args: ['scan', 'x', '--since', 'gestern'], says: 'gestern' },
  {
    name: 'empty period',
    args: ['scan', 'x', '--since', '20/11/2026', '--until', '19/11/2026'],
    says: 'after',
  },
  { name: 'unknown unit', args: ['scan', 'x', '--unit', 'nowhere'], says: 'nowhere' },
  { name: 'missing rules', args: ['scan', 'x', '-r', 'no-rules'], says: 'no-rules' },
  { name: 'missing configuration', args: ['watch', '-c', 'none.yml'], says: 'none.yml' },
])('wrong usage, $name: exit 3 and one clear message', async ({ args, says }) => {
  const run = await soclite(freshFolder(), args);
  expect(run.code).toBe(3);
  expect(run.stdout).toBe('');
  expect(run.stderr).toContain(says);
  expect(run.stderr).not.toContain('    at ');
});

test('a path that does not exist is a failed input: exit 2', async () => {
  const run = await soclite(freshFolder({ 'rule.yml': RULE }), [
    'scan',
    'nothing-here.log',
    '-r',
    'rule.yml',
  ]);
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('nothing-here.log');
});

test('a reader that goes away (head) ends the scan quietly', async () => {
  const folder = freshFolder({ 'rule.yml': RULE, 'a.ndjson': EVENT.repeat(200_000) });
  const child = startSoclite(folder, ['scan', 'a.ndjson', '-r', 'rule.yml', '--matches']);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(stderr).not.toContain('EPIPE');
  expect(stderr).not.toContain('    at ');
  expect([0, 1]).toContain(code);
});

test('log text reaches no terminal unescaped', async () => {
  const host = 'pc\u001b]0;owned\u0007\u202e\u009b';
  const hostile = `${JSON.stringify({ EventID: 1, Channel: 'Security', Computer: host, Message: 'needle' })}\n`;
  const folder = freshFolder({ 'rule.yml': RULE, 'a.ndjson': hostile });
  const scan = await soclite(folder, ['scan', 'a.ndjson', '-r', 'rule.yml']);
  const parse = await soclite(folder, ['parse', 'a.ndjson', '--raw']);
  for (const text of [scan.stdout, parse.stdout]) {
    expect(text).toContain('<1B>');
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  }
});

test('file names cannot choose what is scanned: one called - and one called *.log', async () => {
  const folder = freshFolder({
    'rule.yml': RULE,
    'logs/-': EVENT,
    'logs/*.log': 'x\n',
    'logs/b.log': EVENT,
  });
  const all = await soclite(join(folder, 'logs'), ['scan', '.', '-r', '../rule.yml', '--matches']);
  expect(records(all.stdout).map(({ file }) => file)).toEqual(['./-', 'b.log']);
  const glob = await soclite(folder, ['scan', 'logs/*.log', '-r', 'rule.yml', '--matches']);
  expect(records(glob.stdout).map(({ file }) => file)).toEqual(['logs/b.log']);
});

test.skipIf(!existsSync('/dev/full'))(
  'a full disk under the output is a clear message and exit 2',
  async () => {
    const folder = freshFolder({ 'rule.yml': RULE, 'a.ndjson': EVENT });
    const full = openSync('/dev/full', 'w');
    const child = spawn(
      process.execPath,
      [resolve('dist/main.js'), 'scan', 'a.ndjson', '-r', 'rule.yml', '--lang', 'en'],
      {
        cwd: folder,
        stdio: ['ignore', full, 'pipe'],
      },
    );
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const code = await new Promise((done) => child.once('close', done));
    closeSync(full);
    expect(code).toBe(2);
    expect(stderr).toContain('cannot write the result');
    expect(stderr).not.toContain('    at ');
  },
);
