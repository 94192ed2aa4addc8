import { toFieldDraft } from '../detection/read-values.ts';
import type { OpenValue } from '../detection/open-value.ts';
import type { Draft } from '../modifier/draft.ts';
import type { ConditionReader } from './combination.ts';
import type { Params } from './params.ts';
import { readStateCondition } from './processing-state.ts';
import { matchStart, readRegex } from './regex.ts';
import type { Run } from './run.ts';
import type { ItemNode } from './subject.ts';
import { draftOf, equalsText, isWildcard, textOf, toPlain } from './value-text.ts';

export type ItemCondition = (item: ItemNode, run: Run) => boolean;

export const ITEM_CONDITIONS: ReadonlyMap<string, ConditionReader<ItemCondition>> = new Map<
  string,
  ConditionReader<ItemCondition>
>([
  ['match_string', readMatchString],
  ['match_value', readMatchValue],
  [
    'contains_wildcard',
    (params) => ofValues(params, (value) => textOf(value)?.parts.some(isWildcard) === true),
  ],
  ['is_null', (params) => ofValues(params, (value) => draftOf(value)?.kind === 'null')],
  [
    'processing_item_applied',
    (params) => {
      const id = params.requiredText('processing_item_id');
      return (item) => item.applied.has(id);
    },
  ],
  [
    'processing_state',
    (params) => {
      const test = readStateCondition(params);
      return (_, run) => test(run);
    },
  ],
]);

/** `cond`: whether any value must fit, or all. */
function ofValues(params: Params, fits: (value: OpenValue, run: Run) => boolean): ItemCondition {
  params.required('cond');
  const isAll = params.choice('cond', ['any', 'all']) === 'all';
  return ({ values }, run) => {
    const answers = values.map((value) => fits(value, run));
    return isAll ? !answers.includes(false) : answers.includes(true);
  };
}

function readMatchString(params: Params): ItemCondition | null {
  const regex = readRegex(params.requiredText('pattern'), params, ['pattern']);
  const isNegated = params.boolean('negate');
  return ofValues(params, (value, run) => {
    const text = textOf(value);
    const isMatch =
      regex !== null && text !== null && matchStart(regex, toPlain(text.parts), run) !== null;
    return isMatch !== isNegated;
  });
}

function readMatchValue(params: Params): ItemCondition {
  const wanted = toFieldDraft(params.scalar('value'));
  return ofValues(params, (value) => equalsValue(value, wanted));
}

/** Same kind and same value; a string as it is parsed, so that wildcards only equal wildcards. */
export function equalsValue(value: OpenValue, wanted: Draft): boolean {
  if (wanted.kind === 'text') {
    const text = textOf(value);
    return text !== null && equalsText(text.parts, wanted.source);
  }
  const draft = draftOf(value);
  if (wanted.kind === 'number')
    return draft?.kind === 'number' && draft.operator === 'eq' && draft.value === wanted.value;
  return wanted.kind === 'boolean' && draft?.kind === 'boolean' && draft.value === wanted.value;
}
