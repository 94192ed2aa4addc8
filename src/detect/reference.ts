// What a Sigma rule means, in the plainest code that says it. This is the specification that engine.ts is tested
// against and that explain.ts asks for reasons; it compiles nothing and remembers nothing.
import type { Event, FieldValue } from '../event/event.ts';
import { lookUpField } from '../event/field.ts';
import type { Leaf } from '../event/scalar.ts';
import { listLeaves, numberText, scalarText } from '../event/scalar.ts';
import type { Condition, Detection, FieldItem, KeywordItem } from '../sigma/detection.ts';
import type {
  BooleanPattern,
  CidrPattern,
  FieldReferencePattern,
  NumberPattern,
  Pattern,
  StringPart,
  StringPattern,
} from '../sigma/pattern.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import { foldCase } from '../util/case-fold.ts';
import { isInNetwork, parseIpAddress } from '../util/ip-address.ts';
import type { Matcher } from './match.ts';
import { compareDecimals, isDecimal } from './matcher/decimal.ts';
import { listKeywordTexts } from './matcher/keyword-texts.ts';
import { appliesTo } from './matcher/log-source.ts';
import { matchesTime } from './matcher/time-part.ts';
import { compileRegex } from './regex/regex-test.ts';

/** Evaluates every rule on every event, one after the other. */
export function createReferenceMatcher(rules: readonly SigmaRule[]): Matcher {
  return { match: (event) => rules.filter((rule) => matchesRule(rule, event)) };
}

export function matchesRule(rule: SigmaRule, event: Event): boolean {
  return (
    appliesTo(rule.logSource, event.logSources) && matchesCondition(rule.condition, rule, event)
  );
}

/** Two-valued logic: an item on an absent field is false, and `not` of it is true. */
export function matchesCondition(condition: Condition, rule: SigmaRule, event: Event): boolean {
  switch (condition.kind) {
    case 'identifier': {
      const detection = rule.detections.get(condition.name);
      return detection !== undefined && matchesDetection(detection, event);
    }
    case 'and':
      return condition.operands.every((operand) => matchesCondition(operand, rule, event));
    case 'or':
      return condition.operands.some((operand) => matchesCondition(operand, rule, event));
    case 'not':
      return !matchesCondition(condition.operand, rule, event);
    case 'constant':
      return condition.value;
  }
}

export function matchesDetection(detection: Detection, event: Event): boolean {
  switch (detection.kind) {
    case 'all':
      return detection.parts.every((part) => matchesDetection(part, event));
    case 'any':
      return detection.parts.some((part) => matchesDetection(part, event));
    case 'field':
      return matchesField(detection, event);
    case 'keyword':
      return matchesKeyword(detection, event);
  }
}

/** `neq` negates the item as a whole, so an absent field matches it. */
function matchesField(item: FieldItem, event: Event): boolean {
  const value = lookUpField(event.fields, item.field);
  const matches = (pattern: Pattern): boolean => matchesPattern(pattern, value, event);
  const isMatch = item.link === 'all' ? item.patterns.every(matches) : item.patterns.some(matches);
  return isMatch !== item.isNegated;
}

/** With `all`, each keyword must be found somewhere in the event, not necessarily in one value. */
function matchesKeyword(item: KeywordItem, event: Event): boolean {
  const texts = listKeywordTexts(event);
  const isFound = (pattern: Pattern): boolean =>
    texts.some((text) => matchesLeaf(pattern, text, event));
  return item.link === 'all' ? item.patterns.every(isFound) : item.patterns.some(isFound);
}

/** Whether the field's value (undefined = absent) satisfies the pattern; an array does when any element does. */
function matchesPattern(pattern: Pattern, value: FieldValue | undefined, event: Event): boolean {
  if (pattern.kind === 'any-of')
    return pattern.patterns.some((variant) => matchesPattern(variant, value, event));
  if (pattern.kind === 'exists') return (value !== undefined) === pattern.value;
  if (value === undefined) return pattern.kind === 'null';
  return listLeaves(value).some((leaf) => matchesLeaf(pattern, leaf, event));
}

/** Whether one element of a present value satisfies the pattern; `event` is where referenced fields are looked up. */
export function matchesLeaf(pattern: Pattern, leaf: Leaf, event: Event): boolean {
  switch (pattern.kind) {
    case 'any-of':
      return pattern.patterns.some((variant) => matchesLeaf(variant, leaf, event));
    case 'time':
      return matchesTime(pattern, leaf);
    case 'field-reference':
      return matchesReference(pattern, leaf, event);
    case 'string':
      return matchesString(pattern, leaf);
    case 'regex': {
      const text = scalarText(leaf);
      return text !== null && compileRegex(pattern)(text);
    }
    case 'cidr':
      return matchesCidr(pattern, leaf);
    case 'number':
      return matchesNumber(pattern, leaf);
    case 'boolean':
      return matchesBoolean(pattern, leaf);
    case 'null':
      return leaf === null;
    case 'exists':
      // asks about the field, see `matchesPattern`
      return false;
  }
}

