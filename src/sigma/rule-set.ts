// All rules of a load together: ids and names are unique, and every correlation's references lead to loaded rules.
import { compareProblems } from '../util/problem.ts';
import type { Location, Problem } from '../util/problem.ts';
import { applyFilters } from './document/apply-filters.ts';
import { resolveCorrelations } from './document/resolve-correlations.ts';
import type { OpenValue } from './detection/open-value.ts';
import type { ParsedDocument, ParsedFile, ParseOptions } from './parse.ts';
import type { PipelineChain } from './pipeline.ts';
import { rewriteRules } from './pipeline/rewrite.ts';
import type { NamedRefusal, ReadRules, RewrittenRules } from './pipeline/rewrite.ts';
import type { RuleMetadata, RuleSet, SigmaCorrelation } from './rule.ts';
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
  /** Where events keep the fields that pipelines name, by the name in the log. */
  readonly decodedFields: ReadonlyMap<string, string>;
}

/**
 * Resolves references across files; forward references are allowed. Of several documents with one id or name the
 * first stays and the others are refused (`id-duplicate`, `name-duplicate`). A correlation is refused when one of its
 * references cannot be honoured (document/resolve-correlations.ts). Filters act on the rules that they name.
 */
export function resolveRuleSet(files: readonly ParsedFile[]): ResolvedRuleSet {
  return resolve(files, ({ rules, correlations }) => ({
    rules: rules.map(({ rule }) => rule),
    correlations: correlations.map(({ rule }) => rule),
    refused: [],
    problems: [],
    decodedFields: new Map(),
  }));
}

/** The same for rules that go through pipelines: after filters, which then are part of the rule, as in pySigma. */
export function resolvePipelined(
  files: readonly ParsedFile<OpenValue>[],
  pipelines: PipelineChain,
  { placeholders = new Map() }: ParseOptions = {},
): ResolvedRuleSet {
  return resolve(files, (read) => rewriteRules(read, pipelines, placeholders));
}

function resolve<Value>(
  files: readonly ParsedFile<Value>[],
  rewrite: (read: ReadRules<Value>) => RewrittenRules,
): ResolvedRuleSet {
  const documents = files.flatMap((file) => file.documents);
  const { accepted, refused: duplicates } = refuseDuplicates(
    documents.filter((document) => document.kind === 'rule' || document.kind === 'correlation'),
  );
  // names of their own: a filter must not displace a rule
  const filters = refuseDuplicates(documents.filter((document) => document.kind === 'filter'));
  const refusedDocuments = documents.filter((document) => document.kind === 'refused');
  const faulty = [...refusedDocuments, ...duplicates, ...filters.refused];
  const loaded = indexByName(accepted.map(({ rule }) => rule));
  const filtered = applyFilters(
    accepted.map(({ rule }) => rule).filter((rule) => rule.kind === 'rule'),
    filters.accepted.map((filter) => filter.rule),
    loaded,
  );
  const byId = new Map(accepted.map((document) => [document.rule.id, document]));
  const rewritten = rewrite({
    rules: filtered.rules.map((rule) => ({ rule, fields: byId.get(rule.id)?.fields ?? [] })),
    correlations: accepted.filter((document) => document.kind === 'correlation'),
    loaded,
  });
  const refused = [...faulty, ...rewritten.refused].map(toRefusal);
  const index = {
    loaded: indexByName([...rewritten.rules, ...rewritten.correlations]),
    refused: indexRefused([...faulty, ...rewritten.refused]),
  };
  const correlations: SigmaCorrelation[] = [];
  for (const [rule, resolved] of resolveCorrelations(rewritten.correlations, index)) {
    if ('kind' in resolved) correlations.push(resolved);
    else refused.push(toRefusal({ ...rule, problems: resolved }));
  }
  const problems = [
    ...files.flatMap((file) => file.problems),
    ...accepted.flatMap((document) => document.problems),
    ...filters.accepted.flatMap((filter) => filter.problems),
    ...filtered.problems,
    ...rewritten.problems,
    ...refused.flatMap((refusal) => refusal.problems),
  ];
  const order = new Map(accepted.map(({ rule }, position) => [rule.id, position]));
  return {
    ruleSet: {
      rules: rewritten.rules,
      correlations: correlations.toSorted(
        (a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0),
      ),
    },
    refused: refused
      .map((refusal) => withWarnings(refusal, byId))
      .toSorted((a, b) => compareLocations(a.at, b.at)),
    problems: [...new Set(problems)].toSorted(compareProblems),
    decodedFields: rewritten.decodedFields,
  };
}

/** What was remarked on a document that was read, beside why it is refused after all. */
function withWarnings<Value>(
  refusal: Refusal,
  byId: ReadonlyMap<string, AcceptedDocument<Value>>,
): Refusal {
  const document = refusal.id === null ? undefined : byId.get(refusal.id);
  if (document?.rule.at !== refusal.at) return refusal;
  return { ...refusal, problems: [...new Set([...refusal.problems, ...document.problems])] };
}

type FilterDocument<Value> = Extract<ParsedDocument<Value>, { readonly kind: 'filter' }>;
type AcceptedDocument<Value> = Extract<
  ParsedDocument<Value>,
  { readonly kind: 'rule' | 'correlation' }
>;

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

function refuseDuplicates<Value, Document extends AcceptedDocument<Value> | FilterDocument<Value>>(
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

function indexByName<Document extends { readonly id: string; readonly name: string | null }>(
  documents: readonly Document[],
): ReadonlyMap<string, Document> {
  const index = new Map<string, Document>();
  for (const document of documents) for (const name of namesOf(document)) index.set(name, document);
  return index;
}

function indexRefused(faulty: readonly NamedRefusal[]): ReadonlyMap<string, Location> {
  const index = new Map<string, Location>();
  for (const { id, name, at } of faulty)
    for (const key of [id, name]) if (key !== null) index.set(key, at);
  return index;
}
