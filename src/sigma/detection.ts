import type { Pattern } from './pattern.ts';

/** One `field|modifiers: values` line of a map. */
export interface FieldItem {
  readonly kind: 'field';
  readonly field: string;
  /** `all`: every pattern must match (each by some element of an array value). */
  readonly link: 'any' | 'all';
  /** `neq`: the whole item is negated; an absent field then matches. */
  readonly isNegated: boolean;
  readonly patterns: readonly Pattern[];
  /** As written, for explanations: `CommandLine|contains|all`. */
  readonly text: string;
}

/** A keyword search: found in the raw message or in any single scalar value of the event. */
export interface KeywordItem {
  readonly kind: 'keyword';
  readonly link: 'any' | 'all';
  readonly patterns: readonly Pattern[];
  readonly text: string;
}

export type DetectionItem = FieldItem | KeywordItem;

/** What a search identifier holds: a map is `all`, a list of maps or keywords is `any`. */
export type Detection =
  | DetectionItem
  | { readonly kind: 'all'; readonly parts: readonly Detection[] }
  | { readonly kind: 'any'; readonly parts: readonly Detection[] };

/** The condition with selectors (`1 of x_*`) resolved to identifiers; names exist in `SigmaRule.detections`. */
export type Condition =
  | { readonly kind: 'identifier'; readonly name: string }
  | { readonly kind: 'and'; readonly operands: readonly Condition[] }
  | { readonly kind: 'or'; readonly operands: readonly Condition[] }
  | { readonly kind: 'not'; readonly operand: Condition }
  /** A selector that matched no identifier: `1 of x_*` is false. */
  | { readonly kind: 'constant'; readonly value: boolean };