/** A lone `*` is "present and not null", so it takes nested objects too, which have no text. */
function matchesString(pattern: StringPattern, leaf: Leaf): boolean {
  const text = scalarText(leaf);
  if (text === null) {
    const isAnything = pattern.parts.length === 1 && pattern.parts[0]?.kind === 'many';
    return isAnything && leaf !== null;
  }
  const fold = (literal: string): string => (pattern.isCased ? literal : foldCase(literal));
  const parts = pattern.parts.map((part) =>
    part.kind === 'literal' ? { ...part, text: fold(part.text) } : part,
  );
  return matchesParts(parts, fold(text));
}

/** Runs through the parts with every offset where the text may go on; after a `*`, any later offset too. */
function matchesParts(parts: readonly StringPart[], text: string): boolean {
  let offsets: readonly number[] = [0];
  let isOpen = false;
  for (const part of parts) {
    const first = offsets[0];
    if (first === undefined) return false;
    if (part.kind === 'many') {
      offsets = [first];
      isOpen = true;
    } else {
      const starts = isOpen ? listStarts(part, text, first) : offsets;
      offsets = starts.map((start) => advance(part, text, start)).filter((end) => end >= 0);
      isOpen = false;
    }
  }
  return isOpen ? offsets.length > 0 : offsets.includes(text.length);
}

type FixedPart = Exclude<StringPart, { kind: 'many' }>;

/** The offset behind `part` when it stands at `start`, else -1. */
function advance(part: FixedPart, text: string, start: number): number {
  if (part.kind === 'literal')
    return text.startsWith(part.text, start) ? start + part.text.length : -1;
  const character = text.codePointAt(start);
  if (character === undefined) return -1;
  if (part.kind === 'one') return start + String.fromCodePoint(character).length;
  return '-/\u2013\u2014\u2015'.includes(String.fromCodePoint(character)) ? start + 1 : -1;
}

/** Where the part may start, at `from` or later. */
function listStarts(part: FixedPart, text: string, from: number): readonly number[] {
  const literal = part.kind === 'literal' ? part.text : '';
  const starts: number[] = [];
  for (let at = text.indexOf(literal, from); at >= 0; at = text.indexOf(literal, at + 1)) {
    starts.push(at);
    // the empty literal is found at the end again and again
    if (at >= text.length) break;
  }
  return starts;
}

function matchesCidr(pattern: CidrPattern, leaf: Leaf): boolean {
  const address = typeof leaf === 'string' ? parseIpAddress(leaf) : null;
  return address !== null && isInNetwork(address, pattern);
}

/**
 * Equality: a number of that value, or a string that is the number's text (`"04688"` is not 4688). Order: a number,
 * or a string that is a decimal number. Anything else does not match.
 */
function matchesNumber(pattern: NumberPattern, leaf: Leaf): boolean {
  const expected = isDecimal(pattern.text) ? pattern.text : numberText(pattern.value);
  if (pattern.operator === 'eq' && typeof leaf === 'string')
    return leaf === pattern.text || leaf === expected;
  if (typeof leaf !== 'number' && typeof leaf !== 'string') return false;
  const actual = scalarText(leaf) ?? '';
  if (!isDecimal(actual) || !isDecimal(expected)) return false;
  const order = compareDecimals(actual, expected);
  switch (pattern.operator) {
    case 'eq':
      return order === 0;
    case 'lt':
      return order < 0;
    case 'lte':
      return order <= 0;
    case 'gt':
      return order > 0;
    case 'gte':
      return order >= 0;
  }
}

/** Of arrays any pair. The referenced value is text as it is: no wildcards in it. */
function matchesReference(pattern: FieldReferencePattern, leaf: Leaf, event: Event): boolean {
  const text = scalarText(leaf);
  const other = lookUpField(event.fields, pattern.field);
  if (text === null || other === undefined) return false;
  const fold = (given: string): string => (pattern.isCased ? given : foldCase(given));
  return listLeaves(other).some((otherLeaf) => {
    const otherText = scalarText(otherLeaf);
    if (otherText === null) return false;
    const [whole, wanted] = [fold(text), fold(otherText)];
    switch (pattern.comparison) {
      case 'equals':
        return whole === wanted;
      case 'contains':
        return whole.includes(wanted);
      case 'startswith':
        return whole.startsWith(wanted);
      case 'endswith':
        return whole.endsWith(wanted);
    }
  });
}

function matchesBoolean(pattern: BooleanPattern, leaf: Leaf): boolean {
  if (typeof leaf === 'boolean') return leaf === pattern.value;
  return typeof leaf === 'string' && foldCase(leaf) === String(pattern.value);
}
