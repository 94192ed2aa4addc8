import { PlainScalar } from './plain-scalar.ts';

/** What a rule file holds: quoted and ordinary scalars are strings, the others keep their source text. */
export type YamlValue = string | null | PlainScalar | readonly YamlValue[] | YamlMap;

export interface YamlMap {
  readonly [key: string]: YamlValue;
}

/** A key of a map or an index of a list, from the document's root. */
export type YamlPath = readonly (string | number)[];

export function isYamlMap(value: unknown): value is YamlMap {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof PlainScalar)
  );
}

export function isYamlList(value: unknown): value is readonly YamlValue[] {
  return Array.isArray(value);
}

/** The value of a key, undefined when absent or without a value; safe for keys such as `__proto__`. */
export function getKey(map: YamlMap, key: string): Exclude<YamlValue, null> | undefined {
  return Object.hasOwn(map, key) ? (map[key] ?? undefined) : undefined;
}

/** Short words for a value, for messages. */
export function describeValue(value: YamlValue | undefined): string {
  if (value === undefined || value === null) return 'nothing';
  if (isYamlList(value)) return 'a list';
  if (value instanceof PlainScalar)
    return value.kind === 'unclear' ? quote(value.text) : `the ${value.kind} ${value.text}`;
  return typeof value === 'string' ? quote(value) : 'a map';
}

/** Text in quotes, shortened: rule text may be long, and its control characters must not reach a terminal. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
