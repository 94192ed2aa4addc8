// References of correlations to rules and to other correlations, children before parents, without recursion: a chain
// may be as long as a hostile file makes it.
import { nearestName } from '../../util/nearest-name.ts';
import type { Location, Problem } from '../../util/problem.ts';
import type { SigmaCorrelation, SigmaDocument } from '../rule.ts';
import { quote } from '../yaml/yaml-value.ts';

/** What a reference may lead to. */
export interface DocumentIndex {
  /** By id and name. */
  readonly loaded: ReadonlyMap<string, SigmaDocument>;
  /** Where refused documents stand, by id and name. */
  readonly refused: ReadonlyMap<string, Location>;
}

/** A correlation with `ruleIds` and the ids of aliases and alternatives in place, or why it is refused. */
export type Resolution = SigmaCorrelation | readonly Problem[];

/**
 * Resolves each correlation. Refused are unknown references (`reference-unknown`), those that lead to a refused
 * document (`reference-refused`) or back to themselves (`correlation-cycle`), and correlations of correlations that
 * could never count: grouped by what the inner one does not group by (`correlation-group-missing`), or within units
 * over one that counts across them (`correlation-scope-conflict`).
 */
export function resolveCorrelations(
  correlations: readonly SigmaCorrelation[],
  index: DocumentIndex,
): ReadonlyMap<SigmaCorrelation, Resolution> {
  const resolved = new Map<SigmaCorrelation, Resolution>();
  const { ordered, cyclic } = orderByReference(correlations, index);
  for (const correlation of ordered)
    resolved.set(correlation, resolve(correlation, { index, resolved }));
  for (const correlation of cyclic)
    resolved.set(correlation, listProblems(correlation, { index, resolved }));
  return resolved;
}

interface Progress {
  readonly index: DocumentIndex;
  readonly resolved: ReadonlyMap<SigmaCorrelation, Resolution>;
}

interface Order {
  /** Children before parents. */
  readonly ordered: readonly SigmaCorrelation[];
  /** Those that are part of a cycle or lead to one. */
  readonly cyclic: readonly SigmaCorrelation[];
}

function orderByReference(
  correlations: readonly SigmaCorrelation[],
  { loaded }: DocumentIndex,
): Order {
  const parents = new Map<SigmaCorrelation, SigmaCorrelation[]>();
  const missing = new Map<SigmaCorrelation, number>();
  for (const correlation of correlations) {
    const children = correlation.ruleReferences
      .map((reference) => loaded.get(reference))
      .filter((child) => child?.kind === 'correlation');
    missing.set(correlation, children.length);
    for (const child of children) {
      const known = parents.get(child) ?? [];
      known.push(correlation);
      parents.set(child, known);
    }
  }
  const ordered = correlations.filter((correlation) => missing.get(correlation) === 0);
  // grows while it is walked: each finished correlation may free its parents
  for (const child of ordered) {
    for (const parent of parents.get(child) ?? []) {
      const left = (missing.get(parent) ?? 0) - 1;
      missing.set(parent, left);
      if (left === 0) ordered.push(parent);
    }
  }
  return { ordered, cyclic: correlations.filter((item) => (missing.get(item) ?? 0) > 0) };
}

function resolve(correlation: SigmaCorrelation, progress: Progress): Resolution {
  const problems = listProblems(correlation, progress);
  if (problems.length > 0) return problems;
  const { loaded } = progress.index;
  const toId = (reference: string): string => loaded.get(reference)?.id ?? reference;
  return {
    ...correlation,
    // an id and a name may lead to the same rule
    ruleIds: [...new Set(correlation.ruleReferences.map(toId))],
    alternatives: correlation.alternatives.map(({ present, absent }) => ({
      present: present.map(toId),
      absent: absent.map(toId),
    })),
    aliases: new Map(
      [...correlation.aliases].map(([alias, fields]) => [
        alias,
        new Map([...fields].map(([reference, field]) => [toId(reference), field])),
      ]),
    ),
  };
}

function listProblems(correlation: SigmaCorrelation, progress: Progress): readonly Problem[] {
  return correlation.ruleReferences.flatMap((reference) => {
    const problem = checkReference(correlation, reference, progress);
    return problem === null ? [] : [{ severity: 'error', at: correlation.at, ...problem }];
  });
}

type Complaint = Pick<Problem, 'code' | 'message' | 'hint'>;

function checkReference(
  correlation: SigmaCorrelation,
  reference: string,
  { index, resolved }: Progress,
): Complaint | null {
  const target = index.loaded.get(reference);
  if (target?.kind === 'rule') return null;
  if (target === undefined) return reportMissing(reference, index);
  if (leadsTo(target, correlation, index))
    return {
      code: 'correlation-cycle',
      message: `the reference ${quote(reference)} leads back to this correlation`,
      hint: 'name rules or correlations that do not depend on this one',
    };
  const child = resolved.get(target);
  if (child === undefined || !('kind' in child)) return reportRefused(reference, target.at);
  return checkChain(correlation, reference, child);
}

/** A correlation's match has its group values and nothing else. */
function checkChain(
  correlation: SigmaCorrelation,
  reference: string,
  child: SigmaCorrelation,
): Complaint | null {
  const missing = [...correlation.groupBy, ...correlation.fields]
    .map((field) => correlation.aliases.get(field)?.get(reference) ?? field)
    .find((field) => !child.groupBy.includes(field));
  if (missing !== undefined)
    return {
      code: 'correlation-group-missing',
      message: `the correlation ${quote(reference)} has no group value ${quote(missing)}`,
      hint: 'add the field to its group-by, or give an alias for it',
    };
  if (correlation.scope === 'unit' && child.scope === 'province')
    return {
      code: 'correlation-scope-conflict',
      message: `the correlation ${quote(reference)} counts across units, this one within a unit`,
      hint: 'add soclite.scope: province to this one too',
    };
  return null;
}

function reportMissing(reference: string, { loaded, refused }: DocumentIndex): Complaint {
  const refusedAt = refused.get(reference);
  if (refusedAt !== undefined) return reportRefused(reference, refusedAt);
  const near = nearestName(reference, loaded.keys());
  return {
    code: 'reference-unknown',
    message: `no rule has the id or name ${quote(reference)}`,
    hint: near === null ? 'load the rule together with this one' : `did you mean ${quote(near)}?`,
  };
}

function reportRefused(reference: string, at: Location): Complaint {
  return {
    code: 'reference-refused',
    message: `the rule ${quote(reference)} was refused (${at.file}:${at.line})`,
    hint: 'correct that rule first',
  };
}

/** Whether following correlations' references from one reaches the other. */
function leadsTo(from: SigmaDocument, to: SigmaCorrelation, { loaded }: DocumentIndex): boolean {
  const seen = new Set<SigmaDocument>();
  const open: SigmaDocument[] = [from];
  for (let document = open.pop(); document !== undefined; document = open.pop()) {
    if (document === to) return true;
    if (document.kind === 'rule' || seen.has(document)) continue;
    seen.add(document);
    for (const reference of document.ruleReferences) {
      const target = loaded.get(reference);
      if (target !== undefined) open.push(target);
    }
  }
  return false;
}
