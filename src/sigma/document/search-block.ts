// Search identifiers and their condition: what `detection` of a rule and `filter` of a filter have in common.
import { isOperator, parseCondition } from '../condition/parse-condition.ts';
import { parseDetection } from '../detection/parse-detection.ts';
import type { OpenValue, ValueOrigin } from '../detection/open-value.ts';
import type { Condition, Detection } from '../detection.ts';
import type { ModifierContext } from '../modifier/modifier.ts';
import { describeValue, getKey, isYamlList, isYamlMap, quote } from '../yaml/yaml-value.ts';
import type { YamlMap, YamlPath } from '../yaml/yaml-value.ts';
import type { FaultList } from './faults.ts';
import { scalarText } from './read-value.ts';

const IDENTIFIER = /^[\w-]+$/;

interface BlockShape {
  /** The top-level key. */
  readonly key: 'detection' | 'filter';
  /** Keys in it that are no identifiers. */
  readonly reserved: ReadonlySet<string>;
}

export interface BlockReading extends ModifierContext {
  readonly faults: FaultList;
  readonly origin: ValueOrigin;
}

export interface SearchBlock {
  readonly detections: ReadonlyMap<string, Detection<OpenValue>>;
  readonly condition: Condition;
  readonly conditionText: string;
}

/** The map under a top-level key; null after a reported fault. */
export function readBlockMap(
  document: YamlMap,
  key: BlockShape['key'],
  faults: FaultList,
): YamlMap | null {
  const block = getKey(document, key);
  if (isYamlMap(block)) return block;
  const isMissing = block === undefined;
  const code = isMissing ? 'key-missing' : 'key-type';
  const message = isMissing
    ? `a rule needs a ${key}`
    : `${key} must be a map, not ${describeValue(block)}`;
  faults.error({ path: isMissing ? [] : [key] }, { code, message });
  return null;
}

/** The block read whole; null when `reading.faults` holds an error. */
export function readSearchBlock(
  block: YamlMap,
  shape: BlockShape,
  reading: BlockReading,
): SearchBlock | null {
  const detections = readDetections(block, shape, reading);
  const read = readConditions(block, shape, reading.faults);
  if (read === null || reading.faults.hasErrors) return null;
  return { detections, condition: read.condition, conditionText: read.text };
}

function identifiersOf(block: YamlMap, { reserved }: BlockShape): readonly string[] {
  return Object.keys(block).filter((name) => !reserved.has(name));
}

function readDetections(
  block: YamlMap,
  shape: BlockShape,
  { faults, placeholders, origin }: BlockReading,
): ReadonlyMap<string, Detection<OpenValue>> {
  const detections = new Map<string, Detection<OpenValue>>();
  const names = identifiersOf(block, shape);
  if (names.length === 0) {
    const message = `${shape.key} needs at least one search identifier`;
    faults.error({ path: [shape.key], isKey: true }, { code: 'detection-empty', message });
  }
  for (const name of names) {
    const path = [shape.key, name];
    checkName(name, path, faults);
    const parsed = parseDetection(block[name] ?? null, { path, faults, placeholders, origin });
    if (parsed !== null) detections.set(name, parsed);
  }
  return detections;
}

/** SigmaHQ has two such names (`filter_main_mdadm.conf`): only a selector's pattern can reach them. */
function checkName(name: string, path: YamlPath, faults: FaultList): void {
  if (IDENTIFIER.test(name) && !isOperator(name)) return;
  faults.warning(
    { path, isKey: true },
    {
      code: 'identifier-malformed',
      message: `a condition cannot name the search identifier ${quote(name)}`,
      hint: 'use letters, digits, _ and -, and none of the words and, or, not',
    },
  );
}

interface ReadCondition {
  readonly condition: Condition;
  readonly text: string;
}

/** `condition`: one text, or a list of which any may hold. */
function readConditions(
  block: YamlMap,
  shape: BlockShape,
  faults: FaultList,
): ReadCondition | null {
  const value = getKey(block, 'condition');
  const whole: YamlPath = [shape.key, 'condition'];
  if (value === undefined) {
    const message = `${shape.key} needs a condition`;
    faults.error({ path: [shape.key], isKey: true }, { code: 'key-missing', message });
    return null;
  }
  const names = identifiersOf(block, shape);
  const entries = isYamlList(value) ? value : [value];
  const read: ReadCondition[] = [];
  for (const [index, entry] of entries.entries()) {
    const path = isYamlList(value) ? [...whole, index] : whole;
    const text = scalarText(entry);
    if (text === null) {
      const message = `a condition must be text, not ${describeValue(entry)}`;
      faults.error({ path }, { code: 'key-type', message });
    } else {
      const condition = readCondition(text, { names, path }, faults);
      if (condition !== null) read.push({ condition, text });
    }
  }
  if (entries.length === 0)
    faults.error({ path: whole }, { code: 'condition-syntax', message: 'the condition is empty' });
  const [first] = read;
  if (read.length < entries.length || first === undefined) return null;
  if (read.length === 1) return first;
  const operands = read.map(({ condition }) => condition);
  const text = read.map((each) => `(${each.text})`).join(' or ');
  return { condition: { kind: 'or', operands }, text };
}

function readCondition(
  text: string,
  { names, path }: { readonly names: readonly string[]; readonly path: YamlPath },
  faults: FaultList,
): Condition | null {
  const { condition, faults: found } = parseCondition(text, names);
  for (const { offset, severity, ...complaint } of found) {
    if (severity === 'error') faults.error({ path, offset }, complaint);
    else faults.warning({ path, offset }, complaint);
  }
  return condition;
}
