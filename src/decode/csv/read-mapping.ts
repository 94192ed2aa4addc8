import type { FieldValue } from '../../event/event.ts';
import { compareProblems } from '../../util/problem.ts';
import type { Checked, Problem } from '../../util/problem.ts';
import * as yaml from '../../util/yaml-reader.ts';
import type { YamlMap, YamlNode } from '../../util/yaml-reader.ts';
import type { FormatSample } from '../format-sample.ts';
import { HANDLING_RESULTS, MAPPED_FIELDS, THREAT_STATUSES } from './mapping-model.ts';
import type { MappedColumn, MappedField, MappedTime, Mapping } from './mapping-model.ts';
import { compileTimePattern, TIME_TOKENS } from '../time/time-pattern.ts';
import type { TimeParser } from '../time/time-pattern.ts';
import { parseTimeZone } from '../timestamp.ts';
import type { TimeZone } from '../timestamp.ts';
import type { Delimiter } from './csv-line.ts';
import { foldLabel } from './fold-label.ts';

const DELIMITERS = { comma: ',', semicolon: ';', tab: '\t', auto: null } as const;
const DELIMITER_NAMES = ['auto', 'comma', 'semicolon', 'tab'] as const;
const MAPPING_SHAPE = {
  what: 'a mapping',
  required: ['name', 'title', 'product', 'columns', 'samples'],
  optional: ['delimiter', 'required', 'time', 'vocabulary', 'defaults'],
} as const;

/** See `parseMapping`. */
export function readMapping(text: string, file: string): Checked<Mapping> {
  const document = yaml.parseYaml(text, file);
  if (!document.ok) return document;
  const problems: Problem[] = [...document.problems];
  const map = yaml.readMap(document.value, MAPPING_SHAPE, problems);
  const mapping = map === null ? null : readKeys(map, problems);
  problems.sort(compareProblems);
  if (mapping === null || problems.some(({ severity }) => severity === 'error'))
    return { ok: false, problems };
  return { ok: true, value: mapping, problems };
}

type Keys = (typeof MAPPING_SHAPE.required)[number] | (typeof MAPPING_SHAPE.optional)[number];

function readKeys(map: YamlMap<Keys>, problems: Problem[]): Mapping {
  const columns = readColumns(map.get('columns'), problems);
  const vocabulary = readVocabulary(map.get('vocabulary'), problems);
  return {
    name: readName(map.get('name'), problems),
    title: optional(map.get('title'), (node) => yaml.readString(node, 'title', problems)) ?? '',
    product: readName(map.get('product'), problems),
    delimiter: readDelimiter(map.get('delimiter'), problems),
    required: readRequired(map, columns, problems),
    columns,
    time: readTime(map.get('time'), problems),
    ...vocabulary,
    defaults: readDefaults(map.get('defaults'), problems),
    samples: yaml.readList(map.get('samples'), 'samples', problems, (node) =>
      readSample(node, problems),
    ),
  };
}

function optional<T>(node: YamlNode | undefined, read: (node: YamlNode) => T | null): T | null {
  return node === undefined ? null : read(node);
}

function readName(node: YamlNode | undefined, problems: Problem[]): string {
  const name = optional(node, (given) => yaml.readString(given, 'the name', problems));
  if (node === undefined || name === null || /^[a-z0-9][a-z0-9_-]*$/.test(name)) return name ?? '';
  const message = `${JSON.stringify(name)} must be lower-case letters, digits and dashes`;
  yaml.report(problems, node.at, { code: 'bad-name', message });
  return name;
}

function readDelimiter(node: YamlNode | undefined, problems: Problem[]): Delimiter | null {
  const choices = { what: 'delimiter', of: DELIMITER_NAMES };
  const name = optional(node, (given) => yaml.readChoice(given, choices, problems));
  return name === null ? null : DELIMITERS[name];
}

/** One word or a list of them, folded. */
function readLabels(node: YamlNode, what: string, problems: Problem[]): readonly string[] {
  const nodes = node.kind === 'list' ? node.items : [node];
  return nodes
    .map((item) => yaml.readString(item, what, problems))
    .filter((label) => label !== null)
    .map(foldLabel);
}

function readColumns(node: YamlNode | undefined, problems: Problem[]): readonly MappedColumn[] {
  if (node === undefined) return [];
  const map = yaml.readMap(node, { what: 'columns', optional: MAPPED_FIELDS }, problems);
  if (map === null) return [];
  const columns: MappedColumn[] = [];
  for (const field of MAPPED_FIELDS) {
    const labels = map.get(field);
    if (labels !== undefined)
      columns.push({ field, headers: readLabels(labels, 'a header', problems) });
  }
  return columns;
}

