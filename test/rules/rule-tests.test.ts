// Every bundled rule's own cases, as `soclite rules test` runs them, through both evaluators.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { testRules } from '../../src/app/rule-test.ts';
import { parseMapping } from '../../src/decode/mapping.ts';
import { textFiles } from '../../src/io/text-files.ts';
import { MATCHERS } from '../support/matchers.ts';

const MAPPING = 'seeds/mappings/cmc.yml';
const NOW_MS = Date.parse('2026-11-23T00:00:00Z');

describe.each(MATCHERS)('%s: the bundled rules hold their own cases', async (_, compileRules) => {
  const mapping = parseMapping(readFileSync(MAPPING, 'utf8'), MAPPING);
  const results = await testRules(['rules'], {
    files: textFiles,
    mappings: mapping.ok ? [mapping.value] : [],
    nowMs: NOW_MS,
    compileRules,
  });

  test('there are cases', () => {
    expect(results.length).toBeGreaterThan(150);
  });

  test.each(results.map((result) => [`${result.ruleFile}: ${result.name}`, result] as const))(
    '%s',
    (_name, result) => {
      expect(result.failures).toEqual([]);
    },
  );
});
