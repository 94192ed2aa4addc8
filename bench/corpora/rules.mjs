// @ts-check
// How many of SigmaHQ's current rules load, and why the others are refused.
import { rounded, soclite } from './score.mjs';

/**
 * The loaded and refused rules of `folders`, by id.
 * @param {string[]} folders
 */
export async function listRules(folders) {
  let json = '';
  const run = await soclite(
    ['rules', 'list', ...folders.flatMap((folder) => ['-r', folder]), '-o', 'json'],
    (line) => {
      json += line;
    },
  );
  /** @type {{ id: string | null, title: string | null, state: string, reasons: string[] }[]} */
  const rules = JSON.parse(json);
  if (rules.length === 0) throw new Error('no rule was read');
  return { rules, run };
}

/**
 * @param {string[]} folders
 * @returns {Promise<import('./score.mjs').Score>}
 */
export async function scoreRules(folders) {
  const { rules, run } = await listRules(folders);
  const loaded = rules.filter((rule) => rule.state === 'loaded').length;
  /** @type {Map<string, number>} */
  const reasons = new Map();
  for (const rule of rules) {
    for (const reason of rule.reasons) {
      const code = /\[([a-z-]+)\]/.exec(reason)?.[1] ?? reason;
      const key = `${code}: ${/modifier (\S+)/.exec(reason)?.[1] ?? ''}`;
      reasons.set(key, (reasons.get(key) ?? 0) + 1);
    }
  }
  return {
    corpus: 'sigmahq-rules (rules, emerging-threats, threat-hunting, compliance)',
    figures: {
      'rules loaded': { got: loaded, of: rules.length },
      'load, seconds of the whole process': rounded(run.seconds),
    },
    notes: [...reasons]
      .toSorted((a, b) => b[1] - a[1])
      .map(([reason, count]) => `${count} × ${reason}`),
  };
}
