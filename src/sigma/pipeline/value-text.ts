// Rule values as the text that pipelines see: pySigma's plain form, in which only literal wildcards are escaped.
import type { OpenValue } from '../detection/open-value.ts';
import { parseSigmaString } from '../detection/sigma-string.ts';
import { createText, toText } from '../modifier/draft.ts';
import type { Draft, TextDraft } from '../modifier/draft.ts';
import type { OpenPart } from '../modifier/open-part.ts';

/** The value as text, or null: numbers, expressions and the variants of `windash` and `base64offset` are none. */
export function textOf(value: OpenValue): TextDraft | null {
  const draft = draftOf(value);
  return draft?.kind === 'text' || draft?.kind === 'bytes' ? toText(draft) : null;
}

/** The value's one draft; null for the variants that a modifier made. */
export function draftOf({ variants, isExpansion }: OpenValue): Draft | null {
  return isExpansion ? null : (variants[0] ?? null);
}

export function toPlain(parts: readonly OpenPart[]): string {
  return parts.map(partToPlain).join('');
}

function partToPlain(part: OpenPart): string {
  switch (part.kind) {
    case 'literal':
      return part.text.replaceAll(/[*?]/g, '\\$&');
    case 'many':
      return '*';
    case 'one':
      return '?';
    case 'dash':
      return '-';
    case 'placeholder':
      return `%${part.name}%`;
  }
}

export function isWildcard(part: OpenPart): boolean {
  return part.kind === 'many' || part.kind === 'one';
}

export function withDraft(value: OpenValue, draft: Draft): OpenValue {
  return { ...value, variants: [draft], isExpansion: false };
}

export function withText(value: OpenValue, text: string): OpenValue {
  return withDraft(value, createText(text));
}

/** Whether the text, read as a Sigma string, is exactly these parts. */
export function equalsText(parts: readonly OpenPart[], text: string): boolean {
  return JSON.stringify(parts) === JSON.stringify(parseSigmaString(text));
}
