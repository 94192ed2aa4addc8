// Typed reading of YAML values: each returns the value, or null after reporting one fault.
import { PlainScalar } from '../yaml/plain-scalar.ts';
import { describeValue, getKey, isYamlList } from '../yaml/yaml-value.ts';
import type { YamlMap, YamlPath, YamlValue } from '../yaml/yaml-value.ts';
import type { FaultList } from './faults.ts';

/** Where a value was found, for messages and positions. */
export interface Reading {
  readonly path: YamlPath;
  readonly faults: FaultList;
}

/** The text of a scalar as written; null for lists, maps and nothing. */
export function scalarText(value: YamlValue | undefined): string | null {
  if (typeof value === 'string') return value;
  return value instanceof PlainScalar ? value.text : null;
}

/** A key's text, null when absent or (reported) when it is not text. */
export function readText(map: YamlMap, key: string, reading: Reading): string | null {
  const value = getKey(map, key);
  if (value === undefined) return null;
  const text = scalarText(value);
  if (text === null) complain(reading, key, `${key} must be text, not ${describeValue(value)}`);
  return text;
}

/** A key that may be one text or a list of texts (public rules have both); empty entries are left out. */
export function readTexts(map: YamlMap, key: string, reading: Reading): readonly string[] {
  const value = getKey(map, key);
  if (value === undefined) return [];
  const single = scalarText(value);
  if (single !== null) return [single];
  const texts = isYamlList(value)
    ? value.filter((entry) => entry !== null).map(scalarText)
    : [null];
  const read = texts.filter((text) => text !== null);
  if (read.length < texts.length) complain(reading, key, `${key} must be text or a list of texts`);
  return read;
}

/** A key that must be true or false; null when absent or (reported) when it is something else. */
export function readBoolean(map: YamlMap, key: string, reading: Reading): boolean | null {
  const value = getKey(map, key);
  if (value === undefined) return null;
  const boolean = toBoolean(value);
  if (boolean === null)
    reading.faults.error(
      { path: [...reading.path, key] },
      {
        code: 'key-type',
        message: `${key} must be true or false, not ${describeValue(value)}`,
        hint: 'write true or false without quotes',
      },
    );
  return boolean;
}

export function toBoolean(value: YamlValue): boolean | null {
  return value instanceof PlainScalar && value.kind === 'boolean'
    ? value.text.toLowerCase() === 'true'
    : null;
}

function complain({ path, faults }: Reading, key: string, message: string): void {
  faults.error({ path: [...path, key] }, { code: 'key-type', message });
}
