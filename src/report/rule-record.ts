import { layerOfRule } from '../alert/rule-layer.ts';
import type { Refusal } from '../sigma/rule-set.ts';
import type { RuleSet, SigmaDocument } from '../sigma/rule.ts';
import { readSocliteKeys } from '../sigma/soclite-keys.ts';
import { formatProblem } from '../util/problem.ts';

/** One entry of `rules list -o json`. */
export interface RuleRecord {
  readonly id: string | null;
  readonly title: string | null;
  /** `soclite.title-vi`. */
  readonly title_vi: string | null;
  readonly kind: 'rule' | 'correlation' | 'unknown';
  readonly state: 'loaded' | 'refused';
  readonly level: string | null;
  readonly layer: number | null;
  readonly author: string | null;
  readonly tags: readonly string[];
  /** Category, product and service, as far as given; a correlation has none of its own. */
  readonly logsource: readonly string[];
  readonly file: string;
  readonly line: number;
  /** Why it was refused; empty for a loaded rule. */
  readonly reasons: readonly string[];
}

/** Every rule that was read, refused ones included with their reasons, in file order. */
export function toRuleRecords(
  ruleSet: RuleSet,
  refused: readonly Refusal[],
): readonly RuleRecord[] {
  const records = [
    ...[...ruleSet.rules, ...ruleSet.correlations].map(loadedRecord),
    ...refused.map(refusedRecord),
  ];
  return records.toSorted((a, b) =>
    a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1,
  );
}

function loadedRecord(rule: SigmaDocument): RuleRecord {
  return {
    id: rule.id,
    title: rule.title,
    title_vi: readSocliteKeys(rule).titleVi,
    kind: rule.kind,
    state: 'loaded',
    level: rule.level,
    layer: layerOfRule(rule),
    author: rule.author,
    tags: rule.tags,
    logsource: logSourceNames(rule),
    file: rule.at.file,
    line: rule.at.line,
    reasons: [],
  };
}

function refusedRecord({ id, title, at, problems }: Refusal): RuleRecord {
  return {
    id,
    title,
    title_vi: null,
    kind: 'unknown',
    state: 'refused',
    level: null,
    layer: null,
    author: null,
    tags: [],
    logsource: [],
    file: at.file,
    line: at.line,
    reasons: problems.filter(({ severity }) => severity === 'error').map(formatProblem),
  };
}

function logSourceNames(rule: SigmaDocument): readonly string[] {
  if (rule.kind === 'correlation') return [];
  const { category, product, service } = rule.logSource;
  return [category, product, service].filter((name) => name !== null);
}
