// `correlation` (correlation specification 2.1, and what pySigma 1.x adds). All keys are known or refused.
import { nearestName } from '../../util/nearest-name.ts';
import { CORRELATION_TYPES } from '../rule.ts';
import type { CorrelationType, RuleMetadata, SigmaCorrelation } from '../rule.ts';
import { describeValue, getKey, isYamlMap, quote } from '../yaml/yaml-value.ts';
import type { YamlMap } from '../yaml/yaml-value.ts';
import { readAliases } from './correlation-aliases.ts';
import { readThreshold } from './correlation-condition.ts';
import { readExpression } from './correlation-expression.ts';
import type { FaultList } from './faults.ts';
import { readBoolean, readTexts, scalarText } from './read-value.ts';
import type { Reading } from './read-value.ts';
import { parseTimespan, TIMESPAN_HINT } from './timespan.ts';

const KEYS = ['type', 'rules', 'group-by', 'timespan', 'condition', 'aliases', 'generate'];
const PATH = ['correlation'];
/** Counting an ordered chain takes room for each pair of rules in each group. */
const MAX_COUNTED_CHAIN = 32;

/** A correlation whose references are not resolved yet (`ruleIds` empty), or null when `faults` holds errors. */
export function parseCorrelation(
  document: YamlMap,
  metadata: RuleMetadata,
  faults: FaultList,
): SigmaCorrelation | null {
  const value = getKey(document, 'correlation');
  if (!isYamlMap(value)) {
    const message = `correlation must be a map, not ${describeValue(value)}`;
    faults.error({ path: PATH }, { code: 'key-type', message });
    return null;
  }
  const reading: Reading = { path: PATH, faults };
  refuseOtherKeys(document, value, faults);
  const type = readType(value, reading);
  const groupBy = readTexts(value, 'group-by', reading);
  const timespanMs = readTimespan(value, reading);
  // with the type unknown, what the condition needs is unknown too
  const test = type === null ? null : readTest(value, type, reading);
  // a condition of rule names that has a fault of its own is not asked for rules as well
  const isWithout = typeof value['condition'] === 'string' && getKey(value, 'rules') === undefined;
  const ruleReferences = test?.ruleReferences ?? (isWithout ? [] : readReferences(value, reading));
  const names = [...groupBy, ...(test?.fields ?? [])];
  const aliases = readAliases(value, { ruleReferences, names }, reading);
  const generate = readGenerate(document, value, faults);
  if (faults.hasErrors || type === null || timespanMs === null || test === null) return null;
  const scope = metadata.custom.get('soclite.scope') === 'province' ? 'province' : 'unit';
  return {
    ...metadata,
    kind: 'correlation',
    type,
    ruleReferences,
    ruleIds: [],
    groupBy,
    timespanMs,
    conditions: test.conditions,
    fields: test.fields,
    percentile: test.percentile,
    alternatives: test.alternatives,
    aliases,
    generate,
    scope,
  };
}

/** What is asked of the matches in a window. */
type Test = Pick<
  SigmaCorrelation,
  'ruleReferences' | 'conditions' | 'fields' | 'percentile' | 'alternatives'
>;

function readTest(correlation: YamlMap, type: CorrelationType, reading: Reading): Test | null {
  const isTemporal = type === 'temporal' || type === 'temporal_ordered';
  const condition = getKey(correlation, 'condition');
  if (isTemporal && typeof condition === 'string')
    return readExtended(correlation, condition, reading);
  const ruleReferences = readReferences(correlation, reading);
  if (isTemporal && condition === undefined) {
    const alternatives = [{ present: ruleReferences, absent: [] }];
    return { ruleReferences, conditions: [], fields: [], percentile: null, alternatives };
  }
  const threshold = readThreshold(correlation, type, reading);
  if (type === 'temporal_ordered' && ruleReferences.length > MAX_COUNTED_CHAIN)
    reading.faults.error(
      { path: [...reading.path, 'rules'] },
      {
        code: 'correlation-rules-many',
        message: `a count of temporal_ordered takes at most ${MAX_COUNTED_CHAIN} rules`,
        hint: 'leave the condition out, or name fewer rules',
      },
    );
  return threshold === null ? null : { ...threshold, ruleReferences, alternatives: [] };
}

