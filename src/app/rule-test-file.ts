import type { FieldValue, LogSource } from '../event/event.ts';
import { readExpectedAlerts, type ExpectedAlert } from './expected-alert.ts';
import type { Checked, Location, Problem } from '../util/problem.ts';
import {
  parseYaml,
  readInteger,
  readList,
  readMap,
  readString,
  report,
  type YamlMap,
  type YamlNode,
} from '../util/yaml-reader.ts';

/** One case of a `.test.yml`: events, and what the rules of the file must make of them. */
export interface RuleTestCase {
  readonly name: string;
  readonly at: Location;
  readonly expect: Expectation;
  /** Unit of events that name none. */
  readonly unit: string | null;
  /** Raw log lines, as products write them. */
  readonly lines: string | null;
  readonly events: readonly TestEvent[];
  /** NDJSON file of events, relative to the test file. */
  readonly file: string | null;
  /** Indicators that the events are looked up in. */
  readonly indicators: readonly string[];
}

export type Expectation =
  | { readonly kind: 'match' }
  | { readonly kind: 'no match' }
  /** Exact number of alerts, and the sum of their counts when given. */
  | { readonly kind: 'alerts'; readonly alerts: number; readonly count: number | null }
  /** Exactly these alerts in any order, each with the fields that are given. */
  | { readonly kind: 'alert-fields'; readonly alerts: readonly ExpectedAlert[] };

/** An already normalised event; `<n>` in its strings is the repetition, 1 to `repeat`. */
export interface TestEvent {
  readonly time: string;
  readonly unit: string | null;
  readonly logSource: LogSource;
  readonly fields: ReadonlyMap<string, FieldValue>;
  readonly raw: string | null;
  readonly repeat: number;
  /** Duration between repetitions, `30s`; null = all at the same time. */
  readonly every: string | null;
}

const CASE_SHAPE = {
  what: 'a case',
  required: ['name', 'expect'],
  optional: ['unit', 'lines', 'events', 'file', 'indicators'],
} as const;
const EVENT_SHAPE = {
  what: 'an event',
  required: ['time', 'logsource', 'fields'],
  optional: ['unit', 'raw', 'repeat', 'every'],
} as const;

/** Reads a `.test.yml`. Problems: yaml-*, unknown-key, missing-key, and those of `readMap` and friends. */
export function parseRuleTestFile(text: string, file: string): Checked<readonly RuleTestCase[]> {
  const parsed = parseYaml(text, file);
  if (!parsed.ok) return parsed;
  const problems: Problem[] = [...parsed.problems];
  const root = readMap(parsed.value, { what: 'a rule test', required: ['cases'] }, problems);
  const cases = readList(root?.get('cases'), 'cases', problems, (node) => readCase(node, problems));
  return problems.some(({ severity }) => severity === 'error')
    ? { ok: false, problems }
    : { ok: true, value: cases, problems };
}

/** Reads one event given as JSON (a line of an NDJSON file). */
export function parseTestEvent(value: unknown, at: Location): Checked<TestEvent> {
  const parsed = parseYaml(JSON.stringify(value), at.file);
  if (!parsed.ok) return parsed;
  const problems: Problem[] = [];
  const event = readEvent(parsed.value, problems);
  return event === null || problems.length > 0
    ? { ok: false, problems: problems.map((problem) => ({ ...problem, at })) }
    : { ok: true, value: event, problems };
}

function readCase(node: YamlNode, problems: Problem[]): RuleTestCase | null {
  const map = readMap(node, CASE_SHAPE, problems);
  if (map === null) return null;
  const expect = readExpectation(map.get('expect'), problems);
  const name = optionalString(map, 'name', problems);
  if (expect === null || name === null) return null;
  return {
    name,
    at: map.at,
    expect,
    unit: optionalString(map, 'unit', problems),
    lines: optionalText(map.get('lines')),
    events: readList(map.get('events'), 'events', problems, (event) => readEvent(event, problems)),
    file: optionalString(map, 'file', problems),
    indicators: readList(map.get('indicators'), 'indicators', problems, (item) =>
      readString(item, 'an indicator', problems),
    ),
  };
}

function readExpectation(node: YamlNode | undefined, problems: Problem[]): Expectation | null {
  if (node === undefined) return null;
  if (node.kind === 'scalar' && (node.value === 'match' || node.value === 'no match')) {
    return { kind: node.value };
  }
  if (node.kind !== 'map') {
    const message =
      'expect must be "match", "no match", { alerts: N, count: N } or { alerts: [{ title: … }] }';
    report(problems, node.at, { code: 'bad-expectation', message });
    return null;
  }
  const map = readMap(
    node,
    { what: 'expect', required: ['alerts'], optional: ['count'] },
    problems,
  );
  const list = map?.get('alerts');
  if (list?.kind === 'list') {
    if (map?.get('count') !== undefined) {
      const message = 'count belongs into the alerts of a list, not beside it';
      report(problems, node.at, { code: 'bad-expectation', message });
    }
    return { kind: 'alert-fields', alerts: readExpectedAlerts(list, problems) };
  }
  const alerts = optionalInteger(map?.get('alerts'), 'alerts', 0, problems);
  const count = optionalInteger(map?.get('count'), 'count', 1, problems);
  return alerts === null ? null : { kind: 'alerts', alerts, count };
}

function readEvent(node: YamlNode, problems: Problem[]): TestEvent | null {
  const map = readMap(node, EVENT_SHAPE, problems);
  const time = map === null ? null : optionalString(map, 'time', problems);
  if (map === null || time === null) return null;
  const source = map.get('logsource');
  const sourceMap =
    source === undefined
      ? null
      : readMap(
          source,
          { what: 'logsource', optional: ['category', 'product', 'service'] },
          problems,
        );
  const fields = map.get('fields');
  if (fields !== undefined && fields.kind !== 'map') {
    report(problems, fields.at, { code: 'not-a-map', message: 'fields must be a map' });
  }
  return {
    time,
    unit: optionalString(map, 'unit', problems),
    logSource: {
      category: optionalString(sourceMap, 'category', problems),
      product: optionalString(sourceMap, 'product', problems),
      service: optionalString(sourceMap, 'service', problems),
    },
    fields: new Map(
      fields?.kind === 'map'
        ? fields.entries.map(({ key, value }) => [key, toFieldValue(value)])
        : [],
    ),
    raw: optionalText(map.get('raw')),
    repeat: optionalInteger(map.get('repeat'), 'repeat', 1, problems) ?? 1,
    every: optionalString(map, 'every', problems),
  };
}

function toFieldValue(node: YamlNode): FieldValue {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(toFieldValue);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, toFieldValue(value)]));
}

function optionalString<Key extends string>(
  map: YamlMap<Key> | null,
  key: Key,
  problems: Problem[],
): string | null {
  const node = map?.get(key);
  return node === undefined ? null : readString(node, key, problems);
}

/** Text kept exactly, line ends included: log lines may begin or end in blanks. */
function optionalText(node: YamlNode | undefined): string | null {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : null;
}

function optionalInteger(
  node: YamlNode | undefined,
  what: string,
  min: number,
  problems: Problem[],
): number | null {
  return node === undefined ? null : readInteger(node, { what, min, max: 1_000_000 }, problems);
}
