// Global filters added to the rules that they name, before anything is compiled (semantics: "Filters"): the rule's
// condition `and` the filter's, nothing negated. Search identifiers are renamed on the way, so that two filters and the
// rule may each have a `selection`.
import { nearestName } from '../../util/nearest-name.ts';
import type { Problem } from '../../util/problem.ts';
import type { Condition, Detection } from '../detection.ts';
import type { SigmaFilter } from '../filter.ts';
import type { RuleLogSource, SigmaDocument, SigmaRule } from '../rule.ts';
import { quote } from '../yaml/yaml-value.ts';

export interface FilteredRules<Value> {
  /** In their order; rules that no filter names are the same objects. */
  readonly rules: readonly SigmaRule<Value>[];
  /** Warnings about filters that name what they cannot filter. */
  readonly problems: readonly Problem[];
}

/** @param documents rules and correlations by id and by name */
export function applyFilters<Value>(
  rules: readonly SigmaRule<Value>[],
  filters: readonly SigmaFilter<Value>[],
  documents: ReadonlyMap<string, SigmaDocument<Value>>,
): FilteredRules<Value> {
  const problems: Problem[] = [];
  let filtered = rules;
  for (const filter of filters) {
    const ids = findTargets(filter, rules, documents, problems);
    filtered = filtered.map((rule) => (ids.has(rule.id) ? addFilter(rule, filter) : rule));
  }
  return { rules: filtered, problems };
}

function findTargets<Value>(
  filter: SigmaFilter<Value>,
  rules: readonly SigmaRule<Value>[],
  documents: ReadonlyMap<string, SigmaDocument<Value>>,
  problems: Problem[],
): ReadonlySet<string> {
  if (filter.ruleReferences === 'any') {
    const fitting = rules.filter((rule) => contains(filter.logSource, rule.logSource));
    if (fitting.length === 0) problems.push(reportIdle(filter));
    return new Set(fitting.map(({ id }) => id));
  }
  const ids = new Set<string>();
  for (const reference of filter.ruleReferences) {
    const target = documents.get(reference);
    if (target?.kind === 'rule' && contains(filter.logSource, target.logSource)) ids.add(target.id);
    else problems.push(reportTarget(filter, reference, target, documents));
  }
  return ids;
}

/** Each attribute that the filter gives is equal in the rule. */
function contains(filter: RuleLogSource, rule: RuleLogSource): boolean {
  return (['category', 'product', 'service'] as const).every(
    (key) => filter[key] === null || filter[key] === rule[key],
  );
}

function reportTarget<Value>(
  filter: SigmaFilter<Value>,
  reference: string,
  target: SigmaDocument<Value> | undefined,
  documents: ReadonlyMap<string, SigmaDocument<Value>>,
): Problem {
  const warning = { severity: 'warning', at: filter.at } as const;
  if (target?.kind === 'rule')
    return {
      ...warning,
      code: 'filter-logsource',
      message: `the rule ${quote(reference)} is not of the log source of the filter and is not filtered`,
      hint: 'give the filter the log source of the rule, or a part of it',
    };
  if (target !== undefined)
    return {
      ...warning,
      code: 'filter-correlation',
      message: `${quote(reference)} is a correlation, and filters act on detection rules`,
      hint: 'name the rules that the correlation counts',
    };
  const near = nearestName(reference, documents.keys());
  return {
    ...warning,
    code: 'filter-reference-unknown',
    message: `no loaded rule has the id or name ${quote(reference)}`,
    hint: near === null ? 'load the rule together with the filter' : `did you mean ${quote(near)}?`,
  };
}

function reportIdle(filter: Pick<SigmaFilter, 'at' | 'logSource'>): Problem {
  const source = Object.entries(filter.logSource).filter(([, value]) => value !== null);
  return {
    code: 'filter-idle',
    severity: 'warning',
    at: filter.at,
    message: `no loaded rule is of the log source of the filter (${source.map(([key, value]) => `${key}: ${value}`).join(', ')})`,
    hint: 'compare it with the log source of the rules, or load the rules together with the filter',
  };
}

function addFilter<Value>(rule: SigmaRule<Value>, filter: SigmaFilter<Value>): SigmaRule<Value> {
  const detections = new Map(rule.detections);
  const names = new Map<string, string>();
  for (const [name, detection] of filter.detections)
    names.set(name, addDetection(detections, detection, `${filter.title}: ${name}`));
  return {
    ...rule,
    detections,
    condition: { kind: 'and', operands: [rule.condition, rename(filter.condition, names)] },
    conditionText: `(${rule.conditionText}) and (${filter.conditionText})`,
  };
}

/** Adds the detection under a name that is free, which it returns. */
function addDetection<Value>(
  detections: Map<string, Detection<Value>>,
  detection: Detection<Value>,
  wanted: string,
): string {
  let name = wanted;
  for (let count = 2; detections.has(name); count += 1) name = `${wanted} (${count})`;
  detections.set(name, detection);
  return name;
}

function rename(condition: Condition, names: ReadonlyMap<string, string>): Condition {
  switch (condition.kind) {
    case 'identifier':
      return { kind: 'identifier', name: names.get(condition.name) ?? condition.name };
    case 'and':
    case 'or':
      return { ...condition, operands: condition.operands.map((part) => rename(part, names)) };
    case 'not':
      return { kind: 'not', operand: rename(condition.operand, names) };
    case 'constant':
      return condition;
  }
}
