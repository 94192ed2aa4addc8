import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { expect, test } from 'vitest';
import { freshFolder, soclite } from '../support/run-soclite.ts';

const WARNED = `title: T
id: 6f0d1f4e-2c0b-4d5e-9a34-0d4b8c9b7a11
status: test
author: A
level: low
date: 2026/1/2
logsource: {product: windows}
detection:
  a: {f|contains: '*x'}
  filter: {g: 1}
  condition: a AND NOT filter
`;

test('rules check -o sarif: version 2.1.0, a rule for each code, a result for each problem', async () => {
  const folder = freshFolder({ 'my rules/a.yml': WARNED, 'bad.yml': 'title: [' });
  const run = await soclite(folder, ['rules', 'check', '.', '-o', 'sarif']);
  expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 2, stderr: '' });
  const result = (rest: object): object => ({
    ruleId: expect.stringMatching(/^[a-z-]+$/),
    ruleIndex: expect.any(Number),
    level: 'warning',
    message: { text: expect.any(String) },
    ...rest,
  });
  const at = (uri: string, startLine: number, startColumn: number): object => ({
    locations: [
      { physicalLocation: { artifactLocation: { uri }, region: { startLine, startColumn } } },
    ],
  });
  const rules = ['yaml-syntax', 'date-format', 'wildcard-redundant', 'condition-case'];
  expect(JSON.parse(run.stdout)).toEqual({
    $schema: expect.stringContaining('sarif-schema-2.1.0.json'),
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'soclite rules check',
            version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
            rules: rules.map((id) => ({
              id,
              shortDescription: { text: id.replaceAll('-', ' ') },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: [
          result({ level: 'error', ruleId: 'yaml-syntax', ruleIndex: 0, ...at('bad.yml', 2, 1) }),
          result({
            ruleId: 'date-format',
            ruleIndex: 1,
            message: { text: 'the date "2026/1/2" is not written YYYY-MM-DD; write 2026-01-02' },
            ...at('my%20rules/a.yml', 6, 7),
          }),
          result({ ruleId: 'wildcard-redundant', ruleIndex: 2, ...at('my%20rules/a.yml', 9, 19) }),
          result({ ruleId: 'condition-case', ruleIndex: 3, ...at('my%20rules/a.yml', 11, 16) }),
          result({ ruleId: 'condition-case', ruleIndex: 3, ...at('my%20rules/a.yml', 11, 20) }),
        ],
      },
    ],
  });
});

test('rules check -o sarif is valid against the schema of SARIF 2.1.0, whatever files are called', async () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile(
    JSON.parse(readFileSync('test/fixtures/schemas/sarif-2.1.0.json', 'utf8')) as object,
  );
  const folder = freshFolder({
    'luật 1/a#b?.yml': WARNED,
    'bad.yml': 'title: [',
    'action.yml': 'action: global\ntitle: T\n',
  });
  for (const path of ['.', folder]) {
    const run = await soclite(folder, ['rules', 'check', path, '-o', 'sarif']);
    const log = JSON.parse(run.stdout) as { runs: { results: object[] }[] };
    validate(log);
    expect(validate.errors ?? []).toEqual([]);
    expect(log.runs[0]?.results).toHaveLength(6);
  }
  expect(validate({ version: '2.1.0', runs: [{}] })).toBe(false);
});

test('rules check --fix mends the text in place and checks again', async () => {
  const folder = freshFolder({ 'a.yml': WARNED });
  const before = await soclite(folder, ['rules', 'check', 'a.yml']);
  expect(before.code).toBe(1);
  const run = await soclite(folder, ['rules', 'check', 'a.yml', '--fix']);
  expect(run).toEqual({
    code: 0,
    stdout: '1 files, 1 rules loaded, 0 refused, 0 warnings\n',
    stderr: 'a.yml: 3 fixed\n',
  });
  expect(readFileSync(join(folder, 'a.yml'), 'utf8')).toBe(
    WARNED.replace('2026/1/2', '2026-01-02').replace("'*x'", "'x'").replace('AND NOT', 'and not'),
  );
});

test('rules check --fix never writes a file that is not UTF-8, nor one that it cannot mend', async () => {
  const latin = Buffer.concat([Buffer.from('# \xe9\n', 'latin1'), Buffer.from(WARNED)]);
  const folder = freshFolder({ 'latin.yml': latin, 'bad.yml': 'title: T\ndate: 2026/1/2\n' });
  const run = await soclite(folder, ['rules', 'check', '.', '--fix']);
  expect(run.stderr).toBe('');
  expect(readFileSync(join(folder, 'latin.yml'))).toEqual(latin);
  expect(readFileSync(join(folder, 'bad.yml'), 'utf8')).toBe('title: T\ndate: 2026/1/2\n');
});

test('placeholders of the nearest soclite.yml count for check, --fix, test and show', async () => {
  const rule = WARNED.replace("{f|contains: '*x'}", "{f|expand: '%Admins%'}").replace(
    'filter: {g: 1}',
    'filter: {EventID: 2}',
  );
  const event = (f: string): string => `      {"EventID":1,"Channel":"Security","f":"${f}"}\n`;
  const folder = freshFolder({
    'soclite.yml': 'placeholders: { Admins: [root] }\n',
    'rules/a.yml': rule,
    'rules/a.test.yml': `cases:\n  - name: a\n    expect: match\n    lines: |\n${event('root')}  - name: b\n    expect: no match\n    lines: |\n${event('lan')}`,
  });
  const fixed = await soclite(folder, ['rules', 'check', 'rules', '--fix']);
  expect(fixed).toEqual({
    code: 0,
    stdout: '1 files, 1 rules loaded, 0 refused, 0 warnings\n',
    stderr: 'rules/a.yml: 2 fixed\n',
  });
  expect((await soclite(folder, ['rules', 'test', 'rules'])).stdout).toBe(
    'rule cases: 2 passed, 0 failed\n',
  );
  expect((await soclite(folder, ['rules', 'show', 'T', '-r', 'rules'])).stdout).toContain(
    'f|expand: root',
  );
});
