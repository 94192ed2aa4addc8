// Detections and conditions as closures over the event's view.
import type { Condition, Detection, FieldItem, KeywordItem } from '../../sigma/detection.ts';
import type { FieldReferencePattern, Pattern, SinglePattern } from '../../sigma/pattern.ts';
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
      return compileField(detection, slotOf);
    case 'keyword':
      return compileKeyword(detection);
  }
}

function compileField(item: FieldItem, slotOf: SlotOf): ViewTest {
  const slot = slotOf(item.field);
  const test =
    item.link === 'all'
      ? every(item.patterns.map((pattern) => compileAnyPattern([pattern], slot, slotOf)))
      : compileAnyPattern(item.patterns, slot, slotOf);
  return item.isNegated ? (view) => !test(view) : test;
}

/** Whether the field satisfies any of the patterns. */
function compileAnyPattern(given: readonly Pattern[], slot: number, slotOf: SlotOf): ViewTest {
  const patterns = given.flatMap(variantsOf);
  const tests: FieldTest[] = [];
  if (patterns.some(({ kind }) => kind === 'null')) tests.push((field) => field.isNull);
  for (const pattern of patterns)
    if (pattern.kind === 'exists') tests.push((field) => field.isPresent === pattern.value);
  const leafPatterns = patterns.filter(isLeafPattern);
  if (leafPatterns.length > 0) {
    const leafTest = compileAnyLeaf(leafPatterns);
    tests.push((field) => someLeaf(field.leaves, leafTest));
  }
  const references = patterns
    .filter((pattern) => pattern.kind === 'field-reference')
    .map((pattern) => compileReference(pattern, slot, slotOf));
  if (tests.length === 0 && references.length > 0) return some(references);
  const test = some(tests);
  const viewTest: ViewTest = (view) => test(view.field(slot));
  return references.length === 0 ? viewTest : some([viewTest, ...references]);
}

/** A pattern's variants side by side: within one alternative it makes no difference. */
function variantsOf(pattern: Pattern): readonly SinglePattern[] {
  return pattern.kind === 'any-of' ? pattern.patterns : [pattern];
}

const COMPARISONS = {
  equals: (whole, wanted) => whole === wanted,
  contains: (whole, wanted) => whole.includes(wanted),
  startswith: (whole, wanted) => whole.startsWith(wanted),
  endswith: (whole, wanted) => whole.endsWith(wanted),
} as const satisfies Record<
  FieldReferencePattern['comparison'],
  (whole: string, wanted: string) => boolean
>;

function compileReference(
  { field, comparison, isCased }: FieldReferencePattern,
  slot: number,
  slotOf: SlotOf,
): ViewTest {
  const otherSlot = slotOf(field);
  const compare = COMPARISONS[comparison];
  return (view) => {
    const others = view.field(otherSlot).leaves;
    return someLeaf(
      view.field(slot).leaves,
      ({ text, folded }) =>
        text !== null &&
        others.some(
          (other) =>
            other.text !== null &&
            (isCased ? compare(text, other.text) : compare(folded, other.folded)),
        ),
    );
  };
}

function compileKeyword(item: KeywordItem): ViewTest {
  const groups = item.patterns.map((pattern) => variantsOf(pattern).filter(isLeafPattern));
  // `null`, `exists` and references are no keywords; nothing else in a value makes `all` impossible
  if (item.link === 'all' && groups.some((group) => group.length === 0)) return () => false;
  const linked = item.link === 'all' ? groups : [groups.flat()];
  return every(
    linked.map((group): ViewTest => {
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
  const { kind } = pattern;
  return kind !== 'null' && kind !== 'exists' && kind !== 'field-reference' && kind !== 'any-of';
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
