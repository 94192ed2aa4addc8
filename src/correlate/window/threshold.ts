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

/** The largest number that a condition compares with. */
export function largestThreshold({ conditions }: SigmaCorrelation): number {
  return Math.max(0, ...conditions.map(({ value }) => value));
}
