// Detections and conditions as closures over the event's view.
import type { Condition, Detection, FieldItem, KeywordItem } from '../../sigma/detection.ts';
import type { Pattern } from '../../sigma/pattern.ts';
import type { EventView, FieldView, LeafView } from './event-view.ts';
import type { LeafPattern, LeafTest } from './leaf-test.ts';
import { compileAnyLeaf } from './leaf-test.ts';

export type ViewTest = (view: EventView) => boolean;

/** Gives each field name the slot under which `EventView` keeps it. */
export type SlotOf = (field: string) => number;

type FieldTest = (field: FieldView) => boolean;

/** Names that `detections` lacks are false; the loader has refused such rules. */
export function compileCondition(
  condition: Condition,
  detections: ReadonlyMap<string, Detection>,
  slotOf: SlotOf,
): ViewTest {
  switch (condition.kind) {
    case 'identifier': {
      const detection = detections.get(condition.name);
      return detection === undefined ? () => false : compileDetection(detection, slotOf);
    }
    case 'and':
      return every(condition.operands.map((part) => compileCondition(part, detections, slotOf)));
    case 'or':
      return some(condition.operands.map((part) => compileCondition(part, detections, slotOf)));
    case 'not': {
      const test = compileCondition(condition.operand, detections, slotOf);
      return (view) => !test(view);
    }
    case 'constant': {
      const { value } = condition;
      return () => value;
    }
  }
}

function compileDetection(detection: Detection, slotOf: SlotOf): ViewTest {
  switch (detection.kind) {
    case 'all':
      return every(detection.parts.map((part) => compileDetection(part, slotOf)));
    case 'any':
      return some(detection.parts.map((part) => compileDetection(part, slotOf)));
    case 'field':
      return compileField(detection, slotOf(detection.field));
    case 'keyword':
      return compileKeyword(detection);
  }
}

function compileField(item: FieldItem, slot: number): ViewTest {
  const test =
    item.link === 'all'
      ? every(item.patterns.map((pattern) => compileAnyPattern([pattern])))
      : compileAnyPattern(item.patterns);
  return item.isNegated ? (view) => !test(view.field(slot)) : (view) => test(view.field(slot));
}

/** Whether the field satisfies any of the patterns. */
function compileAnyPattern(patterns: readonly Pattern[]): FieldTest {
  const tests: FieldTest[] = [];
  if (patterns.some(({ kind }) => kind === 'null')) tests.push((field) => field.isNull);
  for (const pattern of patterns)
    if (pattern.kind === 'exists') tests.push((field) => field.isPresent === pattern.value);
  const leafPatterns = patterns.filter(isLeafPattern);
  if (leafPatterns.length > 0) {
    const leafTest = compileAnyLeaf(leafPatterns);
    tests.push((field) => someLeaf(field.leaves, leafTest));
  }
  return some(tests);
}

function compileKeyword(item: KeywordItem): ViewTest {
  const patterns = item.patterns.filter(isLeafPattern);
  // `null` and `exists` are no keywords; one of them makes `all` impossible
  if (item.link === 'all' && patterns.length < item.patterns.length) return () => false;
  const groups = item.link === 'all' ? patterns.map((pattern) => [pattern]) : [patterns];
  return every(
    groups.map((group): ViewTest => {
      const test = compileAnyLeaf(group);
      return (view) => someLeaf(view.keywords(), test);
    }),
  );
}

function someLeaf(leaves: readonly LeafView[], test: LeafTest): boolean {
  for (const leaf of leaves) if (test(leaf)) return true;
  return false;
}

function isLeafPattern(pattern: Pattern): pattern is LeafPattern {
  return pattern.kind !== 'null' && pattern.kind !== 'exists';
}

function every<T>(tests: readonly ((value: T) => boolean)[]): (value: T) => boolean {
  const [first, second] = tests;
  if (first !== undefined && tests.length === 1) return first;
  if (first !== undefined && second !== undefined && tests.length === 2)
    return (value) => first(value) && second(value);
  return (value) => {
    for (const test of tests) if (!test(value)) return false;
    return true;
  };
}

function some<T>(tests: readonly ((value: T) => boolean)[]): (value: T) => boolean {
  const [first, second] = tests;
  if (first !== undefined && tests.length === 1) return first;
  if (first !== undefined && second !== undefined && tests.length === 2)
    return (value) => first(value) || second(value);
  return (value) => {
    for (const test of tests) if (test(value)) return true;
    return false;
  };
}
