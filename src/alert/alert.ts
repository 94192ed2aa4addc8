import type { FieldEvidence } from '../detect/match.ts';
import type { Level } from '../sigma/rule.ts';
import type { Layer, Tier } from '../sigma/soclite-keys.ts';

export type { Layer, Tier } from '../sigma/soclite-keys.ts';

/** What a person handles: findings of one rule, unit and group key within a window (product.md, "alert"). */
export interface Alert {
  /** Hash of rule, unit, group key and window start; never of path or order. */
  readonly id: string;
  readonly ruleId: string;
  readonly title: string;
  readonly titleVi: string | null;
  /** The rule's author (DRL 1.1). */
  readonly author: string | null;
  readonly tags: readonly string[];
  readonly layer: Layer;
  readonly tier: Tier;
  /** The rule's level, raised for systems of a high security level (`severity.ts`). */
  readonly severity: Level;
  /** Owning unit; null = unknown, or the province for a province-scoped correlation (`isProvince`). */
  readonly unit: string | null;
  readonly isProvince: boolean;
  /** Units involved, sorted. */
  readonly units: readonly string[];
  readonly system: string | null;
  readonly groupKey: readonly { readonly field: string; readonly value: string }[];
  /** What a correlation counts, and how far it went; null for a plain rule's alert. */
  readonly correlation: AlertCorrelation | null;
  readonly windowStartMs: number;
  readonly firstMs: number;
  readonly lastMs: number;
  /** Findings grouped in this alert; a correlation counts its contributing events. */
  readonly count: number;
  /** Machines involved, sorted, at most the builder's limit; `machineCount` is exact up to that limit. */
  readonly machines: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly nextStepsVi: readonly string[];
  readonly nextStepsEn: readonly string[];
}

/** The condition of a correlation, as its rule states it. */
export interface CorrelationTerms {
  /** Sigma's name: `event_count`, `value_count`, `temporal`, ... */
  readonly type: string;
  /** The field whose values are counted, several joined by commas; null where events or rules are. */
  readonly field: string | null;
  readonly groupBy: readonly string[];
  readonly timespanMs: number;
  /** All must hold; none for a type that has no number to compare. */
  readonly conditions: readonly { readonly operator: string; readonly value: number }[];
}

export interface AlertCorrelation extends CorrelationTerms {
  /** The greatest number that the conditions were asked of and held for, in one window. */
  readonly greatestCount: number;
}

/** One raw record behind an alert, and why it matched. */
export interface Evidence {
  readonly file: string;
  readonly line: number;
  readonly timeMs: number;
  readonly ruleId: string;
  /** The record as read, its end cut off where it was very long. */
  readonly raw: string;
  /** UTF-16 code units that were cut off; 0 = `raw` is whole. */
  readonly omittedChars: number;
  readonly fields: readonly FieldEvidence[];
}
