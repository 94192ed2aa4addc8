import type { Pattern } from './pattern.ts';

/**
 * One `field|modifiers: values` line of a map. `Value` is `Pattern` in a rule that is ready for evaluation, `OpenValue`
 * while pipelines may still change it.
 */
export interface FieldItem<Value = Pattern> {
  readonly kind: 'field';
  readonly field: string;
  /** `all`: every pattern must match (each by some element of an array value). */
  readonly link: 'any' | 'all';
  /** `neq`: the whole item is negated; an absent field then matches. */
  readonly isNegated: boolean;
  readonly patterns: readonly Value[];
  /** As written, for explanations: `CommandLine|contains|all`. */
  readonly text: string;
  /** A pipeline gave it this field; only while pipelines are at work. */
  readonly isOfPipeline?: true;
}

/** A keyword search: found in the raw message or in any single scalar value of the event. */
export interface KeywordItem<Value = Pattern> {
  readonly kind: 'keyword';
  readonly link: 'any' | 'all';
  readonly patterns: readonly Value[];
  readonly text: string;
}

export type DetectionItem<Value = Pattern> = FieldItem<Value> | KeywordItem<Value>;

/** What a search identifier holds: a map is `all`, a list of maps or keywords is `any`. */
export type Detection<Value = Pattern> =
  | DetectionItem<Value>
  | { readonly kind: 'all'; readonly parts: readonly Detection<Value>[] }
  | { readonly kind: 'any'; readonly parts: readonly Detection<Value>[] };

/** The condition with selectors (`1 of x_*`) resolved to identifiers; names exist in `SigmaRule.detections`. */
export type Condition =
  | { readonly kind: 'identifier'; readonly name: string }
  | { readonly kind: 'and'; readonly operands: readonly Condition[] }
  | { readonly kind: 'or'; readonly operands: readonly Condition[] }
  | { readonly kind: 'not'; readonly operand: Condition }
  /** A selector that matched no identifier: `1 of x_*` is false. */
  | { readonly kind: 'constant'; readonly value: boolean };
