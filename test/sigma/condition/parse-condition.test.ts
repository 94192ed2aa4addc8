import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCondition } from '../../../src/sigma/condition/parse-condition.ts';
import type { Condition } from '../../../src/sigma/detection.ts';

/** A condition in the fewest parentheses that keep its shape. */
function print(condition: Condition): string {
  switch (condition.kind) {
    case 'identifier':
      return condition.name;
    case 'constant':
      return condition.value ? 'TRUE' : 'FALSE';
    case 'not':
      return `not ${isLoose(condition.operand) ? `(${print(condition.operand)})` : print(condition.operand)}`;
    case 'or':
      return condition.operands
        .map((each) => (each.kind === 'or' ? `(${print(each)})` : print(each)))
        .join(' or ');
    case 'and':
      return condition.operands
        .map((each) => (isLoose(each) ? `(${print(each)})` : print(each)))
        .join(' and ');
  }
}

function isLoose(condition: Condition): boolean {
  return condition.kind === 'or' || condition.kind === 'and';
}

/** The condition read and printed, or its faults. */
function read(text: string, identifiers: readonly string[]): string {
  const { condition, faults } = parseCondition(text, identifiers);
  const found = faults.map(({ severity, code, offset }) => `${severity} ${code} at ${offset}`);
  return [...(condition === null ? [] : [print(condition)]), ...found].join('; ');
}

const ABC = ['a', 'b', 'c'];
const MANY = ['sel_1', 'sel_2', '_sel_3', 'filter_main', 'filter_main_x', 'sel.dot'];

test.each([
  ['a', 'a'],
  ['a or b and not c', 'a or b and not c'],
  ['(a or b) and c', '(a or b) and c'],
  ['a and (b and c)', 'a and (b and c)'],
  ['a and b and c', 'a and b and c'],
  ['not a and b', 'not a and b'],
  ['not (a and b)', 'not (a and b)'],
  ['not not a', 'not not a'],
  ['((a))', 'a'],
  ['  a\n  or\tb  ', 'a or b'],
  ['(a)or(b)', 'a or b'],
  ['a OR b', 'a or b; warning condition-case at 2'],
  ['NOT a AND b', 'not a and b; warning condition-case at 0; warning condition-case at 6'],
])('%j reads as %s', (text, expected) => {
  expect(read(text, ABC)).toBe(expected);
});

test('`and` binds tighter than `or`, `not` tighter than both', () => {
  expect(parseCondition('a or b and not c', ABC).condition).toEqual({
    kind: 'or',
    operands: [
      { kind: 'identifier', name: 'a' },
      {
        kind: 'and',
        operands: [
          { kind: 'identifier', name: 'b' },
          { kind: 'not', operand: { kind: 'identifier', name: 'c' } },
        ],
      },
    ],
  });
});

test.each([
  ['1 of sel_*', 'sel_1 or sel_2'],
  ['any of sel_*', 'sel_1 or sel_2'],
  ['all of sel_*', 'sel_1 and sel_2'],
  ['1 of them', 'sel_1 or sel_2 or filter_main or filter_main_x or sel.dot'],
  ['all of them', 'sel_1 and sel_2 and filter_main and filter_main_x and sel.dot'],
  ['1 of _sel*', '_sel_3'],
  ['1 of *_3', 'FALSE; warning selector-empty at 0'],
  ['1 of *main*', 'filter_main or filter_main_x'],
  ['1 of filter_main', 'filter_main'],
  ['1 of s*_*', 'sel_1 or sel_2'],
  ['1 of sel*t', 'sel.dot'],
  ['1 of sel_1*1', 'FALSE; warning selector-empty at 0'],
  ['1 of *', 'sel_1 or sel_2 or filter_main or filter_main_x or sel.dot'],
  ['1 of SEL_*', 'FALSE; warning selector-empty at 0'],
  ['sel_1 and not 1 of x_*', 'sel_1 and not FALSE; warning selector-empty at 14'],
  ['not 1 of sel_* and 1 of filter_*', 'not (sel_1 or sel_2) and (filter_main or filter_main_x)'],
  ['all of x_*', 'error selector-empty at 0'],
  ['2 of sel_*', 'error selector-unsupported at 0'],
  ['none of sel_*', 'error selector-unsupported at 0'],
  ['1 OF sel_*', 'sel_1 or sel_2; warning condition-case at 2'],
  [
    'ALL of THEM',
    'sel_1 and sel_2 and filter_main and filter_main_x and sel.dot; warning condition-case at 0; warning condition-case at 7',
  ],
  ['1 of', 'error condition-syntax at 4'],
  ['1 of and', 'error condition-syntax at 5'],
  ['1 of (sel_*)', 'error condition-syntax at 5'],
])('the selector %j is %s', (text, expected) => {
  expect(read(text, MANY)).toBe(expected);
});

