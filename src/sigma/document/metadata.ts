// The keys that rules and correlations share (specification 2.1, "Components").
import type { Location } from '../../util/problem.ts';
import { nearestName } from '../../util/nearest-name.ts';
import { LEVELS, STATUSES } from '../rule.ts';
import type { RuleMetadata } from '../rule.ts';
import { checkSocliteKeys } from '../soclite-keys.ts';
import { PlainScalar } from '../yaml/plain-scalar.ts';
import { describeValue, getKey, isYamlList, isYamlMap, quote } from '../yaml/yaml-value.ts';
import type { YamlMap, YamlValue } from '../yaml/yaml-value.ts';
import type { FaultList } from './faults.ts';
import { readText, readTexts } from './read-value.ts';
import type { Reading } from './read-value.ts';

const MAX_TITLE_CHARS = 256;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const DATE = /^\d{4}([-/])\d{1,2}\1\d{1,2}$/;
/** Specification 2.1; `obsoletes` is version 1, `correlation` is pySigma's. */
const RELATIONS = [
  'derived',
  'obsolete',
  'obsoletes',
  'merged',
  'renamed',
  'similar',
  'correlation',
];
/** A rule that gives no level must not vanish below a level filter, nor wake anybody up. */
const DEFAULT_LEVEL = 'medium';

/** Keys that Sigma defines at the top level of a rule, correlation or filter; all others are `custom`. */
const SIGMA_KEYS = new Set([
  'title',
  'id',
  'name',
  'taxonomy',
  'related',
  'status',
  'description',
  'license',
  'author',
  'references',
  'date',
  'modified',
  'logsource',
  'detection',
  'fields',
  'falsepositives',
  'level',
  'tags',
  'scope',
  'correlation',
  'generate',
  'filter',
  'action',
]);

export function readMetadata(document: YamlMap, at: Location, faults: FaultList): RuleMetadata {
  // a filter raises no alerts, so it has no level
  const isFilter = Object.hasOwn(document, 'filter');
  const reading: Reading = { path: [], faults };
  const title = readTitle(document, reading);
  const name = readText(document, 'name', reading);
  checkTaxonomy(document, reading);
  checkRelated(document, reading);
  const metadata: RuleMetadata = {
    id: readId(document, name ?? title, reading),
    name,
    title,
    status: readChoice(document, { key: 'status', of: STATUSES }, reading),
    level: isFilter ? DEFAULT_LEVEL : readLevel(document, reading),
    description: readText(document, 'description', reading),
    author: readText(document, 'author', reading),
    references: readTexts(document, 'references', reading),
    falsePositives: readTexts(document, 'falsepositives', reading),
    tags: readTexts(document, 'tags', reading),
    date: readDate(document, 'date', reading),
    modified: readDate(document, 'modified', reading),
    license: readText(document, 'license', reading),
    custom: readCustom(document),
    at,
  };
  checkSocliteKeys(metadata, faults);
  return metadata;
}

function readTitle(document: YamlMap, reading: Reading): string {
  const title = readText(document, 'title', reading);
  const { faults } = reading;
  if (getKey(document, 'title') === undefined || title === '')
    faults.error({ path: [] }, { code: 'key-missing', message: 'a rule needs a title' });
  else if (title !== null && title.length > MAX_TITLE_CHARS) {
    const message = `the title has ${title.length} characters, ${MAX_TITLE_CHARS} are allowed`;
    faults.error({ path: ['title'] }, { code: 'title-too-long', message });
  }
  return title ?? '';
}

function readId(document: YamlMap, substitute: string, reading: Reading): string {
  const id = readText(document, 'id', reading);
  if (id === null || id === '') {
    reading.faults.warning(
      { path: [] },
      {
        code: 'id-missing',
        message: `the rule has no id; ${quote(substitute)} stands in`,
        hint: 'add a UUID as id, so that alerts keep their rule when the title changes',
      },
    );
    return substitute;
  }
  if (!UUID.test(id)) {
    const message = `the id ${quote(id)} is no UUID`;
    reading.faults.warning({ path: ['id'] }, { code: 'id-not-uuid', message });
  }
  return id;
}

