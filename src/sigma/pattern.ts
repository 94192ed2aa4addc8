// What one rule value matches, after modifiers: closed, immutable, compared with an event value by detect/.

/** A Sigma string, parsed: never text with `*` in it. Neighbouring literals are merged, neighbouring `many` too. */
export type StringPart =
  | { readonly kind: 'literal'; readonly text: string }
  /** `*`: any characters, none and newlines included. */
  | { readonly kind: 'many' }
  /** `?`: exactly one Unicode code point. */
  | { readonly kind: 'one' }
  /** A dash position of `windash`: any of - / U+2013 U+2014 U+2015. */
  | { readonly kind: 'dash' };

export interface StringPattern {
  readonly kind: 'string';
  /** Matched against the whole value: `contains` has put `many` at both ends. */
  readonly parts: readonly StringPart[];
  /** false = compared by Unicode simple case folding. */
  readonly isCased: boolean;
}

export interface RegexPattern {
  readonly kind: 'regex';
  /**
   * JavaScript source, translated from the rule's PCRE (regex/translate.ts): always compiles with the flag `u`, has
   * no captures and no back-references, may have look-around. Searched anywhere in the value.
   */
  readonly source: string;
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
}

export interface CidrPattern {
  readonly kind: 'cidr';
  readonly family: 4 | 6;
  /** Network address, host bits zero. */
  readonly network: bigint;
  readonly prefixLength: number;
  /** As written in the rule. */
  readonly text: string;
}

export type NumberOperator = 'eq' | 'lt' | 'lte' | 'gt' | 'gte';

export interface NumberPattern {
  readonly kind: 'number';
  readonly operator: NumberOperator;
  readonly value: number;
  /** Source text: exact where `value` has lost digits (integers over 2^53). */
  readonly text: string;
}

export interface BooleanPattern {
  readonly kind: 'boolean';
  readonly value: boolean;
}

/** Field absent, or present with JSON null. */
export interface NullPattern {
  readonly kind: 'null';
}

/** Presence of the key, whatever its value. */
export interface ExistsPattern {
  readonly kind: 'exists';
  readonly value: boolean;
}

export const TIME_PARTS = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;
export type TimePart = (typeof TIME_PARTS)[number];

/** A part of the date that the value holds, as written there (no zone conversion), compared with a number. */
export interface TimePattern {
  readonly kind: 'time';
  readonly part: TimePart;
  readonly operator: NumberOperator;
  /** A whole number; weeks are ISO 8601's. */
  readonly value: number;
}

/** Another field of the same event: any of its values must stand in the item's value. Absent or null: no match. */
export interface FieldReferencePattern {
  readonly kind: 'field-reference';
  readonly field: string;
  readonly comparison: 'equals' | 'contains' | 'startswith' | 'endswith';
  /** false = compared by Unicode simple case folding. */
  readonly isCased: boolean;
}

/**
 * The variants of one rule value (`base64offset`, `expand`): it matches when any of them does. Only in items that are
 * linked by `all`, where variants must not become alternatives to other values; elsewhere they stand side by side.
 */
export interface AnyOfPattern {
  readonly kind: 'any-of';
  readonly patterns: readonly SinglePattern[];
}

/** What one variant of one rule value is. */
export type SinglePattern =
  | StringPattern
  | RegexPattern
  | CidrPattern
  | NumberPattern
  | BooleanPattern
  | NullPattern
  | ExistsPattern
  | TimePattern
  | FieldReferencePattern;

export type Pattern = SinglePattern | AnyOfPattern;
