import type { CorrelationType, SigmaCorrelation, ThresholdOperator } from '../rule.ts';
import { PlainScalar } from '../yaml/plain-scalar.ts';
import { describeValue, getKey, isYamlList, isYamlMap, quote } from '../yaml/yaml-value.ts';
import type { YamlMap, YamlValue } from '../yaml/yaml-value.ts';
import { readTexts } from './read-value.ts';
import type { Reading } from './read-value.ts';

export type Threshold = Pick<SigmaCorrelation, 'conditions' | 'fields' | 'percentile'>;

const OPERATORS: readonly ThresholdOperator[] = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'];

/** What a type's condition compares and needs. */
interface ConditionForm {
  /** Counts are whole; sums and the like may be fractions. */
  readonly isWhole: boolean;
  readonly fields: 'none' | 'one' | 'several';
  readonly hasPercentile: boolean;
}

const COUNT: ConditionForm = { isWhole: true, fields: 'none', hasPercentile: false };
const NUMERIC: ConditionForm = { isWhole: false, fields: 'one', hasPercentile: false };
const FORMS = {
  event_count: COUNT,
  value_count: { ...COUNT, fields: 'several' },
  temporal: COUNT,
  temporal_ordered: COUNT,
  value_sum: NUMERIC,
  value_avg: NUMERIC,
  value_percentile: { ...NUMERIC, hasPercentile: true },
  value_median: NUMERIC,
} as const satisfies Record<CorrelationType, ConditionForm>;

/** `condition` as a map: operators with numbers, all of which must hold, a field and a percentile where they belong. */
export function readThreshold(
  correlation: YamlMap,
  type: CorrelationType,
  reading: Reading,
): Threshold | null {
  const { faults } = reading;
  const form = FORMS[type];
  const value = getKey(correlation, 'condition');
  const path = [...reading.path, 'condition'];
  if (!isYamlMap(value)) {
    const code = value === undefined ? 'key-missing' : 'key-type';
    const place = value === undefined ? { path: reading.path, isKey: true } : { path };
    const hint = 'write an operator and a number: gte: 10';
    faults.error(place, { code, message: `${type} needs a condition of its count`, hint });
    return null;
  }
  const conditions = readOperators(value, type, { path, faults });
  const fields = readFields(value, type, { path, faults });
  const percentile = form.hasPercentile ? readPercentile(value, { path, faults }) : null;
  return { conditions, fields, percentile: type === 'value_median' ? 50 : percentile };
}

function readOperators(
  condition: YamlMap,
  type: CorrelationType,
  { path, faults }: Reading,
): Threshold['conditions'] {
  const form: ConditionForm = FORMS[type];
  const known = form.hasPercentile ? ['field', 'percentile'] : ['field'];
  const conditions: { operator: ThresholdOperator; value: number }[] = [];
  for (const [key, entry] of Object.entries(condition)) {
    if (known.includes(key)) continue;
    const operator = OPERATORS.find((candidate) => candidate === key);
    const value = toNumber(entry, form.isWhole);
    if (operator === undefined)
      faults.error(
        { path: [...path, key], isKey: true },
        {
          code: 'correlation-condition-unknown',
          message: `the condition of ${type} has no key ${quote(key)}`,
          hint: `keys: ${[...OPERATORS, ...known].join(', ')}`,
        },
      );
    else if (value === null)
      faults.error(
        { path: [...path, key] },
        {
          code: 'correlation-count-malformed',
          message: `${form.isWhole ? 'a count must be a whole number' : 'a threshold must be a number'}, not ${describeValue(entry)}`,
        },
      );
    else conditions.push({ operator, value });
  }
  if (!OPERATORS.some((operator) => Object.hasOwn(condition, operator))) {
    const message = 'the condition compares the count with nothing';
    const hint = 'add an operator and a number: gte: 10';
    faults.error({ path, isKey: true }, { code: 'key-missing', message, hint });
  }
  return conditions;
}

function toNumber(value: YamlValue | undefined, isWhole: boolean): number | null {
  if (!(value instanceof PlainScalar) || value.kind !== 'number') return null;
  const number = Number(value.text);
  return (isWhole ? Number.isSafeInteger(number) : Number.isFinite(number)) ? number : null;
}

function readFields(
  condition: YamlMap,
  type: CorrelationType,
  { path, faults }: Reading,
): readonly string[] {
  const form: ConditionForm = FORMS[type];
  const field = getKey(condition, 'field');
  const place = { path: [...path, 'field'] };
  if (form.fields === 'none') {
    if (field === undefined) return [];
    const counted = type === 'event_count' ? 'events' : 'rules';
    const message = `${type} counts ${counted}, not the values of a field`;
    const hint = 'use type value_count';
    faults.error(place, { code: 'correlation-field-unexpected', message, hint });
    return [];
  }
  if (typeof field === 'string' && field !== '') return [field];
  if (isYamlList(field) && field.length > 0) {
    if (form.fields === 'several') return readFieldList(condition, { path, faults });
    const message = `${type} takes one field, not a list`;
    const hint = 'write a correlation for each field';
    faults.error(place, { code: 'correlation-fields-unsupported', message, hint });
  } else if (field === undefined || field === '' || isYamlList(field)) {
    const message = `${type} needs the field whose values it takes`;
    faults.error({ path, isKey: true }, { code: 'key-missing', message, hint: 'add field' });
  } else {
    const message = `field must be text, not ${describeValue(field)}`;
    faults.error(place, { code: 'key-type', message });
  }
  return [];
}

function readFieldList(condition: YamlMap, reading: Reading): readonly string[] {
  const fields = readTexts(condition, 'field', reading);
  const repeated = fields.find((field, index) => field === '' || fields.indexOf(field) < index);
  if (repeated !== undefined) {
    const message = repeated === '' ? 'a field has no name' : `the field ${repeated} stands twice`;
    const place = { path: [...reading.path, 'field'] };
    reading.faults.error(place, { code: 'correlation-field-repeated', message });
  }
  return fields;
}

/** The specification's example has none and is unclear; guessing one would guess the rule's meaning. */
function readPercentile(condition: YamlMap, { path, faults }: Reading): number | null {
  const value = getKey(condition, 'percentile');
  const percentile = toNumber(value, false);
  if (percentile !== null && percentile >= 0 && percentile <= 100) return percentile;
  const hint = 'write a number from 0 to 100: percentile: 95';
  if (value === undefined) {
    const message = 'value_percentile needs a percentile';
    faults.error({ path, isKey: true }, { code: 'key-missing', message, hint });
  } else {
    const message = `percentile must be a number from 0 to 100, not ${describeValue(value)}`;
    const place = { path: [...path, 'percentile'] };
    faults.error(place, { code: 'correlation-percentile-malformed', message, hint });
  }
  return null;
}
