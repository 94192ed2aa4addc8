// @ts-check
// Scores soclite on corpora that nobody here wrote, through its documented outputs only (docs/output.md): prints one
// table with denominators and writes the figures as JSON.
//
//   SOCLITE_CORPORA       folder of the corpora (default ../shared/corpora)
//   SOCLITE_RULES         SigmaHQ's rules, as folders or as sigmahq-rules.tar.gz (default: in the corpora)
//   SOCLITE_CORPORA_OUT   where the figures go (default corpora.json)
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { extractTarGz } from '../support/tar.mjs';
import { scoreCorrelations } from './correlations.mjs';
import { scoreSamples } from './hayabusa.mjs';
import { scoreHits } from './hits.mjs';
import { scorePipelines } from './pipelines.mjs';
import { scoreRegression } from './regression.mjs';
import { scoreRules } from './rules.mjs';
import { scoreSyslog } from './sc4s.mjs';

const corpora = resolve(process.env['SOCLITE_CORPORA'] ?? '../shared/corpora');
const out = process.env['SOCLITE_CORPORA_OUT'] ?? 'corpora.json';
const CURRENT_FOLDERS = [
  'rules',
  'rules-emerging-threats',
  'rules-threat-hunting',
  'rules-compliance',
];

if (!existsSync(corpora)) {
  process.stderr.write(`no corpora at ${corpora}: set SOCLITE_CORPORA\n`);
  process.exit(process.env['CI'] === 'true' ? 1 : 0);
}

const work = mkdtempSync(join(tmpdir(), 'soclite-corpora-'));
try {
  const rulesRoot = findRules(
    resolve(process.env['SOCLITE_RULES'] ?? join(corpora, 'sigmahq-rules')),
    work,
  );
  const folders = CURRENT_FOLDERS.map((folder) => join(rulesRoot, folder)).filter((folder) =>
    existsSync(folder),
  );
  /** @type {import('./score.mjs').Score[]} */
  const scores = [await scoreRules(folders)];
  for (const name of ['evtx-attack-samples', 'evtx-to-mitre-attack', 'otrf-security-datasets']) {
    if (!existsSync(join(corpora, name))) continue;
    scores.push(await scoreHits(name, join(corpora, name), folders));
    scores.push(await scorePipelines(name, join(corpora, name), folders));
  }
  const regression = join(corpora, 'sigmahq-regression');
  if (existsSync(regression)) scores.push(await scoreRegression(regression, folders));
  const samples = join(corpora, 'hayabusa-rule-samples');
  if (existsSync(samples)) scores.push(await scoreSamples(samples));
  const correlations = join(corpora, 'correlation-hayabusa');
  if (existsSync(correlations)) scores.push(await scoreCorrelations(correlations));
  const syslog = join(corpora, 'sc4s-syslog');
  if (existsSync(syslog)) scores.push(await scoreSyslog(syslog));
  print(scores);
  writeFileSync(out, `${JSON.stringify({ node: process.version, scores }, null, 2)}\n`);
  process.stdout.write(`figures in ${out}\n`);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/**
 * @param {string} given folder with rule folders or with the archive
 * @param {string} folder where an archive is extracted
 */
function findRules(given, folder) {
  if (existsSync(join(given, 'rules'))) return given;
  const archive = join(given, 'sigmahq-rules.tar.gz');
  if (!existsSync(archive)) throw new Error(`no SigmaHQ rules at ${given}: set SOCLITE_RULES`);
  extractTarGz(archive, folder);
  if (existsSync(join(folder, 'rules'))) return folder;
  const inner = readdirSync(folder).find((name) => existsSync(join(folder, name, 'rules')));
  if (inner === undefined) throw new Error(`${archive} holds no folder "rules"`);
  return join(folder, inner);
}

/** @param {import('./score.mjs').Score[]} scores */
function print(scores) {
  for (const { corpus, figures, notes } of scores) {
    process.stdout.write(`${corpus}\n`);
    for (const [name, figure] of Object.entries(figures)) {
      const value = typeof figure === 'number' ? String(figure) : `${figure.got} of ${figure.of}`;
      process.stdout.write(`  ${name.padEnd(44)} ${value}\n`);
    }
    for (const note of notes.slice(0, 40)) process.stdout.write(`    ${note}\n`);
    if (notes.length > 40) process.stdout.write(`    … ${notes.length - 40} more in ${out}\n`);
  }
}
