// @ts-check
// SigmaHQ's own regression cases in JSON: each rule on its own events.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { rounded, soclite } from './score.mjs';

/**
 * @param {string} corpus folder with a folder a case
 * @param {string[]} folders SigmaHQ's rule folders
 * @returns {Promise<import('./score.mjs').Score>}
 */
export async function scoreRegression(corpus, folders) {
  const cases = readdirSync(corpus).filter((name) =>
    existsSync(join(corpus, name, 'events.ndjson')),
  );
  if (cases.length === 0) throw new Error(`${corpus} holds no case`);
  /** @type {Map<string, number>} matches of a case's own rule */
  const counts = new Map();
  const args = [
    'scan',
    join(corpus, '*', 'events.ndjson'),
    ...folders.flatMap((folder) => ['-r', folder]),
  ];
  const run = await soclite([...args, '--allow-refused', '--matches', '-o', 'ndjson'], (line) => {
    const match = JSON.parse(line);
    const name = basename(dirname(match.file));
    const key = `${name} ${match.rule_id}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  });

  let exact = 0;
  let enough = 0;
  /** @type {string[]} */
  const notes = [];
  for (const name of cases) {
    const expected = JSON.parse(readFileSync(join(corpus, name, 'expected.json'), 'utf8'));
    const got = counts.get(`${name} ${expected.rule_id}`) ?? 0;
    if (got >= (expected.upstream_match_count ?? 1)) enough += 1;
    if (got === expected.reference_match_count) exact += 1;
    else notes.push(`${expected.rule_path}: ${got} instead of ${expected.reference_match_count}`);
  }
  return {
    corpus: 'sigmahq-regression (cases with JSON events)',
    figures: {
      'cases with exactly the reference count': { got: exact, of: cases.length },
      "cases with at least upstream's count": { got: enough, of: cases.length },
      seconds: rounded(run.seconds),
    },
    notes,
  };
}
