import { toFieldDraft } from '../../detection/read-values.ts';
import type { OpenValue } from '../../detection/open-value.ts';
import { createText } from '../../modifier/draft.ts';
import type { Draft } from '../../modifier/draft.ts';
import { PlainScalar } from '../../yaml/plain-scalar.ts';
import { quote } from '../../yaml/yaml-value.ts';
import { matchStart, readRegex } from '../regex.ts';
import type { PipelineRegex } from '../regex.ts';
import type { Run } from '../run.ts';
import { mapSubjectItems, NONE } from '../subject.ts';
import type { DetectionNode, ItemNode } from '../subject.ts';
import { textOf, toPlain, withDraft, withText } from '../value-text.ts';
import { ofItems } from './transformation.ts';
import type { TransformationReader } from './transformation.ts';

export const readDropDetectionItem: TransformationReader = () => (subject, run, context) =>
  mapSubjectItems(subject, (item) => (context.matchesItem(item, run) ? null : item));

const HASH_LENGTHS: ReadonlyMap<number, string> = new Map([
  [32, 'MD5'],
  [40, 'SHA1'],
  [64, 'SHA256'],
  [128, 'SHA512'],
]);

/** `Hashes: SHA1=...` as fields of their own; which algorithm without a name is told by the length. */
export const readHashesFields: TransformationReader = (params) => {
  const algorithms = params.requiredTexts('valid_hash_algos');
  const prefix = params.text('field_prefix') ?? '';
  const dropsAlgorithm = params.boolean('drop_algo_prefix');
  const parsed = params.texts('field_to_parse') ?? ['Hashes', 'Hash'];
  return ofItems((item, run) => {
    if (item.field === null || !parsed.includes(item.field)) return null;
    const texts = item.values.map(textOf);
    if (texts.some((text) => text === null)) return null;
    if (!canSplit(item, 'hashes_fields', run)) return null;
    const byField = new Map<string, OpenValue[]>();
    for (const [index, value] of item.values.entries()) {
      const { algorithm, hash } = splitHash(toPlain(texts[index]?.parts ?? []));
      if (!algorithms.includes(algorithm)) continue;
      const field = prefix + (dropsAlgorithm ? '' : algorithm);
      const known = byField.get(field) ?? [];
      known.push(withText(value, hash));
      byField.set(field, known);
    }
    if (byField.size === 0) {
      const message = `the pipeline finds no hash in ${item.field} of the algorithms ${algorithms.join(', ')}`;
      run.fail({ code: 'pipeline-hash', message });
    }
    const parts = [...byField]
      .filter(([field]) => field !== '')
      .map(([field, values]) => makeItem(item, field === 'keyword' ? null : field, values));
    for (const part of parts) if (part.field !== null) run.introduced.add(part.field);
    return { kind: 'any', parts };
  });
};

function splitHash(plain: string): { readonly algorithm: string; readonly hash: string } {
  const [first = '', second, ...others] = plain.split(plain.includes('|') ? '|' : '=');
  const strip = (text: string): string => text.replaceAll(/^[*?]+|[*?]+$/g, '');
  if (second !== undefined && others.length === 0)
    return { algorithm: first.replace(/^\*+/, '').toUpperCase(), hash: strip(second) };
  const hash = strip(first);
  return { algorithm: HASH_LENGTHS.get(hash.length) ?? '', hash };
}

/** Named groups of an expression as fields of their own. */
export const readExtractFields: TransformationReader = (params) => {
  const regex = readRegex(params.requiredText('regex'), params, ['regex']);
  const prefix = params.text('field_prefix') ?? '';
  const keepsUnmatched = params.boolean('preserve_unmatched');
  if (regex !== null && regex.groupNumbers.size === 0) {
    const message = 'the regular expression of extract_fields needs a group with a name';
    params.error(['regex'], { code: 'pipeline-value', message, hint: 'write (?P<name>...)' });
  }
  if (regex === null) return null;
  return ofItems((item, run) => {
    if (item.values.some((value) => textOf(value) === null)) return null;
    const parts = item.values.flatMap((value) => {
      const fields = extract(value, regex, run);
      if (fields === null) return keepsUnmatched ? [makeItem(item, item.field, [value])] : [];
      return groupFields(item, value, { fields, prefix });
    });
    const [only] = parts;
    if (only === undefined) return null;
    if (item.isNegated && !canSplit(item, 'extract_fields', run)) return null;
    for (const name of regex.groupNumbers.keys()) run.introduced.add(withPrefix(prefix, name));
    return parts.length === 1 ? only : { kind: item.link, parts };
  });
};

type Extracted = readonly (readonly [string, string])[];

/** Null where the expression does not match. */
function extract(value: OpenValue, regex: PipelineRegex, run: Run): Extracted | null {
  const found = matchStart(regex, toPlain(textOf(value)?.parts ?? []), run);
  if (found === null) return null;
  return [...regex.groupNumbers].flatMap(([name, number]) => {
    const text = found[number] ?? '';
    return text === '' ? [] : [[name, text] as const];
  });
}

function groupFields(
  item: ItemNode,
  value: OpenValue,
  { fields, prefix }: { readonly fields: Extracted; readonly prefix: string },
): readonly DetectionNode[] {
  const parts = fields.map(([name, text]) =>
    makeItem(item, withPrefix(prefix, name), [withDraft(value, toTypedDraft(text))]),
  );
  return parts.length === 0 ? [] : [{ kind: 'all', parts }];
}

function withPrefix(prefix: string, name: string): string {
  return prefix === '' ? name : `${prefix}.${name}`;
}

const INTEGER = /^[-+]?\d+$/;
const FRACTION = /^[-+]?(?:\d+\.\d*|\.\d+)$/;

/** Numbers become such, except with leading zeros; `null` and `none` are null. */
function toTypedDraft(text: string): Draft {
  if (/^(?:null|none)$/i.test(text)) return { kind: 'null' };
  const isNumber = INTEGER.test(text) || FRACTION.test(text);
  if (isNumber && (text === '0' || !text.startsWith('0')))
    return toFieldDraft(new PlainScalar('number', String(Number(text))));
  return createText(text);
}

/** A new item: modifiers and history of the old one are not its own. */
function makeItem(item: ItemNode, field: string | null, values: readonly OpenValue[]): ItemNode {
  return {
    kind: 'item',
    field,
    link: 'any',
    isNegated: false,
    values,
    text: field ?? item.text,
    isOfPipeline: field !== item.field,
    applied: NONE,
  };
}

/** pySigma forgets `neq` and `all` here, which turns the rule's meaning around or widens it. */
function canSplit({ field, isNegated, link, values }: ItemNode, type: string, run: Run): boolean {
  if (!isNegated && (link === 'any' || values.length === 1)) return true;
  run.fail({
    code: 'pipeline-item-modifier',
    message: `${type} cannot take apart ${quote(field ?? 'keywords')} with the modifier ${isNegated ? 'neq' : 'all'}`,
    hint: 'write the fields into the rule itself',
  });
  return false;
}
