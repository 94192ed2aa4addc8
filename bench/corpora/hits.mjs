// @ts-check
// Per-event hits on real Windows events against a reference evaluator's hits (ORIGIN.md of each corpus).
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { listRules } from './rules.mjs';
import { rounded, soclite } from './score.mjs';

/**
 * @param {string} name
 * @param {string} corpus folder with events/ and expected-hits.ndjson.gz
 * @param {string[]} folders SigmaHQ's rule folders
 * @returns {Promise<import('./score.mjs').Score>}
 */
export async function scoreHits(name, corpus, folders) {
  const { rules } = await listRules(folders);
  const loaded = new Set(rules.filter((rule) => rule.state === 'loaded').map((rule) => rule.id));
  const expected = readExpected(join(corpus, 'expected-hits.ndjson.gz'));

  /** @type {Set<string>} */
  const found = new Set();
  const args = ['scan', join(corpus, 'events'), ...folders.flatMap((folder) => ['-r', folder])];
  const run = await soclite([...args, '--allow-refused', '--matches', '-o', 'ndjson'], (line) => {
    const match = JSON.parse(line);
    found.add(`${basename(match.file)} ${match.line - 1} ${match.rule_id}`);
  });

  const wanted = [...expected.hits].filter((hit) =>
    loaded.has(hit.slice(hit.lastIndexOf(' ') + 1)),
  );
  const missing = wanted.filter((hit) => !found.has(hit));
  const extra = [...found].filter((hit) => !expected.hits.has(hit));
  return {
    corpus: name,
    figures: {
      events: expected.events,
      'reference hits of all rules': expected.hits.size,
      'reference hits of loaded rules, found': {
        got: wanted.length - missing.length,
        of: wanted.length,
      },
      'hits that the reference does not have': extra.length,
      seconds: rounded(run.seconds),
      'peak memory, MB': run.peakMegabytes,
    },
    notes: [...byRule('missing', missing, rules), ...byRule('extra', extra, rules)],
  };
}

/**
 * Differences by rule, most first, each with one place to look at.
 * @param {string} kind
 * @param {string[]} hits
 * @param {{ id: string | null, title: string | null }[]} rules
 */
function byRule(kind, hits, rules) {
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const hit of hits) {
    const id = hit.slice(hit.lastIndexOf(' ') + 1);
    groups.set(id, [...(groups.get(id) ?? []), hit.slice(0, hit.lastIndexOf(' '))]);
  }
  return [...groups]
    .toSorted((a, b) => b[1].length - a[1].length)
    .map(([id, places]) => {
      const title = rules.find((rule) => rule.id === id)?.title ?? '';
      return `${kind} ${places.length} × ${id} ${title}, such as ${places[0]}`;
    });
}

/** @param {string} path */
function readExpected(path) {
  /** @type {Set<string>} */
  const hits = new Set();
  let events = 0;
  for (const line of gunzipSync(readFileSync(path)).toString().split('\n')) {
    if (line === '') continue;
    const entry = JSON.parse(line);
    events += entry.events;
    for (const [index, ids] of Object.entries(entry.reference_hits)) {
      for (const id of ids) hits.add(`${entry.file} ${index} ${id}`);
    }
  }
  if (events === 0) throw new Error(`${path} names no events`);
  return { hits, events };
}
