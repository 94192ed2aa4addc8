import type { ConditionReader } from './combination.ts';
import type { Params } from './params.ts';
import { readStateCondition } from './processing-state.ts';
import { matchStart, readRegex } from './regex.ts';
import type { Run } from './run.ts';
import type { ItemNode } from './subject.ts';
import { draftOf } from './value-text.ts';

/** Asked about a name by itself, and about a detection item with the names in it. */
export interface FieldCondition {
  readonly ofName: (field: string | null, run: Run) => boolean;
  readonly ofItem: (item: ItemNode, run: Run) => boolean;
}

export const FIELD_CONDITIONS: ReadonlyMap<string, ConditionReader<FieldCondition>> = new Map<
  string,
  ConditionReader<FieldCondition>
>([
  ['include_fields', (params) => ofNames(readFields(params))],
  [
    'exclude_fields',
    (params) => {
      const isIncluded = readFields(params);
      return ofNames((field, run) => !isIncluded(field, run));
    },
  ],
  [
    'processing_item_applied',
    (params) => {
      const id = params.requiredText('processing_item_id');
      return {
        ofName: (field, run) => run.wasFieldProcessed(field, id),
        ofItem: (item) => item.applied.has(id),
      };
    },
  ],
  [
    'processing_state',
    (params) => {
      const test = readStateCondition(params);
      return ofNames((_, run) => test(run));
    },
  ],
]);

/** An item fits by its own field or by one that a value of it refers to. */
function ofNames(ofName: FieldCondition['ofName']): FieldCondition {
  return {
    ofName,
    ofItem: (item, run) =>
      ofName(item.field, run) || listReferences(item).some((field) => ofName(field, run)),
  };
}

function listReferences({ values }: ItemNode): readonly string[] {
  return values.flatMap((value) => {
    const draft = draftOf(value);
    return draft?.kind === 'field-reference' ? [draft.field] : [];
  });
}

/** `fields`, as they are or (`mode: re`) as expressions that the name begins with. A keyword has no name. */
function readFields(params: Params): FieldCondition['ofName'] {
  const fields = params.requiredTexts('fields');
  const isRegex = readMode(params) === 're';
  if (!isRegex) return (field) => field !== null && fields.includes(field);
  const regexes = fields.map((source, index) => readRegex(source, params, ['fields', index]));
  return (field, run) =>
    field !== null &&
    regexes.some((regex) => regex !== null && matchStart(regex, field, run) !== null);
}

function readMode(params: Params): 'plain' | 're' {
  return params.choice('mode', ['plain', 're']) ?? 'plain';
}
