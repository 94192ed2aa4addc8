import type { CorrelationType, SigmaCorrelation, ThresholdOperator } from '../rule.ts';
import { PlainScalar } from '../yaml/plain-scalar.ts';
import { describeValue, getKey, isYamlList, isYamlMap, quote } from '../yaml/yaml-value.ts';
import type { YamlMap, YamlValue } from '../yaml/yaml-value.ts';
import type { Reading } from './read-value.ts';

export type Threshold = Pick<SigmaCorrelation, 'conditions' | 'field'>;

const OPERATORS: readonly ThresholdOperator[] = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'];

/** `condition` of a counting correlation: operators with whole numbers, all of which must hold, and a field. */
export function readThreshold(
  correlation: YamlMap,
  type: CorrelationType,
  reading: Reading,
): Threshold | null {
  const { faults } = reading;
  const value = getKey(correlation, 'condition');
  const path = [...reading.path, 'condition'];
  if (!isYamlMap(value)) {
    const code = value === undefined ? 'key-missing' : 'key-type';
    const place = value === undefined ? { path: reading.path, isKey: true } : { path };
    const hint = 'write an operator and a number: gte: 10';
    faults.error(place, { code, message: `${type} needs a condition of its count`, hint });
    return null;
  }
  const conditions: { operator: ThresholdOperator; value: number }[] = [];
  for (const [key, entry] of Object.entries(value)) {
    if (key === 'field') continue;
    const operator = OPERATORS.find((candidate) => candidate === key);
    const count = toCount(entry);
    if (operator === undefined)
      faults.error(
        { path: [...path, key], isKey: true },
        {
          code: 'correlation-condition-unknown',
          message: `the condition of ${type} has no key ${quote(key)}`,
          hint: `keys: ${OPERATORS.join(', ')}, field`,
        },
      );
    else if (count === null)
      faults.error(
        { path: [...path, key] },
        {
          code: 'correlation-count-malformed',
          message: `a count must be a whole number, not ${describeValue(entry)}`,
        },
      );
    else conditions.push({ operator, value: count });
  }
  if (!OPERATORS.some((operator) => Object.hasOwn(value, operator))) {
    const message = 'the condition compares the count with nothing';
    const hint = 'add an operator and a number: gte: 10';
    faults.error({ path, isKey: true }, { code: 'key-missing', message, hint });
  }
  return { conditions, field: readField(value, type, { path, faults }) };
}

function toCount(value: YamlValue): number | null {
  if (!(value instanceof PlainScalar) || value.kind !== 'number') return null;
  const count = Number(value.text);
  return Number.isSafeInteger(count) ? count : null;
}

function readField(condition: YamlMap, type: CorrelationType, reading: Reading): string | null {
  const { path, faults } = reading;
  const field = getKey(condition, 'field');
  const place = { path: [...path, 'field'] };
  if (type === 'event_count') {
    if (field === undefined) return null;
    const message = 'event_count counts events, not the values of a field';
    faults.error(place, {
      code: 'correlation-field-unexpected',
      message,
      hint: 'use type value_count',
    });
    return null;
  }
  if (typeof field === 'string' && field !== '') return field;
  if (isYamlList(field)) {
    const message = 'a list of fields is not supported in value_count';
    faults.error(place, {
      code: 'correlation-fields-unsupported',
      message,
      hint: 'name one field',
    });
  } else if (field === undefined || field === '') {
    const message = 'value_count needs the field whose values it counts';
    faults.error({ path, isKey: true }, { code: 'key-missing', message, hint: 'add field' });
  } else {
    const message = `field must be text, not ${describeValue(field)}`;
    faults.error(place, { code: 'key-type', message });
  }
  return null;
}
