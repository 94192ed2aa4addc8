// Extended conditions of temporal correlations (pySigma 1.x): `rule_a and (rule_b or not rule_c)`. Read into
// alternatives, because what must be present, in which order, and what must be absent is then plain to see.
import { isOperator, parseCondition } from '../condition/parse-condition.ts';
import { tokenize } from '../condition/tokens.ts';
import type { Condition } from '../detection.ts';
import type { CorrelationAlternative } from '../rule.ts';
import { quote } from '../yaml/yaml-value.ts';
import type { Reading } from './read-value.ts';

export interface CorrelationExpression {
  /** Names in the order in which they appear. */
  readonly names: readonly string[];
  readonly alternatives: readonly CorrelationAlternative[];
}

const NAME = /^[A-Za-z_]\w*$/;
/** More than any rule has; `(a or b) and (c or d) and …` doubles with each factor. */
const MAX_ALTERNATIVES = 256;

/** Null after reporting what is wrong; `reading.path` leads to the condition. */
export function readExpression(text: string, reading: Reading): CorrelationExpression | null {
  const names = readNames(text, reading);
  if (names === null) return null;
  const { path, faults } = reading;
  const { condition, faults: found } = parseCondition(text, names);
  for (const { offset, severity, ...complaint } of found)
    faults[severity]({ path, offset }, complaint);
  if (condition === null) return null;
  const alternatives = listAlternatives(condition, false);
  if (alternatives === null) {
    const message = `the condition has more than ${MAX_ALTERNATIVES} alternatives`;
    const hint = 'write several correlations';
    faults.error({ path }, { code: 'correlation-condition-large', message, hint });
    return null;
  }
  const possible = alternatives.filter(
    ({ present, absent }) => !present.some((name) => absent.includes(name)),
  );
  if (possible.length === 0) {
    const message = 'the condition can never be true';
    faults.error({ path }, { code: 'correlation-condition-never', message });
    return null;
  }
  if (possible.some(({ present }) => present.length === 0)) {
    const message =
      'the condition may be true where nothing has matched, so in groups nobody knows';
    const hint = 'name in each alternative a rule that must match';
    faults.error({ path }, { code: 'correlation-condition-negative', message, hint });
    return null;
  }
  return { names, alternatives: possible };
}

function readNames(text: string, { path, faults }: Reading): readonly string[] | null {
  const tokens = tokenize(text);
  if ('code' in tokens) {
    const { offset, message } = tokens;
    faults.error({ path, offset }, { code: 'condition-syntax', message });
    return null;
  }
  const words = tokens.filter((token) => token.kind === 'word' && !isOperator(token.text));
  const bad = words.find((token) => !NAME.test(token.text) || token.text.toLowerCase() === 'of');
  if (bad === undefined) return [...new Set(words.map((token) => token.text))];
  faults.error(
    { path, offset: bad.offset },
    {
      code: 'correlation-condition-name',
      message: `${quote(bad.text)} cannot stand in a correlation's condition`,
      hint: 'use the names of rules (letters, digits, _), and, or, not and parentheses',
    },
  );
  return null;
}

/** Disjunctive normal form, operands in the order as written; null when there are too many. */
function listAlternatives(
  condition: Condition,
  isNegated: boolean,
): readonly CorrelationAlternative[] | null {
  switch (condition.kind) {
    case 'identifier':
      return isNegated
        ? [{ present: [], absent: [condition.name] }]
        : [{ present: [condition.name], absent: [] }];
    case 'not':
      return listAlternatives(condition.operand, !isNegated);
    case 'constant':
      return condition.value === isNegated ? [] : [{ present: [], absent: [] }];
    case 'and':
    case 'or': {
      const operands = condition.operands.map((operand) => listAlternatives(operand, isNegated));
      const read = operands.filter((operand) => operand !== null);
      if (read.length < operands.length) return null;
      return (condition.kind === 'and') === isNegated ? join(read) : multiply(read);
    }
  }
}

type Alternatives = readonly CorrelationAlternative[];

function join(operands: readonly Alternatives[]): Alternatives | null {
  const all = operands.flat();
  return all.length > MAX_ALTERNATIVES ? null : all;
}

function multiply(operands: readonly Alternatives[]): Alternatives | null {
  let products: Alternatives = [{ present: [], absent: [] }];
  for (const operand of operands) {
    if (products.length * operand.length > MAX_ALTERNATIVES) return null;
    products = products.flatMap((left) =>
      operand.map((right) => ({
        present: [...left.present, ...right.present],
        absent: [...new Set([...left.absent, ...right.absent])],
      })),
    );
  }
  return products;
}
