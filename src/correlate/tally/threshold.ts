import type { SigmaCorrelation, ThresholdOperator } from '../../sigma/rule.ts';

const OPERATORS = {
  gt: (count, value) => count > value,
  gte: (count, value) => count >= value,
  lt: (count, value) => count < value,
  lte: (count, value) => count <= value,
  eq: (count, value) => count === value,
  neq: (count, value) => count !== value,
} as const satisfies Record<ThresholdOperator, (count: number, value: number) => boolean>;

/** Whether all of the correlation's conditions hold for the count. */
export function holds({ conditions }: SigmaCorrelation, count: number): boolean {
  return conditions.every(({ operator, value }) => OPERATORS[operator](count, value));
}

/** How many events a window must be able to hold for its condition to be decided; 0 when that is no number of events. */
export function neededEvents({ type, conditions }: SigmaCorrelation): number {
  if (type !== 'event_count' && type !== 'value_count') return 0;
  return 2 * Math.max(0, ...conditions.map(({ value }) => value));
}
