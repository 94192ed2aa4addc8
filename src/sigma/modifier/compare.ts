import type { NumberOperator } from '../pattern.ts';
import { refuseKind } from './draft.ts';
import type { ValueModifier } from './modifier.ts';

function createComparison(operator: Exclude<NumberOperator, 'eq'>): ValueModifier {
  return {
    name: operator,
    position: 'any',
    isForKeywords: false,
    apply(value) {
      if (value.kind !== 'number' && value.kind !== 'time')
        return { ...refuseKind(operator, 'a number', value), hint: 'write the number unquoted' };
      if (value.operator === 'eq') return { ...value, operator };
      return {
        code: 'modifier-conflict',
        message: `${operator} cannot follow ${value.operator}`,
        hint: 'give the field twice, once with each modifier',
      };
    },
  };
}

export const lt: ValueModifier = createComparison('lt');
export const lte: ValueModifier = createComparison('lte');
export const gt: ValueModifier = createComparison('gt');
export const gte: ValueModifier = createComparison('gte');
