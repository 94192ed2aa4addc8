// Typed reading of a processing item's or condition's keys. Every key is read or refused; values keep their places.
import { nearestName } from '../../util/nearest-name.ts';
import type { Complaint, FaultList } from '../document/faults.ts';
import { scalarText, toBoolean } from '../document/read-value.ts';
import type { ValueOrigin } from '../detection/open-value.ts';
import { PlainScalar } from '../yaml/plain-scalar.ts';
import { describeValue, getKey, isYamlList, isYamlMap, quote } from '../yaml/yaml-value.ts';
import type { YamlMap, YamlPath, YamlValue } from '../yaml/yaml-value.ts';

/** What readers know of the pipeline around them. */
export interface PipelineReading {
  readonly faults: FaultList;
  readonly origin: ValueOrigin;
  /** Within `nest`: its pipeline has no variables of its own (pySigma). */
  readonly isNested: boolean;
  /** Content of the files that `file_placeholders` names, by path as written. */
  readonly dataFiles: ReadonlyMap<string, string>;
}

export class Params {
  readonly path: YamlPath;
  readonly reading: PipelineReading;
  readonly #map: YamlMap;
  readonly #what: string;
  readonly #known = new Set<string>();

  constructor(map: YamlMap, what: string, path: YamlPath, reading: PipelineReading) {
    this.#map = map;
    this.#what = what;
    this.path = path;
    this.reading = reading;
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#map, key);
  }

  /** The value as it stands; undefined when the key is absent. */
  value(key: string): YamlValue | undefined {
    this.#known.add(key);
    return this.has(key) ? (this.#map[key] ?? null) : undefined;
  }

  required(key: string): YamlValue | undefined {
    const value = this.value(key);
    if (!this.has(key))
      this.error([], {
        code: 'pipeline-key-missing',
        message: `${this.#what} needs ${key}`,
      });
    return value;
  }

  text(key: string): string | null {
    const value = this.value(key) ?? null;
    return value === null ? null : this.#readText(key, value);
  }

  requiredText(key: string): string {
    const value = this.required(key);
    return value === undefined ? '' : (this.#readText(key, value) ?? '');
  }

  #readText(key: string, value: YamlValue): string | null {
    const text = scalarText(value);
    if (text === null) this.#wrongType(key, 'text', value);
    return text;
  }

  /** One text or a list; null when absent. */
  texts(key: string): readonly string[] | null {
    const value = this.value(key) ?? null;
    if (value === null) return null;
    const entries = isYamlList(value) ? value : [value];
    const texts = entries.map(scalarText).filter((text) => text !== null);
    if (texts.length < entries.length) this.#wrongType(key, 'text or a list of texts', value);
    return texts;
  }

  requiredTexts(key: string): readonly string[] {
    this.required(key);
    return this.texts(key) ?? [];
  }

  boolean(key: string): boolean {
    const value = this.value(key) ?? null;
    if (value === null) return false;
    const read = toBoolean(value);
    if (read === null) this.#wrongType(key, 'true or false', value);
    return read ?? false;
  }

  choice<Choice extends string>(key: string, of: readonly Choice[]): Choice | null {
    const value = this.value(key) ?? null;
    if (value === null) return null;
    const found = of.find((choice) => choice === value);
    if (found === undefined) {
      const message = `${key} must be one of ${of.join(', ')}, not ${describeValue(value)}`;
      this.error([key], { code: 'pipeline-value', message });
    }
    return found ?? null;
  }

  /** Text, number, boolean or null. */
  scalar(key: string): string | PlainScalar | null {
    const value = this.required(key) ?? null;
    if (value === null || typeof value === 'string' || value instanceof PlainScalar) return value;
    this.#wrongType(key, 'text, a number, true or false', value);
    return null;
  }

  map(key: string): YamlMap {
    const value = this.required(key);
    if (isYamlMap(value)) return value;
    if (value !== undefined) this.#wrongType(key, 'a map', value);
    return {};
  }

  /** A map from text to text or to a list of texts. */
  mapping(key: string): ReadonlyMap<string, string | readonly string[]> {
    const mapping = new Map<string, string | readonly string[]>();
    for (const [from, to] of Object.entries(this.map(key))) {
      const single = scalarText(to);
      const list = isYamlList(to) ? to.map(scalarText) : [null];
      if (single !== null) mapping.set(from, single);
      else if (list.every((text) => text !== null)) mapping.set(from, list);
      else {
        const message = `${quote(from)} must stand for text or a list of texts, not ${describeValue(to)}`;
        this.error([key, from], { code: 'pipeline-value', message });
      }
    }
    return mapping;
  }

  error(path: YamlPath, complaint: Complaint): void {
    const isKey = path.length === 0;
    this.reading.faults.error({ path: [...this.path, ...path], isKey }, complaint);
  }

  warning(path: YamlPath, complaint: Complaint): void {
    this.reading.faults.warning({ path: [...this.path, ...path] }, complaint);
  }

  /** Refuses the keys that nobody asked for. */
  finish(): void {
    for (const key of Object.keys(this.#map)) {
      if (this.#known.has(key)) continue;
      const near = nearestName(key, this.#known);
      this.reading.faults.error(
        { path: [...this.path, key], isKey: true },
        {
          code: 'pipeline-key-unknown',
          message: `${this.#what} has no key ${quote(key)}`,
          hint: near === null ? `keys: ${[...this.#known].join(', ')}` : `did you mean ${near}?`,
        },
      );
    }
  }

  #wrongType(key: string, wanted: string, value: YamlValue): void {
    const message = `${key} must be ${wanted}, not ${describeValue(value)}`;
    this.error([key], { code: 'pipeline-value', message });
  }
}

/** The entry of a list as a map; null after a report. */
export function readEntry(
  value: YamlValue,
  what: string,
  path: YamlPath,
  { faults }: PipelineReading,
): YamlMap | null {
  if (isYamlMap(value)) return value;
  const message = `${what} must be a map, not ${describeValue(value)}`;
  faults.error({ path }, { code: 'pipeline-value', message });
  return null;
}

/** The `type` of a transformation or condition among those that are known; null after a report. */
export function readType<Known>(
  map: YamlMap,
  what: string,
  { path, faults }: { readonly path: YamlPath; readonly faults: FaultList },
  types: ReadonlyMap<string, Known>,
): { readonly name: string; readonly known: Known } | null {
  const type = getKey(map, 'type');
  const name = scalarText(type);
  if (name === null) {
    const message = `${what} needs a type`;
    faults.error({ path }, { code: 'pipeline-key-missing', message });
    return null;
  }
  const known = types.get(name);
  if (known !== undefined) return { name, known };
  const near = nearestName(name, types.keys());
  faults.error(
    { path: [...path, 'type'] },
    {
      code: 'pipeline-type-unknown',
      message: `there is no ${what} ${quote(name)}`,
      hint: near === null ? `types: ${[...types.keys()].join(', ')}` : `did you mean ${near}?`,
    },
  );
  return null;
}
