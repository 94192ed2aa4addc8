// `-p` and `pipelines:`: rules are rewritten before they run; a pipeline with faults stops everything.
import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freshFolder, records, soclite } from '../support/run-soclite.ts';

const RULE = `title: shell started
id: 5013198c-1a1c-4b9e-8e4c-0a3a9f0c0a01
name: shell
status: test
level: high
logsource: {category: process_creation}
detection:
  sel:
    Image|endswith: '\\sh.exe'
    Who|expand: '%admins%'
  condition: sel
`;
const PIPELINE = `name: our fields
vars: {admins: [root]}
transformations:
  - {type: value_placeholders}
  - {type: field_name_mapping, mapping: {Image: NewProcessName}}
`;
const EVENTS = `{"Channel":"Security","EventID":4688,"NewProcessName":"C:\\\\sh.exe","Who":"root","TimeCreated":"2026-11-20T10:00:00Z"}
{"Channel":"Security","EventID":4688,"NewProcessName":"C:\\\\sh.exe","Who":"ann","TimeCreated":"2026-11-20T10:00:01Z"}
`;
const MATCHES = ['--matches', '-o', 'ndjson'];

describe('soclite scan -p', () => {
  test('fields are those of the log as it was decoded', async () => {
    const folder = freshFolder({ 'r.yml': RULE, 'p.yml': PIPELINE, 'e.ndjson': EVENTS });
    const run = await soclite(folder, [
      'scan',
      'e.ndjson',
      '-r',
      'r.yml',
      '-p',
      'p.yml',
      ...MATCHES,
    ]);
    expect(run.code).toBe(1);
    expect(records(run.stdout).map(({ line }) => line)).toEqual([1]);
  });

  test('the configuration names pipelines too', async () => {
    const folder = freshFolder({
      'r.yml': RULE,
      'pipes/p.yml': PIPELINE,
      'e.ndjson': EVENTS,
      'soclite.yml': 'rules: [r.yml]\npipelines: [pipes]\n',
    });
    const run = await soclite(folder, ['scan', 'e.ndjson', ...MATCHES]);
    expect([run.code, records(run.stdout).length]).toEqual([1, 1]);
  });

  test.each([
    [['scan', 'e.ndjson', '-r', 'r.yml', '-p', 'p.yml']],
    [['rules', 'check', 'r.yml', '-p', 'p.yml']],
    [['rules', 'list', '-r', 'r.yml', '-p', 'p.yml']],
    [['rules', 'show', 'shell', '-r', 'r.yml', '-p', 'p.yml']],
    [['rules', 'test', 'r.yml', '-p', 'p.yml']],
    [['rules', 'explain', 'r.yml', 'e.ndjson', '-p', 'p.yml']],
    [['rules', 'backtest', 'r.yml', '--on', 'e.ndjson', '-p', 'p.yml']],
    [['rules', 'coverage', 'r.yml', '-p', 'p.yml']],
  ])('a pipeline with a fault ends %j with exit 3', async (args) => {
    const folder = freshFolder({ 'r.yml': RULE, 'p.yml': 'prio: 1\n', 'e.ndjson': EVENTS });
    const run = await soclite(folder, args);
    expect(run.code).toBe(3);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain('p.yml:1:1: error: a pipeline has no key "prio"');
  });

  test('a rule that the pipeline refuses is refused with its message', async () => {
    const failing = 'transformations: [{type: rule_failure, message: not for us}]\n';
    const folder = freshFolder({ 'r.yml': RULE, 'p.yml': failing });
    const run = await soclite(folder, ['rules', 'check', 'r.yml', '-p', 'p.yml']);
    expect(run.code).toBe(2);
    expect(run.stdout).toContain('r.yml:1:1: error: not for us [pipeline-rule-failure]');
  });
});

describe('file_placeholders', () => {
  const READING = (path: string): string =>
    `transformations: [{type: file_placeholders, path: ${path}}]\n`;

  test('reads a list beside the pipeline', async () => {
    const folder = freshFolder({
      'r.yml': RULE,
      'pipes/p.yml': READING('lists/admins.txt'),
      'pipes/lists/admins.txt': 'root\n\n ann \n',
    });
    const run = await soclite(folder, ['rules', 'check', 'r.yml', '-p', 'pipes/p.yml']);
    expect([run.code, run.stderr]).toEqual([0, '']);
  });

  test.each(['../admins.txt', 'link.txt', 'folder/admins.txt', '/etc/hostname'])(
    'does not leave the folder for %j',
    async (path) => {
      const folder = freshFolder({
        'r.yml': RULE,
        'pipes/p.yml': READING(path),
        'admins.txt': 'root\n',
      });
      symlinkSync(join(folder, 'admins.txt'), join(folder, 'pipes/link.txt'));
      symlinkSync(folder, join(folder, 'pipes/folder'));
      const run = await soclite(folder, ['rules', 'check', 'r.yml', '-p', 'pipes/p.yml']);
      expect(run.code).toBe(3);
      expect(run.stderr).toContain('pipes/p.yml:1:');
    },
  );
});

test("pySigma's pipeline of Windows channels changes no match of the samples", async () => {
  const folder = resolve('.');
  const args = ['scan', 'sample-logs', '--allow-refused', ...MATCHES];
  const without = await soclite(folder, args);
  const pipeline = 'test/fixtures/pipelines/windows-logsources.yml';
  const through = await soclite(folder, [...args, '-p', pipeline]);
  expect(records(without.stdout).length).toBeGreaterThan(10);
  expect(through.stdout).toBe(without.stdout);
});
