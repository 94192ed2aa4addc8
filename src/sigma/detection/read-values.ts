import type { Complaint } from '../document/faults.ts';
import { toBoolean } from '../document/read-value.ts';
import type { Reading } from '../document/read-value.ts';
import { applyModifiers } from '../modifier/chain.ts';
import type { ModifierChain } from '../modifier/chain.ts';
import { createText } from '../modifier/draft.ts';
import type { Draft } from '../modifier/draft.ts';
import { isPlaceholder } from '../modifier/expand.ts';
import { isComplaint } from '../modifier/modifier.ts';
import type { ModifierContext } from '../modifier/modifier.ts';
import { PlainScalar } from '../yaml/plain-scalar.ts';
import { describeValue, isYamlList, quote } from '../yaml/yaml-value.ts';
import type { YamlValue } from '../yaml/yaml-value.ts';
import { closeDraft } from './close.ts';
import type { OpenValue, ValueOrigin } from './open-value.ts';

/** How a rule value becomes a draft; keywords take everything as text. */
export type ToDraft = (value: string | PlainScalar | null) => Draft | Complaint;

/** Where detections are read: with what modifiers may ask about the world. */
export interface DetectionReading extends Reading, ModifierContext {
  readonly origin: ValueOrigin;
}

/** One value or a list of them through the modifiers. Every fault is reported; faulty values are left out. */
export function readOpenValues(
  value: YamlValue,
  { chain, toDraft }: ValuePlan,
  { path, faults, placeholders, origin }: DetectionReading,
): readonly OpenValue[] {
  const values = isYamlList(value) ? value : [value];
  if (values.length === 0) {
    const message = 'the list of values is empty';
    faults.error({ path }, { code: 'value-missing', message, hint: 'write null for no value' });
  }
  const open: OpenValue[] = [];
  const isExpansion = chain.values.some(({ name }) => EXPANDING.has(name));
  for (const [index, entry] of values.entries()) {
    const place = { path: isYamlList(value) ? [...path, index] : path };
    const variants = readVariants(entry, { chain, toDraft }, { placeholders });
    if (isComplaint(variants)) faults.error(place, variants);
    else
      open.push({
        variants,
        isExpansion: isExpansion || variants.length > 1,
        path: place.path,
        origin,
      });
    if (entry === null && isYamlList(value))
      faults.warning(place, {
        code: 'null-in-list',
        message: 'null in a list is not part of Sigma; it is one of the alternatives here',
        hint: 'write a selection of its own for the absent field',
      });
    if (entry instanceof PlainScalar && entry.kind === 'unclear')
      faults.warning(place, {
        code: 'scalar-unclear',
        message: `${quote(entry.text)} is not text for every YAML reader; it is here`,
        hint: 'put it in quotes',
      });
  }
  return open;
}

/** Modifiers that make variants of a value (pySigma's SigmaExpansion). */
const EXPANDING = new Set(['windash', 'base64offset']);

interface ValuePlan {
  readonly chain: ModifierChain;
  readonly toDraft: ToDraft;
}

function readVariants(
  value: YamlValue,
  { chain, toDraft }: ValuePlan,
  context: ModifierContext,
): readonly Draft[] | Complaint {
  if (typeof value !== 'string' && value !== null && !(value instanceof PlainScalar))
    return {
      code: 'value-nested',
      message: `a value must be text, a number, a boolean or null, not ${describeValue(value)}`,
    };
  const draft = toDraft(value);
  const drafts = isComplaint(draft) ? draft : applyModifiers(draft, chain, context);
  return isComplaint(drafts) ? drafts : (drafts.map(checkRegex).find(isFound) ?? drafts);
}

/** Reported with the rule's other faults already: with one of those, its values are never compiled. */
function checkRegex(draft: Draft): Complaint | null {
  if (draft.kind !== 'regex' || draft.pieces.some(isPlaceholder)) return null;
  const pattern = closeDraft(draft);
  return isComplaint(pattern) ? pattern : null;
}

function isFound(complaint: Complaint | null): complaint is Complaint {
  return complaint !== null;
}

/** A field's value by its YAML type. */
export function toFieldDraft(value: string | PlainScalar | null): Draft {
  if (value === null) return { kind: 'null' };
  if (typeof value === 'string') return createText(value);
  const { kind, text: source } = value;
  if (kind === 'unclear') return createText(source);
  if (kind === 'boolean') return { kind, value: toBoolean(value) === true, source };
  return { kind, operator: 'eq', value: Number(source), text: toDecimal(source), source };
}

/** A keyword without modifiers keeps its type, for a pipeline that gives it a field; by itself it is text. */
export function toPlainKeywordDraft(value: string | PlainScalar | null): Draft | Complaint {
  return value === null ? toKeywordDraft(value) : toFieldDraft(value);
}

/** A keyword is always text: what stands in a log line. */
export function toKeywordDraft(value: string | PlainScalar | null): Draft | Complaint {
  if (value !== null) return createText(typeof value === 'string' ? value : value.text);
  return { code: 'keyword-null', message: 'null cannot be searched for as a keyword' };
}

/** The number in plain decimal, every digit kept: no plus sign, no base mark, digits on both sides of a point. */
function toDecimal(source: string): string {
  const text = source.replace(/^\+/, '');
  if (!text.includes('.')) return BigInt(text).toString();
  return text.replace(/^(-?)\./, '$10.').replace(/\.$/, '');
}
