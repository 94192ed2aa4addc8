// All rules of a load together: ids and names are unique, and every correlation's references lead to loaded rules.
import { compareProblems } from '../util/problem.ts';
import type { Location, Problem } from '../util/problem.ts';
import { applyFilters } from './document/apply-filters.ts';
import { resolveCorrelations } from './document/resolve-correlations.ts';
import type { DocumentIndex } from './document/resolve-correlations.ts';
import type { ParsedDocument, ParsedFile } from './parse.ts';
import type { RuleMetadata, RuleSet, SigmaCorrelation, SigmaDocument, SigmaRule } from './rule.ts';
import { quote } from './yaml/yaml-value.ts';

/** A document that cannot be honoured exactly, and why. */
export interface Refusal {
  readonly id: string | null;
  readonly title: string | null;
  readonly at: Location;
  /** At least one error. */
  readonly problems: readonly Problem[];
}

export interface ResolvedRuleSet {
  /** In the order of the files. */
  readonly ruleSet: RuleSet;
  readonly refused: readonly Refusal[];
  /** Every problem, those of the refused documents included, ordered by file, line and column. */
  readonly problems: readonly Problem[];
}

/**
 * Resolves references across files; forward references are allowed. Of several documents with one id or name the
 * first stays and the others are refused (`id-duplicate`, `name-duplicate`). A correlation is refused when one of its
 * references cannot be honoured (document/resolve-correlations.ts). Filters act on the rules that they name.
 */
export function resolveRuleSet(files: readonly ParsedFile[]): ResolvedRuleSet {
  const documents = files.flatMap((file) => file.documents);
  const { accepted, refused: duplicates } = refuseDuplicates(documents.filter(isRule));
  // names of their own: a filter must not displace a rule
  const filters = refuseDuplicates(documents.filter(isFilter));
  const faulty = [...documents.filter(isRefused), ...duplicates, ...filters.refused];
  const index = indexDocuments(accepted, faulty);
  const rules: SigmaRule[] = [];
  const correlations: SigmaCorrelation[] = [];
  const refused = faulty.map(toRefusal);
  const resolutions = resolveCorrelations(
    accepted.map((document) => document.rule).filter((rule) => rule.kind === 'correlation'),
    index,
  );
  for (const { rule, problems } of accepted) {
    if (rule.kind === 'rule') {
      rules.push(rule);
      continue;
    }
    const resolved = resolutions.get(rule) ?? [];
    if ('kind' in resolved) correlations.push(resolved);
    else refused.push(toRefusal({ ...rule, problems: [...resolved, ...problems] }));
  }
  const filtered = applyFilters(
    rules,
    filters.accepted.map((filter) => filter.rule),
    index.loaded,
  );
  const problems = [
    ...files.flatMap((file) => file.problems),
    ...accepted.flatMap((document) => document.problems),
    ...filters.accepted.flatMap((filter) => filter.problems),
    ...filtered.problems,
    ...refused.flatMap((refusal) => refusal.problems),
  ];
  return {
    ruleSet: { rules: filtered.rules, correlations },
    refused: refused.toSorted((a, b) => compareLocations(a.at, b.at)),
    problems: [...new Set(problems)].toSorted(compareProblems),
  };
}

type FilterDocument = Extract<ParsedDocument, { readonly kind: 'filter' }>;
type AcceptedDocument = Extract<ParsedDocument, { readonly kind: 'rule' | 'correlation' }>;
type RefusedDocument = Extract<ParsedDocument, { readonly kind: 'refused' }>;
/** A refusal that can be referred to by name as well. */
type NamedRefusal = Omit<RefusedDocument, 'kind'>;

function isRule(document: ParsedDocument): document is AcceptedDocument {
  return document.kind === 'rule' || document.kind === 'correlation';
}

function isFilter(document: ParsedDocument): document is FilterDocument {
  return document.kind === 'filter';
}

function isRefused(document: ParsedDocument): document is RefusedDocument {
  return document.kind === 'refused';
}

function toRefusal({ id, title, at, problems }: Refusal): Refusal {
  return { id, title, at, problems };
}

function compareLocations(a: Location, b: Location): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

interface Unique<Document> {
  readonly accepted: readonly Document[];
  readonly refused: readonly NamedRefusal[];
}

function refuseDuplicates<Document extends AcceptedDocument | FilterDocument>(
  documents: readonly Document[],
): Unique<Document> {
  const accepted: Document[] = [];
  const refused: NamedRefusal[] = [];
  // ids and names share one name space, because a reference may be either
  const owners = new Map<string, Document['rule']>();
  for (const document of documents) {
    const { rule } = document;
    const keys = namesOf(rule);
    const taken = keys.find((key) => owners.has(key));
    const owner = taken === undefined ? undefined : owners.get(taken);
    if (taken === undefined || owner === undefined) {
      for (const key of keys) owners.set(key, rule);
      accepted.push(document);
    } else {
      const problem = reportDuplicate(rule, taken, owner);
      refused.push({ ...rule, problems: [problem, ...document.problems] });
    }
  }
  return { accepted, refused };
}

function namesOf(rule: { readonly id: string; readonly name: string | null }): readonly string[] {
  return rule.name === null || rule.name === rule.id ? [rule.id] : [rule.id, rule.name];
}

function reportDuplicate(rule: RuleMetadata, taken: string, owner: RuleMetadata): Problem {
  const kind = taken === rule.id ? 'id' : 'name';
  const { file, line } = owner.at;
  return {
    code: `${kind}-duplicate`,
    severity: 'error',
    message: `the ${kind} ${quote(taken)} belongs to the rule at ${file}:${line} already`,
    hint: `give this rule ${kind === 'id' ? 'an id' : 'a name'} of its own, or load only one of the two`,
    at: rule.at,
  };
}

function indexDocuments(
  accepted: readonly AcceptedDocument[],
  faulty: readonly NamedRefusal[],
): DocumentIndex {
  const loaded = new Map<string, SigmaDocument>();
  for (const { rule } of accepted) for (const name of namesOf(rule)) loaded.set(name, rule);
  const refused = new Map<string, Location>();
  for (const { id, name, at } of faulty)
    for (const key of [id, name]) if (key !== null) refused.set(key, at);
  return { loaded, refused };
}
