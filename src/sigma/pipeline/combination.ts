// How the conditions of one kind are put together: all or any of a list, or an expression of named ones.
import { describeValue, isYamlList, isYamlMap, quote } from '../yaml/yaml-value.ts';
import type { YamlMap, YamlPath } from '../yaml/yaml-value.ts';
import { parseExpression } from './expression.ts';
import type { Expression } from './expression.ts';
import { Params, readEntry, readType } from './params.ts';
import type { PipelineReading } from './params.ts';

/** Conditions of one kind; `holds` asks each of them, the last too: a condition may find that the rule must fail. */
export interface Combination<Condition> {
  readonly isEmpty: boolean;
  readonly holds: (ask: (condition: Condition) => boolean) => boolean;
}

export type ConditionReader<Condition> = (params: Params) => Condition | null;

/** The keys of one kind: `rule_conditions`, `rule_cond_op`, `rule_cond_not`, `rule_cond_expr`. */
export function readCombination<Condition>(
  params: Params,
  kind: 'rule' | 'detection_item' | 'field_name',
  readers: ReadonlyMap<string, ConditionReader<Condition>>,
): Combination<Condition> {
  const key = `${kind}_conditions`;
  const listed = params.value(key) ?? null;
  const isOr = params.choice(`${kind}_cond_op`, ['and', 'or']);
  const isNegated = params.boolean(`${kind}_cond_not`);
  const text = params.text(`${kind}_cond_expr`);
  const named = new Map<string, Condition>();
  const what = `${kind.replace('_', ' ')} condition`;
  const entries = isYamlMap(listed)
    ? Object.entries(listed)
    : isYamlList(listed)
      ? [...listed.entries()]
      : [];
  if (listed !== null && !isYamlMap(listed) && !isYamlList(listed))
    params.error([key], {
      code: 'pipeline-value',
      message: `${key} must be a list or a map, not ${describeValue(listed)}`,
    });
  for (const [name, value] of entries) {
    const path = [...params.path, key, name];
    const map = readEntry(value, `a ${what}`, path, params.reading);
    const condition = map === null ? null : readCondition(map, { what, path, readers }, params);
    if (condition !== null) named.set(String(name), condition);
  }
  const expression =
    text === null ? null : readExpression(text, { kind, isOp: isOr !== null, listed }, params);
  return combine(named, { expression, isOr: isOr === 'or', isNegated });
}

interface ConditionPlace<Condition> {
  readonly what: string;
  readonly path: YamlPath;
  readonly readers: ReadonlyMap<string, ConditionReader<Condition>>;
}

function readCondition<Condition>(
  map: YamlMap,
  { what, path, readers }: ConditionPlace<Condition>,
  { reading }: { readonly reading: PipelineReading },
): Condition | null {
  const type = readType(map, what, { path, faults: reading.faults }, readers);
  if (type === null) return null;
  const params = new Params(map, `the ${what} ${type.name}`, path, reading);
  params.value('type');
  const condition = type.known(params);
  params.finish();
  return condition;
}

function readExpression(
  text: string,
  given: { readonly kind: string; readonly isOp: boolean; readonly listed: unknown },
  params: Params,
): Expression | null {
  const key = `${given.kind}_cond_expr`;
  const fail = (message: string, hint?: string): null => {
    params.error([key], {
      code: 'pipeline-expression',
      message,
      ...(hint === undefined ? {} : { hint }),
    });
    return null;
  };
  if (given.isOp) return fail(`${key} and ${given.kind}_cond_op exclude each other`);
  if (!isYamlMap(given.listed))
    return fail(
      `${key} needs ${given.kind}_conditions as a map from names to conditions`,
      'give each condition the name that the expression uses',
    );
  const parsed = parseExpression(text);
  if ('message' in parsed) return fail(parsed.message);
  const known = Object.keys(given.listed);
  const unknown = parsed.names.find((name) => !known.includes(name));
  if (unknown !== undefined) return fail(`there is no condition ${quote(unknown)}`);
  const unused = known.find((name) => !parsed.names.includes(name));
  if (unused !== undefined)
    return fail(`the expression does not use the condition ${quote(unused)}`);
  return parsed.expression;
}

function combine<Condition>(
  named: ReadonlyMap<string, Condition>,
  how: {
    readonly expression: Expression | null;
    readonly isOr: boolean;
    readonly isNegated: boolean;
  },
): Combination<Condition> {
  const { expression, isOr, isNegated } = how;
  return {
    isEmpty: named.size === 0,
    holds(ask) {
      const answers = new Map([...named].map(([name, condition]) => [name, ask(condition)]));
      const all = [...answers.values()];
      const plain = isOr ? all.includes(true) : !all.includes(false);
      const result = expression === null ? plain : evaluate(expression, answers);
      return result !== isNegated;
    },
  };
}

function evaluate(expression: Expression, answers: ReadonlyMap<string, boolean>): boolean {
  switch (expression.kind) {
    case 'name':
      return answers.get(expression.name) === true;
    case 'not':
      return !evaluate(expression.operand, answers);
    case 'and':
      return expression.operands.every((operand) => evaluate(operand, answers));
    case 'or':
      return expression.operands.some((operand) => evaluate(operand, answers));
  }
}
