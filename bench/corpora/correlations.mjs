// @ts-check
// Published correlation rules on real events: alerts of the correlation, and hits of its base rule (ORIGIN.md).
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { soclite } from './score.mjs';

/**
 * @param {string} corpus folder with a folder a case: rules.yml, events.ndjson.gz, expected.json
 * @returns {Promise<import('./score.mjs').Score>}
 */
export async function scoreCorrelations(corpus) {
  const cases = readdirSync(corpus).filter((name) => statSync(join(corpus, name)).isDirectory());
  if (cases.length === 0) throw new Error(`${corpus} holds no case`);
  let asExpected = 0;
  let baseExact = 0;
  /** @type {string[]} */
  const notes = [];
  for (const name of cases) {
    const folder = join(corpus, name);
    const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
    const fault = await judgeAlerts(folder, expected);
    if (fault === null) asExpected += 1;
    else notes.push(`${name}: ${fault}`);
    const hits = await countMatches(folder, expected.base_rule);
    if (hits === expected.base_rule_hits) baseExact += 1;
    else notes.push(`${name}: base rule ${hits} instead of ${expected.base_rule_hits}`);
  }
  return {
    corpus: 'correlation-hayabusa',
    figures: {
      'correlations that alert as expected': { got: asExpected, of: cases.length },
      'base rules with exactly the expected hits': { got: baseExact, of: cases.length },
    },
    notes,
  };
}

/**
 * The groups of the correlation's alerts must be those expected, none = no alert; and only the correlation alerts.
 * @param {string} folder
 * @param {{ correlation_rule: string, base_rule_hits: number, groups: Record<string, string>[] }} expected
 * @returns {Promise<string | null>} what is wrong
 */
async function judgeAlerts(folder, expected) {
  /** @type {Set<string>} */
  const groups = new Set();
  /** @type {string[]} */
  const others = [];
  let count = 0;
  await soclite([...scanOf(folder), '-o', 'ndjson'], (line) => {
    const alert = JSON.parse(line);
    if (alert.rule_id !== expected.correlation_rule) {
      others.push(alert.rule_id);
      return;
    }
    count += alert.count;
    groups.add(keyOf(alert.group.map((/** @type {any} */ { field, value }) => [field, value])));
  });
  const wanted = new Set(expected.groups.map((group) => keyOf(Object.entries(group))));
  const missing = [...wanted].filter((group) => !groups.has(group));
  const extra = [...groups].filter((group) => !wanted.has(group));
  if (others.length > 0) return `${others.length} alerts of other rules, such as ${others[0]}`;
  if (missing.length > 0) return `no alert for ${missing[0]}`;
  if (extra.length > 0) return `an alert for ${extra[0]}`;
  const wantedCount = wanted.size === 0 ? 0 : expected.base_rule_hits;
  return count === wantedCount ? null : `${count} events instead of ${wantedCount}`;
}

/**
 * @param {string} folder
 * @param {string} rule
 */
async function countMatches(folder, rule) {
  let hits = 0;
  await soclite([...scanOf(folder), '--matches', '-o', 'ndjson'], (line) => {
    if (JSON.parse(line).rule_id === rule) hits += 1;
  });
  return hits;
}

/** @param {string} folder */
function scanOf(folder) {
  return ['scan', join(folder, 'events.ndjson.gz'), '-r', join(folder, 'rules.yml')];
}

/** @param {[string, string][]} pairs */
function keyOf(pairs) {
  return JSON.stringify(pairs.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
