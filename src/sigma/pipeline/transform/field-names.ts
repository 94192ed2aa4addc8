import { surround } from '../../detection/sigma-string.ts';
import type { OpenValue } from '../../detection/open-value.ts';
import type { SigmaCorrelation } from '../../rule.ts';
import { quote } from '../../yaml/yaml-value.ts';
import type { Run } from '../run.ts';
import { mapSubjectItems, markApplied, NONE } from '../subject.ts';
import type { DetectionNode, ItemNode, Subject } from '../subject.ts';
import { draftOf, textOf, withDraft } from '../value-text.ts';
import type { ItemContext, Transformation, TransformationReader } from './transformation.ts';

/** The new name, several that each may match, or null for a name that stays. A keyword has the name null. */
type NameMapping = (field: string | null) => string | readonly string[] | null;

/** In YAML the key of keywords is `null`. */
const KEYWORD_KEY = 'null';

export const readFieldNameMapping: TransformationReader = (params) => {
  const mapping = params.mapping('mapping');
  return ofNames((field) => mapping.get(field ?? KEYWORD_KEY) ?? null);
};

export const readFieldNamePrefixMapping: TransformationReader = (params) => {
  const mapping = params.mapping('mapping');
  return ofNames((field) => {
    if (field === null) return null;
    for (const [prefix, target] of mapping) {
      if (!field.startsWith(prefix)) continue;
      const rest = field.slice(prefix.length);
      return typeof target === 'string' ? target + rest : target.map((name) => name + rest);
    }
    return null;
  });
};

export const readFieldNamePrefix: TransformationReader = (params) => {
  const prefix = params.requiredText('prefix');
  return ofNames((field) => (field === null ? null : prefix + field));
};

export const readFieldNameSuffix: TransformationReader = (params) => {
  const suffix = params.requiredText('suffix');
  return ofNames((field) => (field === null ? null : field + suffix));
};

/** Names in detection items, in references to other fields, in the list of fields and in correlations. */
function ofNames(mapping: NameMapping): Transformation {
  return (subject, run, context) => {
    const mapName = (field: string): readonly string[] => {
      const target = mapping(field);
      if (target === null || !context.matchesName(field, run)) return [field];
      const targets = typeof target === 'string' ? [target] : target;
      run.trackField(field, targets, context.id);
      return targets;
    };
    const fields = subject.fields.flatMap(mapName);
    const mapped = mapCorrelation({ ...subject, fields }, mapName, run);
    return mapSubjectItems(mapped, (item) =>
      context.matchesItem(item, run) ? mapItem(item, { mapping, mapName, run, context }) : item,
    );
  };
}

interface Names {
  readonly mapping: NameMapping;
  readonly mapName: (field: string) => readonly string[];
  readonly run: Run;
  readonly context: ItemContext;
}

function mapItem(item: ItemNode, { mapping, mapName, run, context }: Names): DetectionNode {
  const values = item.values.flatMap((value) => mapReference(value, mapName, { run, context }));
  const isReferring = values.some((value, index) => value !== item.values[index]);
  const target = mapping(item.field);
  const isMapped = target !== null && context.matchesName(item.field, run);
  if (!isMapped && !isReferring) return item;
  const targets = typeof target === 'string' ? [target] : (target ?? []);
  if (target !== null) run.trackMapping(item.field, targets);
  if (!isMapped) return markApplied({ ...item, values }, context.id);
  if (targets.length === 0)
    run.fail({
      code: 'pipeline-field-gone',
      message: `the pipeline maps ${quote(item.field ?? 'keywords')} to no field at all`,
      hint: 'take detection items away with drop_detection_item',
    });
  const open = item.field === null ? values.map(openEnds) : values;
  const rename = (field: string, applied: ReadonlySet<string>): ItemNode => ({
    ...item,
    field,
    values: open,
    text: renameText(item, field),
    isOfPipeline: true,
    applied,
  });
  const renamed: DetectionNode =
    typeof target === 'string'
      ? rename(target, item.applied)
      : { kind: 'any', parts: targets.map((field) => rename(field, NONE)) };
  return markApplied(renamed, context.id);
}

function renameText({ field, text }: ItemNode, name: string): string {
  if (field !== null && text.startsWith(field)) return name + text.slice(field.length);
  return text.startsWith('|') ? name + text : name;
}

/** A value that names another field; the same object where it does not. */
function mapReference(
  value: OpenValue,
  mapName: (field: string) => readonly string[],
  { run, context }: Pick<Names, 'run' | 'context'>,
): readonly OpenValue[] {
  const draft = draftOf(value);
  if (draft?.kind !== 'field-reference' || !context.matchesName(draft.field, run)) return [value];
  return mapName(draft.field).map((field) => withDraft(value, { ...draft, field }));
}

/** A keyword is found anywhere in a value; under a field's name that needs saying. */
function openEnds(value: OpenValue): OpenValue {
  const text = textOf(value);
  if (text === null) return value;
  return withDraft(value, {
    ...text,
    parts: surround(text.parts, { before: true, after: true }),
  });
}

/** `group-by`, the fields behind aliases, and the field of the condition. */
function mapCorrelation(
  subject: Subject,
  mapName: (field: string) => readonly string[],
  run: Run,
): Subject {
  if (subject.kind !== 'correlation') return subject;
  const { rule } = subject;
  const mapOne = (field: string, where: string): string => {
    const [only, ...others] = mapName(field);
    if (only !== undefined && others.length === 0) return only;
    run.fail({
      code: 'pipeline-correlation-field',
      message: `the pipeline maps ${quote(field)} to ${others.length === 0 ? 'no field' : 'several fields'}, and ${where} of a correlation takes one`,
      hint: 'keep correlations from the mapping: rule_conditions with type is_sigma_rule',
    });
    return field;
  };
  return { ...subject, rule: mapRule(rule, mapName, mapOne) };
}

function mapRule(
  rule: SigmaCorrelation,
  mapName: (field: string) => readonly string[],
  mapOne: (field: string, where: string) => string,
): SigmaCorrelation {
  const isGrouped = rule.groupBy.length > 0;
  const aliases = new Map(
    [...rule.aliases].map(([alias, fields]) => [
      alias,
      new Map(
        [...fields].map(([id, field]) => [id, isGrouped ? mapOne(field, 'an alias') : field]),
      ),
    ]),
  );
  return {
    ...rule,
    aliases,
    groupBy: rule.groupBy.flatMap((field) => (rule.aliases.has(field) ? [field] : mapName(field))),
    fields: rule.fields.map((field) => mapOne(field, 'the condition')),
  };
}
