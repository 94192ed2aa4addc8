// One pattern as a closure over a leaf, specialised by shape: most strings in rules are one literal, anchored at
// none, one or both of its ends.
import { numberText, scalarText } from '../../event/scalar.ts';
import type {
  BooleanPattern,
  CidrPattern,
  NumberOperator,
  NumberPattern,
  Pattern,
  StringPattern,
} from '../../sigma/pattern.ts';
import { foldCase } from '../../util/case-fold.ts';
import { isInNetwork, parseIpAddress } from '../../util/ip-address.ts';
import { compareDecimals, isDecimal } from './decimal.ts';
import type { LeafView } from './event-view.ts';
import { compileGlob } from './glob.ts';
import { matchesTime } from './time-part.ts';
import type { TextTest } from '../regex/regex-test.ts';
import { compileRegex } from '../regex/regex-test.ts';

export type LeafTest = (leaf: LeafView) => boolean;

/** Patterns that ask about a leaf alone; `null` and `exists` ask about the field, a reference about another one. */
export type LeafPattern = Exclude<
  Pattern,
  { kind: 'null' | 'exists' | 'field-reference' | 'any-of' }
>;

/** Whether a leaf satisfies any of the patterns; constants without wildcards become one set look-up. */
export function compileAnyLeaf(patterns: readonly LeafPattern[]): LeafTest {
  const constants = new Set<string>();
  const tests: LeafTest[] = [];
  for (const pattern of patterns) {
    const constant = pattern.kind === 'string' ? foldedConstant(pattern) : null;
    if (constant === null) tests.push(compileLeaf(pattern));
    else constants.add(constant);
  }
  if (constants.size === 1 && patterns.length === 1) return (leaf) => hasFolded(constants, leaf);
  if (constants.size > 0) tests.unshift((leaf) => hasFolded(constants, leaf));
  const [only] = tests;
  if (only !== undefined && tests.length === 1) return only;
  return (leaf) => {
    for (const test of tests) if (test(leaf)) return true;
    return false;
  };
}

function hasFolded(constants: ReadonlySet<string>, leaf: LeafView): boolean {
  return leaf.text !== null && constants.has(leaf.folded);
}

function compileLeaf(pattern: LeafPattern): LeafTest {
  switch (pattern.kind) {
    case 'string':
      return compileString(pattern);
    case 'regex':
      return onText(compileRegex(pattern));
    case 'cidr':
      return compileCidr(pattern);
    case 'number':
      return compileNumber(pattern);
    case 'boolean':
      return compileBoolean(pattern);
    case 'time':
      return (leaf) => matchesTime(pattern, leaf.value);
  }
}

/** The folded text that the whole value must be, or null when the pattern is cased or has wildcards. */
export function foldedConstant(pattern: StringPattern): string | null {
  if (pattern.isCased || pattern.parts.length > 1) return null;
  const [part] = pattern.parts;
  if (part === undefined) return '';
  return part.kind === 'literal' ? foldCase(part.text) : null;
}

function compileString(pattern: StringPattern): LeafTest {
  const parts = pattern.parts.map((part) =>
    part.kind === 'literal' && !pattern.isCased ? { ...part, text: foldCase(part.text) } : part,
  );
  if (parts.length === 1 && parts[0]?.kind === 'many') return (leaf) => leaf.value !== null;
  const test = compileShape(parts);
  return pattern.isCased ? onText(test) : (leaf) => leaf.text !== null && test(leaf.folded);
}

function compileShape(parts: StringPattern['parts']): TextTest {
  const [first, second, third] = parts;
  if (first === undefined) return (text) => text === '';
  if (parts.length === 1 && first.kind === 'literal') return (text) => text === first.text;
  if (parts.length === 2 && first.kind === 'literal' && second?.kind === 'many')
    return (text) => text.startsWith(first.text);
  if (parts.length === 2 && first.kind === 'many' && second?.kind === 'literal')
    return (text) => text.endsWith(second.text);
  const isContains = parts.length === 3 && first.kind === 'many' && third?.kind === 'many';
  if (isContains && second?.kind === 'literal') return (text) => text.includes(second.text);
  return compileGlob(parts);
}

function onText(test: TextTest): LeafTest {
  return (leaf) => leaf.text !== null && test(leaf.text);
}

function compileCidr(pattern: CidrPattern): LeafTest {
  return ({ value }) => {
    const address = typeof value === 'string' ? parseIpAddress(value) : null;
    return address !== null && isInNetwork(address, pattern);
  };
}

const ORDERS = {
  eq: (order) => order === 0,
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
} as const satisfies Record<NumberOperator, (order: number) => boolean>;

function compileNumber(pattern: NumberPattern): LeafTest {
  const expected = isDecimal(pattern.text) ? pattern.text : numberText(pattern.value);
  const holds = ORDERS[pattern.operator];
  const isComparable = isDecimal(expected);
  const compares = (actual: string | null): boolean =>
    actual !== null &&
    isComparable &&
    isDecimal(actual) &&
    holds(compareDecimals(actual, expected));
  if (pattern.operator === 'eq')
    return ({ value, text }) =>
      typeof value === 'string'
        ? value === pattern.text || value === expected
        : typeof value === 'number' && compares(text);
  return ({ value }) =>
    (typeof value === 'string' || typeof value === 'number') && compares(scalarText(value));
}

function compileBoolean(pattern: BooleanPattern): LeafTest {
  const expected = String(pattern.value);
  return (leaf) =>
    typeof leaf.value === 'boolean'
      ? leaf.value === pattern.value
      : typeof leaf.value === 'string' && leaf.folded === expected;
}
