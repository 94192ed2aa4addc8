// Typed reading of a located YAML tree. Each `read*` returns the value, or null after reporting one problem at the
// place where it stands, so that a caller reads everything and a user sees all faults at once.
import { nearestName } from './nearest-name.ts';
import type { Location, Problem } from './problem.ts';
import type { YamlNode } from './yaml-document.ts';

export { parseYaml } from './yaml-document.ts';
export type { YamlNode } from './yaml-document.ts';

/** A map whose keys were checked; a key that is absent or empty gives undefined. */
export interface YamlMap<Key extends string> {
  readonly at: Location;
  get(key: Key): YamlNode | undefined;
  /** Where the key itself stands (the map's start when absent). */
  keyAt(key: Key): Location;
}

export interface MapShape<Required extends string, Optional extends string> {
  /** What the map is, for messages: `a unit`, `the configuration`. */
  readonly what: string;
  readonly required?: readonly Required[];
  readonly optional?: readonly Optional[];
}

/** Reports a problem of severity error. */
export function report(
  problems: Problem[],
  at: Location,
  fault: { readonly code: string; readonly message: string; readonly hint?: string },
): void {
  problems.push({ ...fault, severity: 'error', at });
}

/** Problems: `not-a-map`, `unknown-key` (with the nearest known key as hint), `missing-key`. Null only for the first. */
export function readMap<Required extends string = never, Optional extends string = never>(
  node: YamlNode,
  shape: MapShape<Required, Optional>,
  problems: Problem[],
): YamlMap<Required | Optional> | null {
  const { what, required = [], optional = [] } = shape;
  const known: readonly string[] = [...required, ...optional];
  if (node.kind !== 'map') {
    const message = `${what} must be a map of keys, not ${describe(node)}`;
    report(problems, node.at, { code: 'not-a-map', message, hint: `keys: ${known.join(', ')}` });
    return null;
  }
  const entries = new Map(node.entries.map((entry) => [entry.key, entry]));
  for (const { key, at } of node.entries) {
    if (known.includes(key)) continue;
    const near = nearestName(key, known);
    const hint = near === null ? `known keys: ${known.join(', ')}` : `did you mean "${near}"?`;
    report(problems, at, {
      code: 'unknown-key',
      message: `${what} has no key ${quote(key)}`,
      hint,
    });
  }
  const get = (key: string): YamlNode | undefined => {
    const value = entries.get(key)?.value;
    return value?.kind === 'scalar' && value.value === null ? undefined : value;
  };
  for (const key of required)
    if (get(key) === undefined)
      report(problems, entries.get(key)?.at ?? node.at, {
        code: 'missing-key',
        message: `${what} needs a value for "${key}"`,
      });
  return { at: node.at, get, keyAt: (key) => entries.get(key)?.at ?? node.at };
}

/** Every entry of a map with free keys, in order. Problem: `not-a-map`. */
export function readEntries(
  node: YamlNode,
  what: string,
  problems: Problem[],
): readonly { readonly key: string; readonly at: Location; readonly value: YamlNode }[] {
  if (node.kind === 'map') return node.entries;
  const message = `${what} must be a map of keys, not ${describe(node)}`;
  report(problems, node.at, { code: 'not-a-map', message });
  return [];
}

/** Items that `readItem` gives null for are left out (it reported why). Problem: `not-a-list`. */
export function readList<T>(
  node: YamlNode | undefined,
  what: string,
  problems: Problem[],
  readItem: (item: YamlNode) => T | null,
): readonly T[] {
  if (node === undefined) return [];
  if (node.kind !== 'list') {
    const message = `${what} must be a list, not ${describe(node)}`;
    report(problems, node.at, { code: 'not-a-list', message, hint: 'put "- " before each item' });
    return [];
  }
  return node.items.map(readItem).filter((item): item is T & {} => item !== null);
}

/** What `read` makes of a node that is there; null when it is not, or is at fault. */
export function readOptional<T>(
  node: YamlNode | undefined,
  read: (node: YamlNode) => T | null,
): T | null {
  return node === undefined ? null : read(node);
}

/** Text with something in it, outer spaces cut. Problems: `not-text`, `empty-text`. */
export function readString(node: YamlNode, what: string, problems: Problem[]): string | null {
  if (node.kind === 'scalar' && typeof node.value === 'string') {
    const text = node.value.trim();
    if (text.length > 0) return text;
    report(problems, node.at, { code: 'empty-text', message: `${what} must not be empty` });
    return null;
  }
  const isPlain = node.kind === 'scalar' && node.value !== null;
  report(problems, node.at, {
    code: 'not-text',
    message: `${what} must be text, not ${describe(node)}`,
    ...(isPlain ? { hint: `put quotes around it: '${node.source}'` } : {}),
  });
  return null;
}

/** Problem: `not-a-boolean`. */
export function readBoolean(node: YamlNode, what: string, problems: Problem[]): boolean | null {
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
  const message = `${what} must be true or false, not ${describe(node)}`;
  report(problems, node.at, { code: 'not-a-boolean', message, hint: 'write true or false' });
  return null;
}

/** A whole number within the limits, both included. Problem: `not-a-number`. */
export function readInteger(
  node: YamlNode,
  range: { readonly what: string; readonly min: number; readonly max: number },
  problems: Problem[],
): number | null {
  const { what, min, max } = range;
  const value = node.kind === 'scalar' ? node.value : null;
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max)
    return value;
  const message = `${what} must be a whole number from ${min} to ${max}, not ${describe(node)}`;
  report(problems, node.at, { code: 'not-a-number', message });
  return null;
}

/** One of the allowed words. Problem: `not-a-choice`. */
export function readChoice<Choice extends string>(
  node: YamlNode,
  choices: { readonly what: string; readonly of: readonly Choice[] },
  problems: Problem[],
): Choice | null {
  const value = node.kind === 'scalar' ? node.source : null;
  const choice = choices.of.find((candidate) => candidate === value);
  if (choice !== undefined) return choice;
  const near = value === null ? null : nearestName(value, choices.of);
  report(problems, node.at, {
    code: 'not-a-choice',
    message: `${choices.what} must be one of ${choices.of.join(', ')}, not ${describe(node)}`,
    ...(near === null ? {} : { hint: `did you mean "${near}"?` }),
  });
  return null;
}

function describe(node: YamlNode): string {
  if (node.kind === 'list') return 'a list';
  if (node.kind === 'map') return 'a map';
  if (node.value === null) return 'empty';
  return typeof node.value === 'string' ? quote(node.value) : node.source;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
