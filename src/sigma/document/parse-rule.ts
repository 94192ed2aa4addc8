import { isOperator, parseCondition } from '../condition/parse-condition.ts';
import { parseDetection } from '../detection/parse-detection.ts';
import type { Condition, Detection } from '../detection.ts';
import type { ModifierContext } from '../modifier/modifier.ts';
import type { RuleMetadata, SigmaRule } from '../rule.ts';
import { describeValue, getKey, isYamlList, isYamlMap, quote } from '../yaml/yaml-value.ts';
import type { YamlMap, YamlPath } from '../yaml/yaml-value.ts';
import type { FaultList } from './faults.ts';
import { readLogSource } from './log-source.ts';
import { scalarText } from './read-value.ts';

const IDENTIFIER = /^[\w-]+$/;
const CONDITION: YamlPath = ['detection', 'condition'];
/** Keys of `detection` that are no identifiers. */
const RESERVED = new Set(['condition', 'timeframe']);

/** A detection rule, or null when `faults` holds the errors that prevent it. */
export function parseRule(
  document: YamlMap,
  metadata: RuleMetadata,
  faults: FaultList,
  context: ModifierContext,
): SigmaRule | null {
  const logSource = readLogSource(document, faults);
  const detection = getKey(document, 'detection');
  if (!isYamlMap(detection)) {
    const isMissing = detection === undefined;
    const code = isMissing ? 'key-missing' : 'key-type';
    const message = isMissing
      ? 'a rule needs a detection'
      : `detection must be a map, not ${describeValue(detection)}`;
    faults.error({ path: isMissing ? [] : ['detection'] }, { code, message });
    return null;
  }
  refuseTimeframe(detection, faults);
  const detections = readDetections(detection, faults, context);
  const read = readConditions(detection, faults);
  if (read === null || faults.hasErrors) return null;
  return {
    ...metadata,
    kind: 'rule',
    logSource,
    detections,
    condition: read.condition,
    conditionText: read.text,
  };
}

function refuseTimeframe(detection: YamlMap, faults: FaultList): void {
  if (!Object.hasOwn(detection, 'timeframe')) return;
  faults.error(
    { path: ['detection', 'timeframe'], isKey: true },
    {
      code: 'timeframe-unsupported',
      message: 'timeframe belongs to the aggregations of Sigma version 1',
      hint: 'write a correlation rule with timespan instead',
    },
  );
}

function identifiersOf(detection: YamlMap): readonly string[] {
  return Object.keys(detection).filter((name) => !RESERVED.has(name));
}

function readDetections(
  detection: YamlMap,
  faults: FaultList,
  context: ModifierContext,
): ReadonlyMap<string, Detection> {
  const detections = new Map<string, Detection>();
  const names = identifiersOf(detection);
  if (names.length === 0) {
    const message = 'detection needs at least one search identifier';
    faults.error({ path: ['detection'], isKey: true }, { code: 'detection-empty', message });
  }
  for (const name of names) {
    const path = ['detection', name];
    checkName(name, path, faults);
    const parsed = parseDetection(detection[name] ?? null, { path, faults, ...context });
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
function readConditions(detection: YamlMap, faults: FaultList): ReadCondition | null {
  const value = getKey(detection, 'condition');
  if (value === undefined) {
    const message = 'detection needs a condition';
    faults.error({ path: ['detection'], isKey: true }, { code: 'key-missing', message });
    return null;
  }
  const names = identifiersOf(detection);
  const entries = isYamlList(value) ? value : [value];
  const read: ReadCondition[] = [];
  for (const [index, entry] of entries.entries()) {
    const path = isYamlList(value) ? [...CONDITION, index] : CONDITION;
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
    faults.error(
      { path: CONDITION },
      { code: 'condition-syntax', message: 'the condition is empty' },
    );
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
