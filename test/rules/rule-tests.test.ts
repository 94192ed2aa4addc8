// Every bundled rule's own cases, as `soclite rules test` runs them, through the reference matcher and the engine.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { testRules } from '../../src/app/rule-test.ts';
import { parseMapping } from '../../src/decode/mapping.ts';
import { compileEngine } from '../../src/detect/engine.ts';
import { createReferenceMatcher } from '../../src/detect/reference.ts';
import { textFiles } from '../../src/io/text-files.ts';

const MAPPING = 'seeds/mappings/cmc.yml';
const NOW_MS = Date.parse('2026-11-23T00:00:00Z');

describe.each([
  { name: 'reference', compileRules: createReferenceMatcher },
  { name: 'engine', compileRules: compileEngine },
])('the bundled rules hold their own cases with the $name matcher', async ({ compileRules }) => {
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
