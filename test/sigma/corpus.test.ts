// Every current rule of SigmaHQ (Detection Rule License 1.1) loads or is refused by name, with exact counts.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseSigma } from '../../src/sigma/parse.ts';
import { resolveRuleSet } from '../../src/sigma/rule-set.ts';
import type { ParseOptions } from '../../src/sigma/parse.ts';
import type { ResolvedRuleSet } from '../../src/sigma/rule-set.ts';

const CORPORA = process.env['SOCLITE_CORPORA'] ?? '../shared/corpora';
const ARCHIVE = join(CORPORA, 'sigmahq-rules', 'sigmahq-rules.tar.gz');
const CURRENT = [
  'rules',
  'rules-emerging-threats',
  'rules-threat-hunting',
  'rules-compliance',
  'rules-placeholder',
];
const OLD = ['deprecated', 'unsupported'];
const isMissing = !existsSync(ARCHIVE) && process.env['CI'] !== 'true';

/** Documents refused, by what the errors say; a document with two different errors counts for both. */
function countRefusals({ refused }: ResolvedRuleSet): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { problems } of refused) {
    const errors = problems.filter(({ severity }) => severity === 'error');
    for (const reason of new Set(errors.map(({ code }) => code)))
      counts[reason] = (counts[reason] ?? 0) + 1;
  }
  return counts;
}

function countWarnings({ problems }: ResolvedRuleSet): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { code, severity } of problems)
    if (severity === 'warning') counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

describe.skipIf(isMissing)(`the rules of SigmaHQ in ${ARCHIVE}`, () => {
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'soclite-sigmahq-'));
    execFileSync('tar', ['xzf', ARCHIVE, '-C', folder]);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  function load(
    folders: readonly string[],
    options: ParseOptions = {},
  ): ResolvedRuleSet & { readonly fileCount: number } {
    const names = folders.flatMap((name) =>
      readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.yml'))
        .map((file) => join(name, file)),
    );
    const parsed = names
      .toSorted()
      .map((name) => parseSigma(readFileSync(join(folder, name), 'utf8'), name, options));
    return { ...resolveRuleSet(parsed), fileCount: names.length };
  }

  /** Values for every placeholder that a rule is refused for, whatever its name. */
  function configurePlaceholders(folders: readonly string[]): ParseOptions {
    const placeholders = new Map<string, readonly string[]>();
    for (let known = -1; known < placeholders.size;) {
      known = placeholders.size;
      for (const { code, message } of load(folders, { placeholders }).problems) {
        const name = /placeholder "(.*)"$/.exec(message)?.[1];
        if (code === 'placeholder-undefined' && name !== undefined)
          placeholders.set(name, ['first', 'second*']);
      }
    }
    return { placeholders };
  }

  test('3,780 current rules: all load but the 25 whose placeholders have no values', () => {
    const loaded = load(CURRENT);
    expect({
      files: loaded.fileCount,
      rules: loaded.ruleSet.rules.length,
      correlations: loaded.ruleSet.correlations.length,
      refused: loaded.refused.length,
      reasons: countRefusals(loaded),
      warnings: countWarnings(loaded),
    }).toEqual({
      files: 3780,
      rules: 3755,
      correlations: 0,
      refused: 25,
      reasons: { 'placeholder-undefined': 25 },
      warnings: { 'identifier-malformed': 2 },
    });
  });

  test('3,780 current rules with placeholders configured: all load', () => {
    const options = configurePlaceholders(CURRENT);
    const loaded = load(CURRENT, options);
    expect({
      placeholders: options.placeholders?.size,
      rules: loaded.ruleSet.rules.length,
      refused: loaded.refused,
      warnings: countWarnings(loaded),
    }).toEqual({
      placeholders: 25,
      rules: 3780,
      refused: [],
      warnings: { 'identifier-malformed': 2 },
    });
  });

  test('old rules: aggregations and time frames are refused by name', () => {
    const loaded = load(OLD);
    expect({
      files: loaded.fileCount,
      rules: loaded.ruleSet.rules.length,
      refused: loaded.refused.length,
      reasons: countRefusals(loaded),
    }).toEqual({
      files: 259,
      rules: 195,
      refused: 66,
      reasons: {
        'aggregation-unsupported': 55,
        'condition-syntax': 4,
        'placeholder-undefined': 3,
        'timeframe-unsupported': 49,
      },
    });
  });

  test('the one rule on which YAML 1.1 and 1.2 differ keeps its digits', () => {
    const file = 'registry_set_susp_keyboard_layout_load.yml';
    const { ruleSet } = load(['rules']);
    const rule = ruleSet.rules.find(({ at }) => at.file.endsWith(file));
    const texts = JSON.stringify([...(rule?.detections.values() ?? [])]);
    expect(texts).toContain('"text":"00000429"');
  });
});
