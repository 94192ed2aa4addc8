// `correlation` (correlation specification 2.1): the kinds that count. All keys are known or refused.
import { nearestName } from '../../util/nearest-name.ts';
import type { CorrelationType, RuleMetadata, SigmaCorrelation } from '../rule.ts';
import { describeValue, getKey, isYamlMap, quote } from '../yaml/yaml-value.ts';
import type { YamlMap } from '../yaml/yaml-value.ts';
import { readAliases } from './correlation-aliases.ts';
import { readThreshold } from './correlation-condition.ts';
import type { FaultList } from './faults.ts';
import { readBoolean, readTexts, scalarText } from './read-value.ts';
import type { Reading } from './read-value.ts';
import { parseTimespan, TIMESPAN_HINT } from './timespan.ts';

const TYPES: readonly CorrelationType[] = ['event_count', 'value_count'];
/** In the specification or pySigma, and not honoured here: refused by name. */
const UNSUPPORTED_TYPES = [
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
];
const KEYS = ['type', 'rules', 'group-by', 'timespan', 'condition', 'aliases', 'generate'];
const PATH = ['correlation'];

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
  const ruleReferences = readReferences(value, reading);
  const groupBy = readTexts(value, 'group-by', reading);
  const timespanMs = readTimespan(value, reading);
  // with the type unknown, what the condition needs is unknown too
  const threshold = type === null ? null : readThreshold(value, type, reading);
  const field = threshold?.field ?? null;
  const names = field === null ? groupBy : [...groupBy, field];
  const aliases = readAliases(value, { ruleReferences, names }, reading);
  const generate = readGenerate(document, value, faults);
  if (faults.hasErrors || type === null || timespanMs === null || threshold === null) return null;
  const scope = metadata.custom.get('soclite.scope') === 'province' ? 'province' : 'unit';
  return {
    ...metadata,
    kind: 'correlation',
    type,
    ruleReferences,
    ruleIds: [],
    groupBy,
    timespanMs,
    conditions: threshold.conditions,
    field: threshold.field,
    aliases,
    generate,
    scope,
  };
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
  const type = TYPES.find((candidate) => candidate === value);
  if (type !== undefined) return type;
  const place = { path: [...path, 'type'] };
  const hint = `supported: ${TYPES.join(', ')}`;
  if (value === undefined) {
    const message = 'a correlation needs a type';
    faults.error({ path, isKey: true }, { code: 'key-missing', message, hint });
  } else if (typeof value === 'string' && UNSUPPORTED_TYPES.includes(value)) {
    const message = `the correlation type ${value} is not supported`;
    faults.error(place, { code: 'correlation-type-unsupported', message, hint });
  } else {
    const message = `there is no correlation type ${describeValue(value)}`;
    faults.error(place, { code: 'correlation-type-unknown', message, hint });
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