/** Default: every field but the optional ones would be too strict, so machine and malware name where mapped. */
function readRequired(
  map: YamlMap<Keys>,
  columns: readonly MappedColumn[],
  problems: Problem[],
): readonly MappedField[] {
  const has = (field: MappedField): boolean => columns.some((column) => column.field === field);
  const node = map.get('required');
  if (node === undefined) return (['Computer', 'Signature'] as const).filter(has);
  const fields = yaml.readList(node, 'required', problems, (item) => {
    const field = yaml.readChoice(item, { what: 'a required field', of: MAPPED_FIELDS }, problems);
    if (field !== null && !has(field)) {
      const message = `required field ${field} has no headers under columns`;
      yaml.report(problems, item.at, { code: 'unmapped-required', message });
    }
    return field;
  });
  if (fields.length === 0)
    yaml.report(problems, node.at, {
      code: 'unmapped-required',
      message: 'at least one field must be required, or any line would be a header',
    });
  return fields;
}

function readTime(node: YamlNode | undefined, problems: Problem[]): MappedTime | null {
  if (node === undefined) return null;
  const shape = { what: 'time', required: ['headers', 'formats'], optional: ['zone'] } as const;
  const map = yaml.readMap(node, shape, problems);
  if (map === null) return null;
  const headers = optional(map.get('headers'), (given) => readLabels(given, 'a header', problems));
  const parsers = yaml.readList(map.get('formats'), 'formats', problems, (item) =>
    readTimeFormat(item, problems),
  );
  return { headers: headers ?? [], parsers, zone: readZone(map.get('zone'), problems) };
}

function readTimeFormat(node: YamlNode, problems: Problem[]): TimeParser | null {
  const pattern = yaml.readString(node, 'a time format', problems);
  const parser = pattern === null ? null : compileTimePattern(pattern);
  if (parser === null && pattern !== null)
    yaml.report(problems, node.at, {
      code: 'bad-time-format',
      message: `time format "${pattern}" must name year, month, day and hour once each`,
      hint: `tokens: ${TIME_TOKENS}; hh needs tt`,
    });
  return parser;
}

function readZone(node: YamlNode | undefined, problems: Problem[]): TimeZone | null {
  const name = optional(node, (given) => yaml.readString(given, 'zone', problems));
  const zone = name === null ? null : parseTimeZone(name);
  if (node !== undefined && name !== null && zone === null)
    yaml.report(problems, node.at, {
      code: 'bad-zone',
      message: `unknown time zone "${name}"`,
      hint: 'write an IANA name such as Asia/Ho_Chi_Minh, or an offset such as +07:00',
    });
  return zone;
}

function readVocabulary(
  node: YamlNode | undefined,
  problems: Problem[],
): Pick<Mapping, 'threatStatus' | 'handlingResult'> {
  const shape = { what: 'vocabulary', optional: ['ThreatStatus', 'HandlingResult'] } as const;
  const map = optional(node, (given) => yaml.readMap(given, shape, problems));
  return {
    threatStatus: readWords(map?.get('ThreatStatus'), THREAT_STATUSES, problems),
    handlingResult: readWords(map?.get('HandlingResult'), HANDLING_RESULTS, problems),
  };
}

function readWords<Meaning extends string>(
  node: YamlNode | undefined,
  meanings: readonly Meaning[],
  problems: Problem[],
): ReadonlyMap<string, Meaning> {
  const words = new Map<string, Meaning>();
  if (node === undefined) return words;
  const map = yaml.readMap(node, { what: 'a vocabulary', optional: meanings }, problems);
  for (const meaning of meanings) {
    const list = map?.get(meaning);
    if (list === undefined) continue;
    for (const word of readLabels(list, 'a word', problems)) {
      const other = words.get(word);
      if (other === undefined || other === meaning) words.set(word, meaning);
      else
        yaml.report(problems, list.at, {
          code: 'duplicate-word',
          message: `"${word}" is a word for ${other} already`,
        });
    }
  }
  return words;
}

function readDefaults(node: YamlNode | undefined, problems: Problem[]): Mapping['defaults'] {
  const shape = { what: 'defaults', optional: ['ThreatStatus', 'HandlingResult'] } as const;
  const map = optional(node, (given) => yaml.readMap(given, shape, problems));
  const status = { what: 'ThreatStatus', of: THREAT_STATUSES };
  const result = { what: 'HandlingResult', of: HANDLING_RESULTS };
  return {
    ThreatStatus: optional(map?.get('ThreatStatus'), (given) =>
      yaml.readChoice(given, status, problems),
    ),
    HandlingResult: optional(map?.get('HandlingResult'), (given) =>
      yaml.readChoice(given, result, problems),
    ),
  };
}

function readSample(node: YamlNode, problems: Problem[]): FormatSample | null {
  const shape = { what: 'a sample', required: ['lines', 'fields'], optional: ['time', 'host'] };
  const map = yaml.readMap(node, shape, problems);
  const lines = optional(map?.get('lines') ?? undefined, (given) =>
    yaml.readString(given, 'lines', problems),
  );
  const fields: Record<string, FieldValue> = {};
  for (const { key, value } of yaml.readEntries(map?.get('fields') ?? node, 'fields', problems))
    if (value.kind === 'scalar' && key !== '__proto__') fields[key] = value.value;
  if (lines === null) return null;
  const text = (key: string): string | null =>
    optional(map?.get(key) ?? undefined, (given) => yaml.readString(given, key, problems));
  return { lines: lines.split('\n'), fields, time: text('time'), host: text('host') };
}
