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
  readonly severity: Level;
  /** Owning unit; null = unknown, or the province for a province-scoped correlation (`isProvince`). */
  readonly unit: string | null;
  readonly isProvince: boolean;
  /** Units involved, sorted. */
  readonly units: readonly string[];
  readonly system: string | null;
  readonly groupKey: readonly { readonly field: string; readonly value: string }[];
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

/** One raw record behind an alert, and why it matched. */
export interface Evidence {
  readonly file: string;
  readonly line: number;
  readonly timeMs: number;
  readonly ruleId: string;
  readonly raw: string;
  readonly fields: readonly FieldEvidence[];
}
