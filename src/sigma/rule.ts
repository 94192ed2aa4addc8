import type { Location } from '../util/problem.ts';
import type { Condition, Detection } from './detection.ts';
import type { Pattern } from './pattern.ts';

export const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type Level = (typeof LEVELS)[number];

export const STATUSES = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'] as const;
export type Status = (typeof STATUSES)[number];

/** What rules and correlations share (Sigma specification 2.1, "Components"). */
export interface RuleMetadata {
  /** The rule's `id`; a rule without one gets its name, else its title (with a warning). Never empty. */
  readonly id: string;
  readonly name: string | null;
  readonly title: string;
  readonly status: Status | null;
  readonly level: Level;
  readonly description: string | null;
  /** DRL 1.1: every message based on a match must carry it. */
  readonly author: string | null;
  readonly references: readonly string[];
  readonly falsePositives: readonly string[];
  readonly tags: readonly string[];
  readonly date: string | null;
  readonly modified: string | null;
  readonly license: string | null;
  /** Top-level keys that Sigma does not define, `soclite.*` among them: strings, lists of strings or other YAML values. */
  readonly custom: ReadonlyMap<string, unknown>;
  /** The file and the line of the document's first key. */
  readonly at: Location;
}

/** `logsource` of a rule; null = not given, so any. Lower case. */
export interface RuleLogSource {
  readonly category: string | null;
  readonly product: string | null;
  readonly service: string | null;
}

export interface SigmaRule<Value = Pattern> extends RuleMetadata {
  readonly kind: 'rule';
  readonly logSource: RuleLogSource;
  readonly detections: ReadonlyMap<string, Detection<Value>>;
  /** A condition list is an `or`. */
  readonly condition: Condition;
  readonly conditionText: string;
}

export const CORRELATION_TYPES = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
] as const;
export type CorrelationType = (typeof CORRELATION_TYPES)[number];
export type ThresholdOperator = 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq';

/** One way for a temporal correlation to be true: a term of its condition in disjunctive normal form. */
export interface CorrelationAlternative {
  /** Rules that must have matched, never empty; for `temporal_ordered` in this order. */
  readonly present: readonly string[];
  /** Rules that must not have matched; decided when the window closes. */
  readonly absent: readonly string[];
}

export interface SigmaCorrelation extends RuleMetadata {
  readonly kind: 'correlation';
  readonly type: CorrelationType;
  /** Ids or names as written; the loader has checked that each names a loaded rule or correlation. */
  readonly ruleReferences: readonly string[];
  /** Ids of the referenced rules and correlations, in the order of `rules`. */
  readonly ruleIds: readonly string[];
  readonly groupBy: readonly string[];
  readonly timespanMs: number;
  /** All must hold (a range is two). Temporal types: of the number of distinct rules. */
  readonly conditions: readonly { readonly operator: ThresholdOperator; readonly value: number }[];
  /** Fields of `value_*`: several only for `value_count`, which then counts distinct tuples. Otherwise empty. */
  readonly fields: readonly string[];
  /** 0 to 100; 50 for `value_median`, null for other types. */
  readonly percentile: number | null;
  /** Temporal types without a count, by rule id: any of these. Otherwise empty. */
  readonly alternatives: readonly CorrelationAlternative[];
  /** alias -> rule id -> field. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Whether the referenced rules raise alerts of their own too. */
  readonly generate: boolean;
  /** `soclite.scope: province` counts across units; otherwise within one unit. */
  readonly scope: 'unit' | 'province';
}

export type SigmaDocument<Value = Pattern> = SigmaRule<Value> | SigmaCorrelation;

/** All rules of a load: correlations resolved against rules, ids unique. */
export interface RuleSet {
  readonly rules: readonly SigmaRule[];
  readonly correlations: readonly SigmaCorrelation[];
}
