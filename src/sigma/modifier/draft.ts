// A rule value on its way through a modifier chain. Text keeps its source beside its parts, because `re` and `cidr`
// take it verbatim; numbers keep theirs, because `contains` compares them as written.
import { decodeUtf8 } from '../../util/utf8.ts';
import type { Complaint } from '../document/faults.ts';
import { parseSigmaString } from '../detection/sigma-string.ts';
import type {
  CidrPattern,
  FieldReferencePattern,
  NumberOperator,
  TimePattern,
} from '../pattern.ts';
import type { StringPart } from '../pattern.ts';
import type { OpenPart, PlaceholderPart } from './open-part.ts';
import type { RegexFlags } from '../regex/translate.ts';

export type Draft =
  | TextDraft
  | NumberDraft
  | RegexDraft
  | BytesDraft
  | CidrPattern
  | FieldReferencePattern
  | TimePattern
  | { readonly kind: 'boolean'; readonly value: boolean; readonly source: string }
  | { readonly kind: 'null' }
  | { readonly kind: 'exists'; readonly value: boolean };

export interface TextDraft {
  readonly kind: 'text';
  /** After YAML unquoting, before escapes and wildcards are read. */
  readonly source: string;
  readonly parts: readonly OpenPart[];
  readonly isCased: boolean;
  /** The modifier that opened an end: there may be only one. */
  readonly affix: 'contains' | 'startswith' | 'endswith' | null;
  /** Base64 text: what stands in the rule's own words can no longer be changed. */
  readonly isEncoded: boolean;
}

/** Text in an encoding other than UTF-8; bytes until a modifier makes text of them. */
interface BytesDraft {
  readonly kind: 'bytes';
  readonly bytes: Uint8Array;
  readonly isCased: boolean;
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
  /** The expression's text, with placeholders between. */
  readonly pieces: readonly (string | PlaceholderPart)[];
  readonly flags: RegexFlags;
}

export function createText(source: string): TextDraft {
  const parts = parseSigmaString(source);
  return { kind: 'text', source, parts, isCased: false, affix: null, isEncoded: false };
}

/** Text that is to be found exactly: no escapes, no wildcards. */
export function createLiteral(
  text: string,
  rest: Pick<TextDraft, 'isCased' | 'isEncoded'>,
): TextDraft {
  const parts: readonly StringPart[] = text === '' ? [] : [{ kind: 'literal', text }];
  return { kind: 'text', source: text, parts, affix: null, ...rest };
}

/** Text as it is, bytes as text, a plain number as it was written (`contains: 4688`); null for all others. */
export function toText(value: Draft): TextDraft | null {
  if (value.kind === 'text') return value;
  if (value.kind === 'bytes')
    return createLiteral(decodeUtf8(value.bytes), { isCased: value.isCased, isEncoded: true });
  return value.kind === 'number' && value.operator === 'eq' ? createText(value.source) : null;
}

/** The complaint that a modifier cannot take this kind of value. */
export function refuseKind(modifier: string, wanted: string, value: Draft): Complaint {
  return {
    code: 'modifier-type',
    message: `the modifier ${modifier} needs ${wanted}, not ${nameKind(value)}`,
  };
}

function nameKind(value: Draft): string {
  return value.kind === 'text' && value.isEncoded ? KIND_NAMES.bytes : KIND_NAMES[value.kind];
}

const KIND_NAMES = {
  text: 'text',
  number: 'a number',
  regex: 'a regular expression',
  cidr: 'a network',
  boolean: 'a boolean',
  null: 'null',
  exists: 'a test for existence',
  bytes: 'encoded text',
  time: 'a part of a date',
  'field-reference': 'a field name',
} as const satisfies Record<Draft['kind'], string>;
