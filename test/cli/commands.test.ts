import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder, soclite } from '../support/run-soclite.ts';

test('init writes a configuration that every command accepts, and overwrites nothing', async () => {
  const folder = freshFolder();
  const init = await soclite(folder, ['init', '--from', 'hau-giang']);
  expect(init.code).toBe(0);
  expect(existsSync(join(folder, 'soclite.yml'))).toBe(true);
  const units = await soclite(folder, ['units']);
  expect(units.code).toBe(0);
  expect(units.stdout.trim().split('\n')).toHaveLength(35);
  const before = readFileSync(join(folder, 'soclite.yml'), 'utf8');
  writeFileSync(join(folder, 'soclite.yml'), `${before}# mine\n`);
  const again = await soclite(folder, ['init']);
  expect(again.code).toBe(3);
  expect(readFileSync(join(folder, 'soclite.yml'), 'utf8')).toBe(`${before}# mine\n`);
});

test('demo without a terminal prints its alerts and ends', async () => {
  const run = await soclite(freshFolder(), ['demo']);
  expect(run.code).toBe(0);
  expect(run.stderr).toBe('');
  for (const title of [
    'Malware Outbreak over Several Units',
    'Windows Event Log Cleared',
    'National Indicator',
  ]) {
    expect(run.stdout).toContain(title);
  }
});

test('rules check: clean on the bundled rules; a broken file is told with line, column and code', async () => {
  const folder = freshFolder({
    'bad.yml':
      'title: T\nlogsource: {product: windows}\ndetection:\n  s:\n    f: x\n  condition: s and nope\n',
  });
  const bundled = await soclite(folder, ['rules', 'check']);
  expect({ code: bundled.code, stderr: bundled.stderr }).toEqual({ code: 0, stderr: '' });
  const bad = await soclite(folder, ['rules', 'check', 'bad.yml']);
  expect(bad.code).toBe(2);
  const none = await soclite(freshFolder({ 'notes.txt': 'x' }), ['rules', 'check', '.']);
  const empty = await soclite(freshFolder({ 'a.yml': '# none\n' }), ['rules', 'check', '.']);
  expect({ code: empty.code, stdout: empty.stdout.startsWith('1 files') }).toEqual({
    code: 2,
    stdout: true,
  });
  expect({ code: none.code, stdout: none.stdout.startsWith('0 files') }).toEqual({
    code: 2,
    stdout: true,
  });
  expect(bad.stdout).toMatch(/bad\.yml:6:\d+: error: .*nope.* \[[a-z-]+\]/);
});

test('rules test fails closed', async () => {
  const rule =
    'title: R\nid: r\nlogsource: {product: windows}\ndetection:\n  s: {EventID: 7}\n  condition: s\n';
  const yes =
    '  - name: seven\n    expect: match\n    lines: |\n      {"EventID":7,"Channel":"Security"}\n';
  const no =
    '  - name: eight\n    expect: no match\n    lines: |\n      {"EventID":8,"Channel":"Security"}\n';
  const cases: readonly {
    readonly name: string;
    readonly test?: string;
    readonly code: number;
    readonly says: string;
  }[] = [
    { name: 'good', test: `cases:\n${yes}${no}`, code: 0, says: '2 passed, 0 failed' },
    { name: 'no-test', code: 1, says: 'no test file' },
    { name: 'no-negative', test: `cases:\n${yes}`, code: 1, says: 'no case that must not match' },
    { name: 'no-positive', test: `cases:\n${no}`, code: 1, says: 'no case that must match' },
    {
      name: 'no-events',
      test: `cases:\n${yes}${no}  - name: none\n    expect: no match\n`,
      code: 1,
      says: 'the case has no events',
    },
    {
      name: 'unread',
      test: `cases:\n${yes}${no}  - name: bad\n    expect: no match\n    lines: |\n      \\x00?\n`,
      code: 1,
      says: 'no format',
    },
    {
      name: 'wrong',
      test: `cases:\n${yes.replace('match', 'no match')}${yes}`,
      code: 1,
      says: 'expected no alert, got "R" ×1',
    },
    {
      name: 'typo',
      test: `cases:\n${yes}${no}    exepct: x\n`,
      code: 1,
      says: 'did you mean "expect"',
    },
  ];
  for (const { name, test: text, code, says } of cases) {
    const folder = freshFolder({
      'r.yml': rule,
      ...(text === undefined ? {} : { 'r.test.yml': text }),
    });
    const run = await soclite(folder, ['rules', 'test', '.']);
    expect({ name, code: run.code }).toEqual({ name, code });
    expect(run.stdout).toContain(says);
  }
  const empty = await soclite(freshFolder(), ['rules', 'test', '.']);
  expect(empty.code).toBe(2);
});

test('parse says which format read a line, and why the others did not read another', async () => {
  const folder = freshFolder({
    'a.log':
      '<13>Nov 20 08:00:01 fw date=2026-11-20 time=08:00:00 devname="FW" devid="FGT60F" logid="0000000013" type="traffic" subtype="forward" srcip=10.0.0.1\n\u0001\u0002garbage\n',
  });
  const run = await soclite(folder, ['parse', 'a.log']);
  expect(run.code).toBe(0);
  expect(run.stdout).toContain('a.log:1  fortigate  2026-11-20T01:00:00.000Z (record)');
  expect(run.stdout).toContain('  src_ip = 10.0.0.1\n');
  expect(run.stdout).toMatch(/a\.log:2 {2}unparsed[\s\S]*not fortigate: /);
  expect(run.stdout).toContain('raw: <01><02>garbage');
});

test('machines: infected, handled and re-infected machines of the sample logs with their unit', async () => {
  const run = await soclite(freshFolder(), [
    'machines',
    resolve('sample-logs/logs'),
    '-c',
    resolve('sample-logs/soclite.yml'),
  ]);
  expect(run.code).toBe(0);
  const lines = run.stdout.trimEnd().split('\n');
  expect(lines[1]).toMatch(/PC-SNNPTNT-003 .*Not handled/);
  expect(run.stdout).toMatch(/PC-SGTVT-008 .*Handled/);
  expect(run.stdout).not.toContain('Clean');
  expect(lines.at(-1)).toBe('3 not handled, 1 re-infected, 6 handled, 179 clean');
});