/** With a condition of rule names `rules` may be left out; where it is given, both must name the same rules. */
function readExtended(correlation: YamlMap, text: string, reading: Reading): Test | null {
  const path = [...reading.path, 'condition'];
  const { faults } = reading;
  const expression = readExpression(text, { path, faults });
  const isGiven = getKey(correlation, 'rules') !== undefined;
  const given = isGiven ? readReferences(correlation, reading) : (expression?.names ?? []);
  if (expression === null) return null;
  const { names, alternatives } = expression;
  const unlisted = names.filter((name) => !given.includes(name));
  const unused = given.filter((name) => !names.includes(name));
  if (unlisted.length > 0) {
    const message = `the condition names ${unlisted.join(', ')}, which is not under rules`;
    faults.error({ path }, { code: 'correlation-condition-unlisted', message });
  }
  if (unused.length > 0) {
    const message = `the condition does not name ${unused.map(quote).join(', ')}`;
    const hint = 'name each rule in the condition, or take it out of rules';
    faults.error({ path }, { code: 'correlation-condition-unused', message, hint });
  }
  return { ruleReferences: given, conditions: [], fields: [], percentile: null, alternatives };
}

function refuseOtherKeys(document: YamlMap, correlation: YamlMap, faults: FaultList): void {
  for (const key of ['detection', 'logsource']) {
    if (!Object.hasOwn(document, key)) continue;
    faults.error(
      { path: [key], isKey: true },
      {
        code: 'document-kind',
        message: `a correlation has no ${key}`,
        hint: 'put the detection into a document of its own and name it under rules',
      },
    );
  }
  for (const key of Object.keys(correlation)) {
    if (KEYS.includes(key)) continue;
    const near = nearestName(key, KEYS);
    faults.error(
      { path: [...PATH, key], isKey: true },
      {
        code: 'correlation-key-unknown',
        message: `a correlation has no key ${quote(key)}`,
        hint: near === null ? `keys: ${KEYS.join(', ')}` : `did you mean ${near}?`,
      },
    );
  }
}

function readType(correlation: YamlMap, { path, faults }: Reading): CorrelationType | null {
  const value = getKey(correlation, 'type');
  const type = CORRELATION_TYPES.find((candidate) => candidate === value);
  if (type !== undefined) return type;
  const hint = `types: ${CORRELATION_TYPES.join(', ')}`;
  if (value === undefined) {
    const message = 'a correlation needs a type';
    faults.error({ path, isKey: true }, { code: 'key-missing', message, hint });
  } else {
    const message = `there is no correlation type ${describeValue(value)}`;
    faults.error({ path: [...path, 'type'] }, { code: 'correlation-type-unknown', message, hint });
  }
  return null;
}

function readReferences(correlation: YamlMap, reading: Reading): readonly string[] {
  const references = readTexts(correlation, 'rules', reading);
  const { path, faults } = reading;
  if (getKey(correlation, 'rules') === undefined || references.length === 0)
    faults.error(
      { path, isKey: true },
      {
        code: 'key-missing',
        message: 'a correlation needs rules',
        hint: 'list the id or name of each rule whose matches are counted',
      },
    );
  const repeated = references.find((reference, index) => references.indexOf(reference) < index);
  if (repeated !== undefined) {
    const message = `the rule ${quote(repeated)} is named twice`;
    faults.error({ path: [...path, 'rules'] }, { code: 'correlation-rule-repeated', message });
  }
  return references;
}

function readTimespan(correlation: YamlMap, { path, faults }: Reading): number | null {
  const value = getKey(correlation, 'timespan');
  const text = scalarText(value);
  const timespanMs = text === null ? null : parseTimespan(text);
  if (timespanMs !== null) return timespanMs;
  const hint = TIMESPAN_HINT;
  if (value === undefined) {
    const message = 'a correlation needs a timespan';
    faults.error({ path, isKey: true }, { code: 'key-missing', message, hint });
  } else {
    const message = `${describeValue(value)} is no time span`;
    faults.error({ path: [...path, 'timespan'] }, { code: 'timespan-malformed', message, hint });
  }
  return null;
}

/** The specification has `generate` at the top level, pySigma under `correlation`; both are read. */
function readGenerate(document: YamlMap, correlation: YamlMap, faults: FaultList): boolean {
  const outer = readBoolean(document, 'generate', { path: [], faults });
  const inner = readBoolean(correlation, 'generate', { path: PATH, faults });
  if (outer !== null && inner !== null && outer !== inner) {
    const message = 'generate stands at the top level and under correlation with other values';
    faults.error({ path: [...PATH, 'generate'] }, { code: 'generate-conflict', message });
  }
  return outer ?? inner ?? false;
}
