// Remarks on what a condition asks, found by trying every answer of its identifiers.
import type { Condition } from '../detection.ts';
import type { SigmaRule } from '../rule.ts';
import type { RuleRemark, Subject } from './remark.ts';

/** 2^12 rows at most; a condition with more identifiers is not judged. */
const MAX_IDENTIFIERS = 12;

export function checkCondition(rule: SigmaRule): readonly RuleRemark[] {
  const names = [...new Set(identifiersIn(rule.condition))];
  return [...checkEffect(rule), ...checkPolarity(rule, names)];
}

/** Identifiers that a condition asks for, each as often as it stands there. */
export function identifiersIn(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'identifier':
      return [condition.name];
    case 'not':
      return identifiersIn(condition.operand);
    case 'constant':
      return [];
    default:
      return condition.operands.flatMap(identifiersIn);
  }
}

/** Identifiers, or a whole condition, whose answer does not matter. */
export function checkEffect(rule: Pick<SigmaRule, 'condition'>): readonly RuleRemark[] {
  const names = [...new Set(identifiersIn(rule.condition))];
  if (names.length > MAX_IDENTIFIERS) return [];
  const rows = Array.from({ length: 2 ** names.length }, (_, row) =>
    holds(rule.condition, (name) => Math.floor(row / 2 ** names.indexOf(name)) % 2 === 1),
  );
  if (rows.every((value) => value))
    return [remark('condition-always-true', 'the condition is true whatever the event holds')];
  if (rows.every((value) => !value))
    return [remark('condition-never-true', 'the condition is false whatever the event holds')];
  const idle = names.filter((_, bit) => rows.every((value, row) => value === rows[flip(row, bit)]));
  return idle.map((name) =>
    remark('identifier-without-effect', `"${name}" never changes what the condition says`, {
      kind: 'identifier',
      name,
    }),
  );
}

function flip(row: number, bit: number): number {
  const weight = 2 ** bit;
  return Math.floor(row / weight) % 2 === 1 ? row - weight : row + weight;
}

function holds(condition: Condition, isTrue: (name: string) => boolean): boolean {
  switch (condition.kind) {
    case 'identifier':
      return isTrue(condition.name);
    case 'and':
      return condition.operands.every((operand) => holds(operand, isTrue));
    case 'or':
      return condition.operands.some((operand) => holds(operand, isTrue));
    case 'not':
      return !holds(condition.operand, isTrue);
    case 'constant':
      return condition.value;
  }
}

/** By their names: a `filter` takes events out, a `selection` brings them in. */
function checkPolarity(rule: SigmaRule, names: readonly string[]): readonly RuleRemark[] {
  const negated = new Set<string>();
  const plain = new Set<string>();
  collectPolarity(rule.condition, false, { negated, plain });
  return names.flatMap((name) => {
    if (/^_?filter/i.test(name) && plain.has(name) && !negated.has(name))
      return [
        {
          code: 'filter-not-negated',
          message: `"${name}" is called a filter and the condition asks for it`,
          hint: 'write "and not", or give it another name',
          about: { kind: 'identifier', name },
        },
      ];
    if (/^_?selection/i.test(name) && negated.has(name) && !plain.has(name) && names.length > 1)
      return [
        {
          code: 'selection-negated',
          message: `"${name}" is called a selection and the condition excludes it`,
          hint: 'call it filter, or take the "not" away',
          about: { kind: 'identifier', name },
        },
      ];
    return [];
  });
}

function collectPolarity(
  condition: Condition,
  isNegated: boolean,
  found: { readonly negated: Set<string>; readonly plain: Set<string> },
): void {
  if (condition.kind === 'constant') return;
  if (condition.kind === 'identifier')
    (isNegated ? found.negated : found.plain).add(condition.name);
  else if (condition.kind === 'not') collectPolarity(condition.operand, !isNegated, found);
  else for (const operand of condition.operands) collectPolarity(operand, isNegated, found);
}

function remark(code: string, message: string, about: Subject = { kind: 'condition' }): RuleRemark {
  return { code, message, hint: 'look at its operators and parentheses', about };
}
