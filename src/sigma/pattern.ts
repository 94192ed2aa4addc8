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

export type Pattern =
  | StringPattern
  | RegexPattern
  | CidrPattern
  | NumberPattern
  | BooleanPattern
  | NullPattern
  | ExistsPattern;
