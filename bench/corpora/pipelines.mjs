// @ts-check
// pySigma's Windows pipelines on top of our own log source tables: the same hits. The pipeline of channels must change
// nothing; that of Sysmon takes Sysmon's events only, so what is missing must all be of events 4688.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { soclite } from './score.mjs';

const fixtures = fileURLToPath(new URL('../../test/fixtures/pipelines', import.meta.url));

/**
 * @param {string} name
 * @param {string} corpus folder with events/
 * @param {string[]} folders SigmaHQ's rule folders
 * @returns {Promise<import('./score.mjs').Score>}
 */
export async function scorePipelines(name, corpus, folders) {
  const events = join(corpus, 'events');
  const without = await findHits(events, folders, []);
  const channels = await findHits(events, folders, [join(fixtures, 'windows-logsources.yml')]);
  const sysmon = await findHits(events, folders, [join(fixtures, 'sysmon.yml')]);
  const changed = [
    ...[...without.keys()].filter((hit) => !channels.has(hit)),
    ...[...channels.keys()].filter((hit) => !without.has(hit)),
  ];
  const missing = [...without].filter(([hit]) => !sysmon.has(hit));
  const extra = [...sysmon.keys()].filter((hit) => !without.has(hit));
  const audit = missing.filter(([, place]) => isAudit(place));
  return {
    corpus: `${name}, through pySigma's Windows pipelines`,
    figures: {
      'hits without a pipeline': without.size,
      'of them with windows-logsources': { got: without.size - changed.length, of: without.size },
      'of them with sysmon': { got: without.size - missing.length, of: without.size },
      'missing with sysmon, of events 4688': { got: audit.length, of: missing.length },
      'hits only with sysmon': extra.length,
    },
    notes: [
      ...changed.map((hit) => `windows-logsources: ${hit}`),
      ...missing.filter(([, place]) => !isAudit(place)).map(([hit]) => `sysmon: ${hit}`),
      ...extra.map((hit) => `only with sysmon: ${hit}`),
    ],
  };
}

/** @typedef {{ file: string, line: number }} Place */

/**
 * @param {string} events
 * @param {string[]} folders
 * @param {string[]} pipelines
 */
async function findHits(events, folders, pipelines) {
  /** @type {Map<string, Place>} */
  const hits = new Map();
  const args = [
    'scan',
    events,
    '--allow-refused',
    '--matches',
    '-o',
    'ndjson',
    ...folders.flatMap((folder) => ['-r', folder]),
    ...pipelines.flatMap((pipeline) => ['-p', pipeline]),
  ];
  await soclite(args, (line) => {
    const { file, line: place, rule_id: rule } = JSON.parse(line);
    hits.set(`${basename(file)} ${place} ${rule}`, { file, line: place });
  });
  return hits;
}

/** @type {Map<string, string[]>} */
const read = new Map();

/** @param {Place} place */
function isAudit({ file, line }) {
  const lines =
    read.get(file) ??
    (file.endsWith('.gz') ? gunzipSync(readFileSync(file)) : readFileSync(file))
      .toString()
      .split('\n');
  read.set(file, lines);
  return /"(?:EventID|EventId|event_id)":\s*(?:\{[^}]*"#text":\s*)?"?4688\b/.test(
    lines[line - 1] ?? '',
  );
}
