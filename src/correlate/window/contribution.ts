// What the matches of one moment add to a correlation: for each group one entry, whatever number of rules they are of,
// so that an event counts once and the order in which its rules are listed does not matter.
import type { Fields, FieldValue } from '../../event/event.ts';
import { lookUpField } from '../../event/field.ts';
import { listLeaves, scalarText } from '../../event/scalar.ts';
import type { SigmaCorrelation } from '../../sigma/rule.ts';
import { detach } from '../../util/detach.ts';
import { uniqueEvidence } from './input.ts';
import type { Evidence, Input } from './input.ts';
import { readNumber } from './numeric-value.ts';

/** The group that a match counts in. */
export interface Group {
  /** Unit and values as one text. */
  readonly key: string;
  readonly unit: string | null;
  readonly values: readonly { readonly field: string; readonly value: string }[];
}

/** What one moment adds to one group. */
export interface Contribution {
  readonly group: Group;
  readonly rules: readonly number[];
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
  readonly units: readonly string[];
  readonly machines: readonly string[];
  readonly evidence: readonly Evidence[];
  /** Values beyond the limit of one event, left out. */
  readonly dropped: number;
}

/** Values that one event adds at most: an array, or the tuples of several. */
const MAX_VALUES = 10_000;

/** The contributions of matches that happened together. Matches that lack a needed field or value are left out. */
export function listContributions(
  correlation: SigmaCorrelation,
  inputs: readonly Input[],
): readonly Contribution[] {
  const drafts = new Map<string, Draft>();
  for (const input of inputs) {
    const group = findGroup(correlation, input);
    if (group === null) continue;
    const draft = drafts.get(group.key) ?? { group, inputs: [] };
    draft.inputs.push(input);
    drafts.set(group.key, draft);
  }
  // in an order that does not depend on that of the rules
  return [...drafts.values()]
    .toSorted((a, b) => (a.group.key < b.group.key ? -1 : 1))
    .map((draft) => toContribution(correlation, draft))
    .filter(
      ({ texts, numbers }) =>
        correlation.fields.length === 0 || texts.length > 0 || numbers.length > 0,
    );
}

interface Draft {
  readonly group: Group;
  readonly inputs: Input[];
}

/** The group that a match counts in; null when it lacks a field of `group-by`. */
export function findGroup(correlation: SigmaCorrelation, input: Input): Group | null {
  const values: { readonly field: string; readonly value: string }[] = [];
  for (const field of correlation.groupBy) {
    const value = toText(lookUpField(input.fields, resolveAlias(correlation, input, field)));
    if (value === null) return null;
    values.push({ field, value: detach(value) });
  }
  const unit = correlation.scope === 'province' ? null : input.unit;
  return { key: JSON.stringify([unit, ...values.map(({ value }) => value)]), unit, values };
}

function toContribution(correlation: SigmaCorrelation, { group, inputs }: Draft): Contribution {
  const { ruleIds, type, fields } = correlation;
  const rules = new Set(inputs.map(({ ruleId }) => ruleIds.indexOf(ruleId)));
  const values = fields.length === 0 ? [] : listFields(correlation, inputs);
  const texts = type === 'value_count' ? listTuples(values) : [];
  const numbers = type === 'value_count' ? [] : values.flatMap(([leaves]) => toNumbers(leaves));
  return {
    group,
    rules: [...rules].toSorted((a, b) => a - b),
    texts: texts.slice(0, MAX_VALUES).map(detach),
    numbers: numbers.slice(0, MAX_VALUES),
    units: unite(inputs.map(({ units }) => units)),
    machines: unite(inputs.map(({ machines }) => machines)),
    evidence: listEvidence(inputs),
    dropped: Math.max(0, Math.max(texts.length, numbers.length) - MAX_VALUES),
  };
}

/** The values of the correlation's fields, each set of resolved fields once: rules may give them other names. */
function listFields(
  correlation: SigmaCorrelation,
  inputs: readonly Input[],
): readonly (readonly (FieldValue | undefined)[])[] {
  const seen: { readonly fields: Fields; readonly names: string }[] = [];
  return inputs.flatMap((input) => {
    const names = correlation.fields.map((field) => resolveAlias(correlation, input, field));
    const key = { fields: input.fields, names: JSON.stringify(names) };
    if (seen.some(({ fields, names }) => fields === key.fields && names === key.names)) return [];
    seen.push(key);
    return [names.map((name) => lookUpField(input.fields, name))];
  });
}

/** Distinct values, or tuples in which every field is present; an array stands for each of its elements. */
function listTuples(rows: readonly (readonly (FieldValue | undefined)[])[]): readonly string[] {
  const found = new Set<string>();
  for (const row of rows) {
    let tuples: readonly (readonly string[])[] = [[]];
    for (const value of row) {
      const texts = toTexts(value);
      tuples = tuples
        .slice(0, texts.length === 0 ? 0 : Math.ceil((MAX_VALUES + 1) / texts.length))
        .flatMap((tuple) => texts.map((text) => [...tuple, text]));
    }
    for (const tuple of tuples)
      found.add(tuple.length === 1 ? (tuple[0] ?? '') : JSON.stringify(tuple));
  }
  return [...found];
}

function toTexts(value: FieldValue | undefined): readonly string[] {
  if (value === undefined) return [];
  const texts = listLeaves(value).map(scalarText);
  return [...new Set(texts.filter((text) => text !== null))];
}

function toNumbers(value: FieldValue | undefined): readonly number[] {
  if (value === undefined) return [];
  return listLeaves(value)
    .map(readNumber)
    .filter((number) => number !== null);
}

/** What a rule calls a field of the correlation. */
export function resolveAlias(
  correlation: SigmaCorrelation,
  { ruleId }: Input,
  field: string,
): string {
  return correlation.aliases.get(field)?.get(ruleId) ?? field;
}

/** A group value as text, compared exactly; null when there is none. Several values are one value, as JSON. */
export function toText(value: FieldValue | undefined): string | null {
  if (value === undefined) return null;
  const leaves = listLeaves(value).filter((leaf) => leaf !== null);
  const [first] = leaves;
  if (first === undefined) return null;
  return leaves.length === 1
    ? (scalarText(first) ?? JSON.stringify(first))
    : JSON.stringify(leaves);
}

function unite(lists: readonly (readonly string[])[]): readonly string[] {
  const [first = []] = lists;
  return lists.length === 1 ? first : [...new Set(lists.flat())];
}

/** Each event once, with the first of its rules. */
function listEvidence(inputs: readonly Input[]): readonly Evidence[] {
  const [first] = inputs;
  if (inputs.length === 1 && first !== undefined) return first.evidence;
  return uniqueEvidence(inputs.flatMap((input) => input.evidence));
}
