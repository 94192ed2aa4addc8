import type { CorrelationType, SigmaCorrelation } from '../../sigma/rule.ts';
import { countEvents } from './event-count.ts';
import type { Tally, TallyFactory } from './tally.ts';
import { countRules } from './temporal.ts';
import { countRulesInOrder } from './temporal-ordered.ts';
import { countValues } from './value-count.ts';
import { findPercentile } from './value-percentile.ts';
import { averageValues, sumValues } from './value-sum.ts';

const FACTORIES = {
  event_count: countEvents,
  value_count: countValues,
  temporal: countRules,
  temporal_ordered: countRulesInOrder,
  value_sum: sumValues,
  value_avg: averageValues,
  value_percentile: findPercentile,
  value_median: findPercentile,
} as const satisfies Record<CorrelationType, TallyFactory>;

export function createTallyFactory(correlation: SigmaCorrelation): () => Tally {
  return FACTORIES[correlation.type](correlation);
}
