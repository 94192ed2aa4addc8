// Values of a rule compiled to patterns, after all that may still change them: placeholders get the configured values,
// regular expressions are translated and checked, keywords are opened at both ends.
import { decodeUtf8 } from '../../util/utf8.ts';
import type { Detection, DetectionItem } from '../detection.ts';
import type { Complaint } from '../document/faults.ts';
import { createLiteral, createText } from '../modifier/draft.ts';
import type { Draft } from '../modifier/draft.ts';
import { isPlaceholder, resolvePlaceholders } from '../modifier/expand.ts';
import { isComplaint } from '../modifier/modifier.ts';
import type { ModifierContext } from '../modifier/modifier.ts';
import type { Pattern, SinglePattern, StringPart } from '../pattern.ts';
import { translateRegex } from '../regex/translate.ts';
import type { OpenValue } from './open-value.ts';
import { surround } from './sigma-string.ts';

export interface Closing extends ModifierContext {
  readonly report: (value: OpenValue, complaint: Complaint) => void;
}

/** All detections ready for evaluation; what cannot be is reported and left out. */
export function closeDetections(
  detections: ReadonlyMap<string, Detection<OpenValue>>,
  closing: Closing,
): ReadonlyMap<string, Detection> {
  return new Map([...detections].map(([name, open]) => [name, closeDetection(open, closing)]));
}

function closeDetection(open: Detection<OpenValue>, closing: Closing): Detection {
  if (open.kind === 'all' || open.kind === 'any')
    return { kind: open.kind, parts: open.parts.map((part) => closeDetection(part, closing)) };
  return { ...open, patterns: closeValues(open, closing) };
}

function closeValues(
  { kind, link, patterns }: DetectionItem<OpenValue>,
  { report, placeholders }: Closing,
): readonly Pattern[] {
  const closed: Pattern[] = [];
  for (const value of patterns) {
    const drafts = kind === 'keyword' ? value.variants.map(toKeyword) : value.variants;
    const found = closeVariants(drafts, { placeholders });
    if (isComplaint(found)) report(value, found);
    else closed.push(...join(kind === 'keyword' ? found.map(openEnd) : found, link));
  }
  return closed;
}

/** What stands in a log line is text. */
function toKeyword(draft: Draft): Draft {
  return draft.kind === 'number' || draft.kind === 'boolean' ? createText(draft.source) : draft;
}

/** Under `all` the variants of one value stay alternatives of each other: an AND of ORs. */
function join(variants: readonly SinglePattern[], link: 'any' | 'all'): readonly Pattern[] {
  return link === 'all' && variants.length > 1
    ? [{ kind: 'any-of', patterns: variants }]
    : variants;
}

function closeVariants(
  drafts: readonly Draft[],
  { placeholders }: ModifierContext,
): readonly SinglePattern[] | Complaint {
  const patterns: SinglePattern[] = [];
  for (const draft of drafts) {
    const resolved = resolvePlaceholders(draft, placeholders);
    if (isComplaint(resolved)) return resolved;
    for (const each of resolved) {
      const pattern = closeDraft(each);
      if (isComplaint(pattern)) return pattern;
      patterns.push(pattern);
    }
  }
  return patterns;
}

/** One value as a pattern; its placeholders are resolved. */
export function closeDraft(draft: Draft): SinglePattern | Complaint {
  switch (draft.kind) {
    case 'text':
      return { kind: 'string', parts: draft.parts.filter(isReady), isCased: draft.isCased };
    case 'bytes':
      return closeDraft(
        createLiteral(decodeUtf8(draft.bytes), { isCased: draft.isCased, isEncoded: true }),
      );
    case 'number':
      return { kind: 'number', operator: draft.operator, value: draft.value, text: draft.text };
    case 'boolean':
      return { kind: 'boolean', value: draft.value };
    case 'regex':
      return translateRegex(
        draft.pieces.filter((piece) => typeof piece === 'string').join(''),
        draft.flags,
      );
    default:
      return draft;
  }
}

/** Every part, once placeholders are resolved. */
function isReady(part: StringPart | { readonly kind: 'placeholder' }): part is StringPart {
  return !isPlaceholder(part);
}

/** A keyword is found anywhere in a value. */
function openEnd(pattern: SinglePattern): SinglePattern {
  return pattern.kind === 'string'
    ? { ...pattern, parts: surround(pattern.parts, { before: true, after: true }) }
    : pattern;
}
