import type { Detection } from '../detection.ts';
import { PlainScalar } from '../yaml/plain-scalar.ts';
import { isYamlList, isYamlMap } from '../yaml/yaml-value.ts';
import type { YamlMap, YamlValue } from '../yaml/yaml-value.ts';
import { parseItem, parseKeywords } from './parse-item.ts';
import type { OpenValue } from './open-value.ts';
import type { DetectionReading } from './read-values.ts';

/**
 * What a search identifier holds (specification 2.1, "Search-Identifier"): a map is AND, a list of maps OR, plain
 * values are keywords. Null after a reported fault.
 */
export function parseDetection(
  value: YamlValue,
  reading: DetectionReading,
): Detection<OpenValue> | null {
  if (isYamlMap(value)) return parseMap(value, reading);
  if (isYamlList(value)) return parseList(value, reading);
  if (value !== null) return parseKeywords(value, reading);
  return refuseEmpty(reading);
}

function parseMap(map: YamlMap, reading: DetectionReading): Detection<OpenValue> | null {
  const keys = Object.keys(map);
  if (keys.length === 0) return refuseEmpty(reading);
  const items = keys.map((key) =>
    parseItem(key, map[key] ?? null, { ...reading, path: [...reading.path, key] }),
  );
  const parts = items.filter((item) => item !== null);
  if (parts.length < items.length) return null;
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'all', parts };
}

function parseList(
  list: readonly YamlValue[],
  reading: DetectionReading,
): Detection<OpenValue> | null {
  const { path, faults } = reading;
  if (list.length === 0) return refuseEmpty(reading);
  if (list.every(isPlain)) return parseKeywords(list, reading);
  const parts: Detection<OpenValue>[] = [];
  for (const [index, entry] of list.entries()) {
    const place = { ...reading, path: [...path, index] };
    if (isYamlList(entry)) {
      const message = 'a list stands directly in a list';
      faults.error(place, { code: 'detection-nested-list', message, hint: 'make it one list' });
    } else {
      const part = parseDetection(entry, place);
      if (part !== null) parts.push(part);
    }
  }
  if (parts.length < list.length) return null;
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'any', parts };
}

function isPlain(value: YamlValue): boolean {
  return value === null || typeof value === 'string' || value instanceof PlainScalar;
}

function refuseEmpty({ path, faults }: DetectionReading): null {
  const message = 'a search identifier must hold something to search for';
  faults.error({ path }, { code: 'detection-empty', message });
  return null;
}
