// A rule value on its way through a modifier chain. Text keeps its source beside its parts, because `re` and `cidr`
// take it verbatim; numbers keep theirs, because `contains` compares them as written.
import type { Complaint } from '../document/faults.ts';
import { parseSigmaString } from '../detection/sigma-string.ts';
import type { CidrPattern, NumberOperator, StringPart } from '../pattern.ts';
import type { RegexFlags } from '../regex/translate.ts';

export type Draft =
  | TextDraft
  | NumberDraft
  | RegexDraft
  | CidrPattern
  | { readonly kind: 'boolean'; readonly value: boolean; readonly source: string }
  | { readonly kind: 'null' }
  | { readonly kind: 'exists'; readonly value: boolean };

export interface TextDraft {
  readonly kind: 'text';
  /** After YAML unquoting, before escapes and wildcards are read. */
  readonly source: string;
  readonly parts: readonly StringPart[];
  readonly isCased: boolean;
  /** The modifier that opened an end: there may be only one. */
  readonly affix: 'contains' | 'startswith' | 'endswith' | null;
}

interface NumberDraft {
  readonly kind: 'number';
  readonly operator: NumberOperator;
  readonly value: number;
  /** Decimal digits, exact. */
  readonly text: string;
  readonly source: string;
}

interface RegexDraft {
  readonly kind: 'regex';
  readonly source: string;
  readonly flags: RegexFlags;
}

export function createText(source: string): TextDraft {
  return { kind: 'text', source, parts: parseSigmaString(source), isCased: false, affix: null };
}

/** Text as it is, a plain number as it was written (`contains: 4688`); null for all others. */
export function toText(value: Draft): TextDraft | null {
  if (value.kind === 'text') return value;
  return value.kind === 'number' && value.operator === 'eq' ? createText(value.source) : null;
}

/** The complaint that a modifier cannot take this kind of value. */
export function refuseKind(modifier: string, wanted: string, value: Draft): Complaint {
  return {
    code: 'modifier-type',
    message: `the modifier ${modifier} needs ${wanted}, not ${KIND_NAMES[value.kind]}`,
  };
}

const KIND_NAMES = {
  text: 'text',
  number: 'a number',
  regex: 'a regular expression',
  cidr: 'a network',
  boolean: 'a boolean',
  null: 'null',
  exists: 'a test for existence',
} as const satisfies Record<Draft['kind'], string>;