function readLevel(document: YamlMap, reading: Reading): RuleMetadata['level'] {
  if (getKey(document, 'level') === undefined) {
    const message = `the rule has no level; ${DEFAULT_LEVEL} is assumed`;
    const hint = `add one of ${LEVELS.join(', ')}`;
    reading.faults.warning({ path: [] }, { code: 'level-missing', message, hint });
  }
  return readChoice(document, { key: 'level', of: LEVELS }, reading) ?? DEFAULT_LEVEL;
}

function readChoice<Choice extends string>(
  document: YamlMap,
  { key, of }: { readonly key: string; readonly of: readonly Choice[] },
  reading: Reading,
): Choice | null {
  const text = readText(document, key, reading);
  if (text === null) return null;
  const choice = of.find((candidate) => candidate === text);
  if (choice !== undefined) return choice;
  const near = nearestName(text, of);
  reading.faults.error(
    { path: [key] },
    {
      code: `${key}-unknown`,
      message: `${key} must be one of ${of.join(', ')}, not ${quote(text)}`,
      ...(near === null ? {} : { hint: `did you mean ${quote(near)}?` }),
    },
  );
  return null;
}

function readDate(document: YamlMap, key: string, reading: Reading): string | null {
  const date = readText(document, key, reading);
  if (date !== null && !DATE.test(date)) {
    const message = `${key} ${quote(date)} is not a date`;
    const hint = 'write YYYY-MM-DD';
    reading.faults.warning({ path: [key] }, { code: 'date-malformed', message, hint });
  }
  return date;
}

function checkTaxonomy(document: YamlMap, reading: Reading): void {
  const taxonomy = readText(document, 'taxonomy', reading);
  if (taxonomy === null || taxonomy === 'sigma') return;
  reading.faults.error(
    { path: ['taxonomy'] },
    {
      code: 'taxonomy-unsupported',
      message: `the taxonomy ${quote(taxonomy)} is not supported`,
      hint: 'rename the fields to those of the Sigma taxonomy and remove the key',
    },
  );
}

function checkRelated(document: YamlMap, { faults }: Reading): void {
  const related = getKey(document, 'related');
  if (related === undefined) return;
  if (!isYamlList(related)) {
    const message = `related must be a list, not ${describeValue(related)}`;
    faults.error({ path: ['related'] }, { code: 'key-type', message });
    return;
  }
  for (const [index, entry] of related.entries()) {
    const type = isYamlMap(entry) ? getKey(entry, 'type') : undefined;
    if (typeof type === 'string' && RELATIONS.includes(type)) continue;
    faults.error(
      { path: ['related', index] },
      {
        code: 'related-unknown',
        message: `a related rule needs an id and a type, not ${describeValue(type ?? entry)}`,
        hint: `types: ${RELATIONS.join(', ')}`,
      },
    );
  }
}

function readCustom(document: YamlMap): ReadonlyMap<string, unknown> {
  const custom = new Map<string, unknown>();
  for (const [key, value] of Object.entries(document))
    if (!SIGMA_KEYS.has(key)) custom.set(key, toPlainValue(value));
  return custom;
}

/** YAML values as JSON has them; maps as Maps, because their keys are anything. */
export function toPlainValue(value: YamlValue): unknown {
  if (value instanceof PlainScalar) {
    if (value.kind === 'boolean') return value.text.toLowerCase() === 'true';
    const number = Number(value.text);
    // an integer that would lose digits stays text
    const isExact =
      value.kind === 'number' && (!Number.isInteger(number) || Number.isSafeInteger(number));
    return isExact ? number : value.text;
  }
  if (isYamlList(value)) return value.map(toPlainValue);
  if (!isYamlMap(value)) return value;
  return new Map(Object.entries(value).map(([key, entry]) => [key, toPlainValue(entry)]));
}
