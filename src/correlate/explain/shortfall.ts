import type { SigmaCorrelation, ThresholdOperator } from '../../sigma/rule.ts';
import type { AskedWindow } from '../observer.ts';

/** How far a figure is from what an operator asks; 0 when it holds. */
const DISTANCES = {
  gt: (count, value) => (count > value ? 0 : value - count + Number.EPSILON),
  gte: (count, value) => Math.max(0, value - count),
  lt: (count, value) => (count < value ? 0 : count - value + Number.EPSILON),
  lte: (count, value) => Math.max(0, count - value),
  eq: (count, value) => Math.abs(count - value),
  neq: (count, value) => (count === value ? 1 : 0),
} as const satisfies Record<ThresholdOperator, (count: number, value: number) => number>;

/** How far a window is from making the condition true: the smaller, the nearer; 0 when it is true. */
export function shortfallOf(correlation: SigmaCorrelation, window: AskedWindow): number {
  if (window.isTrue) return 0;
  const { conditions, alternatives, ruleIds } = correlation;
  if (window.alternatives.length > 0)
    return Math.min(
      ...window.alternatives.map(({ missing, unwanted }) => missing.length + unwanted.length),
    );
  if (conditions.length > 0)
    return conditions.reduce(
      (sum, { operator, value }) => sum + DISTANCES[operator](window.count, value),
      0,
    );
  const needed = Math.max(0, ...alternatives.map(({ present }) => present.length));
  return Math.max(1, (needed === 0 ? ruleIds.length : needed) - window.count);
}
