import type { TimePart } from '../pattern.ts';
import { refuseKind } from './draft.ts';
import type { ValueModifier } from './modifier.ts';

/** Smallest and largest value that the part of a date can have; a week 53 exists in long years (ISO 8601). */
const RANGES: Readonly<Record<TimePart, readonly [number, number]>> = {
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  week: [1, 53],
  month: [1, 12],
  year: [0, 9999],
};

function createTimePart(part: TimePart): ValueModifier {
  const [least, most] = RANGES[part];
  return {
    name: part,
    position: 'any',
    isForKeywords: false,
    apply(value) {
      if (value.kind !== 'number')
        return { ...refuseKind(part, 'a number', value), hint: 'write the number unquoted' };
      if (value.operator !== 'eq')
        return {
          code: 'modifier-order',
          message: `the modifier ${part} must come before ${value.operator}`,
          hint: `write |${part}|${value.operator}`,
        };
      const number = value.value;
      if (Number.isInteger(number) && number >= least && number <= most)
        return { kind: 'time', part, operator: 'eq', value: number };
      return {
        code: 'time-range',
        message: `there is no ${part} ${value.source}`,
        hint: `write a whole number from ${least} to ${most}`,
      };
    },
  };
}

export const TIME_MODIFIERS: readonly ValueModifier[] = [
  createTimePart('minute'),
  createTimePart('hour'),
  createTimePart('day'),
  createTimePart('week'),
  createTimePart('month'),
  createTimePart('year'),
];
