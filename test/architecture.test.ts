// Wall 3 (dependency-cruiser) is awake: it reads every source file, and it catches planted forbidden imports. With
// a TypeScript that it cannot load it would cruise nothing and report no violation.
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { expect, test } from 'vitest';
import config from '../.dependency-cruiser.mjs';

async function cruiseFolder(baseDir: string): Promise<ICruiseResult> {
  const { forbidden, options } = config;
  const settings: ICruiseOptions = {
    ...options,
    baseDir: resolve(baseDir),
    validate: true,
    ruleSet: { forbidden: forbidden ?? [] },
  };
  const { output } = await cruise(['src'], settings);
  if (typeof output === 'string') throw new Error('expected a result object');
  return output;
}

test('every source file is cruised, and none breaks a wall', async () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const { summary } = await cruiseFolder('.');
  expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual(
    [],
  );
  expect(files.length).toBeGreaterThan(50);
  expect(summary.totalCruised).toBeGreaterThanOrEqual(files.length);
});

test('a planted import of app and of a Node module in a pure room is caught', async () => {
  const { summary } = await cruiseFolder('test/fixtures/architecture');
  const caught = summary.violations.map(({ rule }) => rule.name);
  expect(caught).toContain('util-imports');
  expect(caught).toContain('pure-no-node');
});
