// Every documented output is what docs/schemas says, on the sample logs: stable shapes for other programs.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { freshFolder, records, soclite } from '../support/run-soclite.ts';

const CONFIG = resolve('sample-logs/soclite.yml');
const LOGS = resolve('sample-logs/logs');

/** Fails with the schema's own words. */
function expectValid(schema: string, values: readonly unknown[]): void {
  const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
  const validate = ajv.compile(
    JSON.parse(readFileSync(`docs/schemas/${schema}.schema.json`, 'utf8')) as object,
  );
  expect(values.length).toBeGreaterThan(0);
  for (const value of values) {
    validate(value);
    expect({ value, errors: validate.errors ?? [] }).toEqual({ value, errors: [] });
  }
}

test.each([
  { name: 'scan -o ndjson', schema: 'alert', args: ['scan', LOGS, '-c', CONFIG, '-o', 'ndjson'] },
  { name: 'scan --matches', schema: 'match', args: ['scan', LOGS, '-c', CONFIG, '--matches'] },
  { name: 'parse -o ndjson', schema: 'event', args: ['parse', LOGS, '-c', CONFIG, '-o', 'ndjson'] },
  {
    name: 'parse --raw',
    schema: 'event',
    args: ['parse', LOGS, '-c', CONFIG, '-o', 'ndjson', '--raw'],
  },
])('$name', async ({ schema, args }) => {
  const run = await soclite(freshFolder(), args);
  expectValid(schema, records(run.stdout));
});

test.each([
  { name: 'rules list -o json', schema: 'rules', args: ['rules', 'list', '-o', 'json'] },
  { name: 'units -o json', schema: 'units', args: ['units', '-c', CONFIG, '-o', 'json'] },
  {
    name: 'machines -o json',
    schema: 'machines',
    args: ['machines', LOGS, '-c', CONFIG, '-o', 'json'],
  },
])('$name', async ({ schema, args }) => {
  const run = await soclite(freshFolder(), args);
  const value: unknown = JSON.parse(run.stdout);
  expect(value).toHaveProperty(
    'length',
    expect.toSatisfy((length: number) => length > 0),
  );
  expectValid(schema, [value]);
});

test('scan -o json is the array of what -o ndjson prints', async () => {
  const folder = freshFolder();
  const lines = records(
    (await soclite(folder, ['scan', LOGS, '-c', CONFIG, '-o', 'ndjson'])).stdout,
  );
  const array: unknown = JSON.parse(
    (await soclite(folder, ['scan', LOGS, '-c', CONFIG, '-o', 'json'])).stdout,
  );
  expect(lines.length).toBeGreaterThan(0);
  expect(array).toEqual(lines);
});

test('rules list keeps refused rules, with the reason', async () => {
  const folder = freshFolder({
    'r.yml':
      'title: R\nid: r\nlogsource: {product: windows}\ndetection:\n  s: {f|frobnicate: x}\n  condition: s\n',
  });
  const run = await soclite(folder, ['rules', 'list', '-r', 'r.yml', '-o', 'json']);
  expect(run.code).toBe(2);
  expect(JSON.parse(run.stdout)).toEqual([
    {
      id: 'r',
      title: 'R',
      title_vi: null,
      kind: 'unknown',
      state: 'refused',
      level: null,
      layer: null,
      author: null,
      tags: [],
      logsource: [],
      file: 'r.yml',
      line: 1,
      reasons: [expect.stringMatching(/^r\.yml:5:\d+: error: .*frobnicate/)],
    },
  ]);
});
