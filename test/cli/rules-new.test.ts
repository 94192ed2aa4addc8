import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder, soclite } from '../support/run-soclite.ts';

const LOGS = resolve('sample-logs/logs');
const UUID = /^id: [\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/m;

test.each([
  { name: 'Windows JSON', file: 'so-y-te/windows/events.ndjson', line: 2 },
  { name: 'FortiGate', file: 'so-tttt/fortigate/firewall.log', line: 5 },
  {
    name: 'a row of a table, which does not read without its header',
    file: 'central/antivirus/console.csv',
    line: 3,
  },
  { name: 'gzip', file: 'so-tnmt/fortigate/firewall.log.2.gz', line: 1 },
])('rules new passes its own test: $name', async ({ file, line }) => {
  const folder = freshFolder();
  const args = ['rules', 'new', join(LOGS, file), '--line', String(line), '--out', 'my.yml'];
  const made = await soclite(folder, args);
  expect({ code: made.code, stderr: made.stderr }).toEqual({ code: 0, stderr: '' });
  expect(readFileSync(join(folder, 'my.yml'), 'utf8')).toMatch(UUID);
  expect(await soclite(folder, ['rules', 'test', '.'])).toEqual({
    code: 0,
    stdout: 'rule cases: 2 passed, 0 failed\n',
    stderr: '',
  });
  const again = await soclite(folder, args);
  expect(again.code).toBe(3);
});

test('rules new: hostile and awkward values stay data, in rule and test', async () => {
  const event = {
    EventID: 1,
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    EventTime: '2026-11-20T01:00:00Z',
    Image: "C:\\it's *here*\\a?b.exe",
    CommandLine: "a: 'b' # {c} \\* \\\\x",
    ParentImage: 'C:\\\u001b[2J\u202e\\cmd.exe',
    Nested: { no: [1] },
  };
  const folder = freshFolder({ 'e.ndjson': `${JSON.stringify(event)}\n` });
  const run = await soclite(folder, [
    'rules',
    'new',
    'e.ndjson',
    '--title',
    "It's: #1",
    '--out',
    'a.yml',
  ]);
  expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
  const rule = readFileSync(join(folder, 'a.yml'), 'utf8');
  expect(rule).toContain("title: 'It''s: #1'\n");
  expect(rule).toContain(
    "  selection:\n    Image|endswith: '\\a\\?b.exe'\n    CommandLine: 'a: ''b'' # {c} \\\\\\* \\\\\\x'\n",
  );
  expect(rule).not.toContain('\u001b');
  const explained = await soclite(folder, ['rules', 'explain', 'a.yml', 'e.ndjson']);
  expect(explained.stdout).toMatch(/^MATCH {2}It's: #1/);
  const checked = await soclite(folder, ['rules', 'check', 'a.yml']);
  expect(checked.stdout).not.toContain('error');
});

test.each([
  {
    name: 'no such line',
    args: ['e.log', '--line', '9'],
    code: 2,
    says: 'e.log: there is no event at line 9',
  },
  {
    name: 'a line that no format reads',
    args: ['e.log'],
    code: 2,
    says: 'e.log: no format reads line 1',
  },
  { name: 'no such file', args: ['none.log'], code: 2, says: 'none.log' },
  {
    name: 'not a rule file',
    args: ['e.log', '--out', 'a.test.yml'],
    code: 3,
    says: '--out must be',
  },
])('rules new: $name', async ({ args, code, says }) => {
  const folder = freshFolder({ 'e.log': '\u0001\u0002 garbage\n' });
  const run = await soclite(folder, ['rules', 'new', ...args]);
  expect({ code: run.code, stderr: run.stderr }).toEqual({
    code,
    stderr: expect.stringContaining(says),
  });
  expect(existsSync(join(folder, 'new-rule.yml'))).toBe(false);
});
