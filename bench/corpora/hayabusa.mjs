// @ts-check
// Rules that carry a sample event: each must load and match its own (ORIGIN.md).
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { listRules } from './rules.mjs';
import { soclite } from './score.mjs';

/**
 * @param {string} corpus folder with rule-sample-pairs.ndjson.gz
 * @returns {Promise<import('./score.mjs').Score>}
 */
export async function scoreSamples(corpus) {
  const text = gunzipSync(readFileSync(join(corpus, 'rule-sample-pairs.ndjson.gz'))).toString();
  /** @type {{ rule_id: string, rule_file: string, rule_yaml: string, event: unknown }[]} */
  const pairs = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  if (pairs.length === 0) throw new Error(`${corpus} holds no pair`);
  const work = mkdtempSync(join(tmpdir(), 'soclite-hayabusa-'));
  try {
    mkdirSync(join(work, 'rules'));
    mkdirSync(join(work, 'events'));
    for (const [index, { rule_yaml: rule, event }] of pairs.entries()) {
      writeFileSync(join(work, 'rules', `${index}.yml`), rule);
      writeFileSync(join(work, 'events', `${index}.ndjson`), `${JSON.stringify(event)}\n`);
    }
    return await scorePairs(pairs, work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * @param {{ rule_id: string, rule_file: string }[]} pairs
 * @param {string} work
 * @returns {Promise<import('./score.mjs').Score>}
 */
async function scorePairs(pairs, work) {
  const { rules } = await listRules([join(work, 'rules')]);
  /** @type {Set<string>} */
  const found = new Set();
  const args = ['scan', join(work, 'events'), '-r', join(work, 'rules'), '--allow-refused'];
  await soclite([...args, '--matches', '-o', 'ndjson'], (line) => {
    const match = JSON.parse(line);
    found.add(`${basename(match.file, '.ndjson')} ${match.rule_id}`);
  });
  const missing = pairs.filter(({ rule_id: id }, index) => !found.has(`${index} ${id}`));
  const refused = rules.filter((rule) => rule.state !== 'loaded');
  return {
    corpus: 'hayabusa-rule-samples',
    figures: {
      'rules loaded': { got: rules.length - refused.length, of: rules.length },
      'rules that match their own sample': {
        got: pairs.length - missing.length,
        of: pairs.length,
      },
    },
    notes: [
      ...refused.map(({ title, reasons }) => `refused: ${title}: ${reasons[0] ?? ''}`),
      ...missing.map(({ rule_file: file }) => `no match: ${file}`),
    ],
  };
}