test.each([
  ['notable', ['notable'], 'notable'],
  ['not notable', ['notable', 'able'], 'not notable'],
  ['order and android', ['order', 'android'], 'order and android'],
  ['a-b and 1', ['a-b', '1'], 'a-b and 1'],
  ['all or any or them or of', ['all', 'any', 'them', 'of'], 'all or any or them or of'],
])('words are whole: %j', (text, identifiers, expected) => {
  expect(read(text, identifiers)).toBe(expected);
});

test.each([
  ['', 'error condition-syntax at 0'],
  ['  ', 'error condition-syntax at 0'],
  ['a b', 'error condition-syntax at 2'],
  ['a and', 'error condition-syntax at 5'],
  ['and a', 'error condition-syntax at 0'],
  ['a or or b', 'error condition-syntax at 5'],
  ['not', 'error condition-syntax at 3'],
  ['(a', 'error condition-syntax at 0'],
  ['a)', 'error condition-syntax at 1'],
  ['(a b)', 'error condition-syntax at 3'],
  ['()', 'error condition-syntax at 1'],
  ['a & b', 'error condition-syntax at 2'],
  ['a* and b', 'error condition-syntax at 0'],
  ['a and d', 'error identifier-undefined at 6'],
  ['A', 'error identifier-undefined at 0'],
  ['a And b', 'error condition-syntax at 2'],
  ['a | count() > 5', 'error aggregation-unsupported at 2'],
  ['a > 5 | count()', 'error aggregation-unsupported at 6'],
])('%j is refused: %s', (text, expected) => {
  expect(read(text, ABC)).toBe(expected);
});

test.each([
  ['parentheses', '('.repeat(10_000) + 'a'],
  ['not', 'not '.repeat(10_000) + 'a'],
  ['a glob of many stars', `1 of ${'*a'.repeat(10_000)}`],
  ['a long chain', Array.from({ length: 10_000 }, () => 'a').join(' and ')],
])('hostile input is bounded: %s', (_name, text) => {
  expect(() => parseCondition(text, ['a'.repeat(10_000), ...ABC])).not.toThrow();
});

const names = fc.constantFrom('a', 'b', 'notable', 'or-x', '_hidden', '1', 'all', 'them');
const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, depthIdentifier: 'condition' },
    names.map((name): Condition => ({ kind: 'identifier', name })),
    tie('tree').map((operand): Condition => ({ kind: 'not', operand })),
    fc
      .tuple(
        fc.constantFrom('and' as const, 'or' as const),
        fc.array(tie('tree'), { minLength: 2, maxLength: 3, depthIdentifier: 'condition' }),
      )
      .map(([kind, operands]): Condition => ({ kind, operands })),
  ),
}));

test('parse ∘ print = identity', () => {
  const identifiers = ['a', 'b', 'notable', 'or-x', '_hidden', '1', 'all', 'them'];
  fc.assert(
    fc.property(tree, fc.constantFrom(' ', '\n', ' \t '), (condition, space) => {
      const text = print(condition).replaceAll(' ', space);
      expect(parseCondition(text, identifiers)).toEqual({ condition, faults: [] });
    }),
    { numRuns: 500 },
  );
});

test('never throws; gives a condition exactly when there is no error', () => {
  const word = fc.constantFrom(
    'a',
    'b',
    'and',
    'or',
    'not',
    'of',
    '1',
    'all',
    'them',
    'a*',
    '(',
    ')',
    '|',
    '\u0000',
    '😀',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), (words) => {
      const { condition, faults } = parseCondition(words.join(' '), ABC);
      expect(condition === null).toBe(faults.some((fault) => fault.severity === 'error'));
    }),
    { numRuns: 2000 },
  );
});
