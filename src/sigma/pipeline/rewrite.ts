// Every rule and correlation of a load through the pipelines: rules first, because correlations ask for the log sources
// that pipelines have left them with.
import type { Location, Problem } from '../../util/problem.ts';
import { closeDetections } from '../detection/close.ts';
import type { OpenValue } from '../detection/open-value.ts';
import type { Complaint } from '../document/faults.ts';
import type { Placeholders } from '../modifier/modifier.ts';
import type { PipelineChain } from '../pipeline.ts';
import { nameDecodedFields, useDecodedFields } from './decoded-fields.ts';
import type { DecodedFields } from './decoded-fields.ts';
import type {
  RuleLogSource,
  RuleMetadata,
  SigmaCorrelation,
  SigmaDocument,
  SigmaRule,
} from '../rule.ts';

/** A refusal that can be referred to by name as well. */
export interface NamedRefusal {
  readonly id: string | null;
  readonly name: string | null;
  readonly title: string | null;
  readonly problems: readonly Problem[];
  readonly at: Location;
}

/** Rules and correlations as they were read, filters applied, references not resolved. */
export interface ReadRules<Value> {
  readonly rules: readonly {
    readonly rule: SigmaRule<Value>;
    readonly fields: readonly string[];
  }[];
  readonly correlations: readonly {
    readonly rule: SigmaCorrelation;
    readonly fields?: readonly string[];
  }[];
  /** By id and by name. */
  readonly loaded: ReadonlyMap<string, SigmaDocument<Value>>;
}

export interface RewrittenRules {
  readonly rules: readonly SigmaRule[];
  readonly correlations: readonly SigmaCorrelation[];
  readonly refused: readonly NamedRefusal[];
  /** Warnings about rules that go on. */
  readonly problems: readonly Problem[];
  /** Fields of pipelines; empty without any. */
  readonly decodedFields: DecodedFields;
}

export function rewriteRules(
  { rules: read, correlations: readCorrelations, loaded }: ReadRules<OpenValue>,
  pipelines: PipelineChain,
  placeholders: Placeholders,
): RewrittenRules {
  const rules: SigmaRule[] = [];
  const correlations: SigmaCorrelation[] = [];
  const refused: NamedRefusal[] = [];
  const warnings: Problem[] = [];
  const settle = <Rule extends RuleMetadata>(
    rule: RuleMetadata,
    result: { readonly rule: Rule | null; readonly problems: readonly Problem[] },
    accepted: Rule[],
  ): void => {
    if (result.rule === null) refused.push({ ...nameOf(rule), problems: result.problems });
    else {
      accepted.push(result.rule);
      warnings.push(...result.problems);
    }
  };
  const results = read.map(({ rule, fields }) => ({
    rule,
    result: pipelines.applyToRule(rule, fields),
  }));
  const decodedFields = nameDecodedFields(
    results.map(({ result }) => result.rule).filter((rule) => rule !== null),
    pipelines.introducedFields,
  );
  for (const { rule, result } of results) {
    const problems = result.complaints.map((complaint) =>
      toProblem(complaint, rule, result.rule === null),
    );
    settle(
      rule,
      result.rule === null
        ? { rule: null, problems }
        : close(useDecodedFields(result.rule, decodedFields), problems, placeholders),
      rules,
    );
  }
  const sources = new Map(rules.map(({ id, logSource }) => [id, logSource]));
  for (const { rule, fields = [] } of readCorrelations) {
    const logSources = listLogSources(rule, loaded, sources);
    const result = pipelines.applyToCorrelation(rule, fields, logSources);
    const problems = result.complaints.map((complaint) =>
      toProblem(complaint, rule, result.rule === null),
    );
    settle(rule, { rule: result.rule, problems }, correlations);
  }
  return { rules, correlations, refused, problems: warnings, decodedFields };
}

function nameOf({ id, name, title, at }: RuleMetadata): Omit<NamedRefusal, 'problems'> {
  return { id, name, title, at };
}

/** Ready for evaluation, or refused for a value that cannot be. */
function close(
  open: SigmaRule<OpenValue>,
  warnings: readonly Problem[],
  placeholders: Placeholders,
): { readonly rule: SigmaRule | null; readonly problems: readonly Problem[] } {
  const errors: Problem[] = [];
  const detections = closeDetections(open.detections, {
    placeholders,
    report: ({ origin, path }, complaint) =>
      errors.push({ ...complaint, severity: 'error', at: origin.locate(path) }),
  });
  return errors.length > 0
    ? { rule: null, problems: errors }
    : { rule: { ...open, detections }, problems: warnings };
}

function toProblem(complaint: Complaint, { at }: RuleMetadata, isRefused: boolean): Problem {
  return { ...complaint, severity: isRefused ? 'error' : 'warning', at };
}

/** Those of the rules behind the correlation; each document once, whatever the references. */
function listLogSources(
  correlation: SigmaCorrelation,
  loaded: ReadonlyMap<string, SigmaDocument<OpenValue>>,
  sources: ReadonlyMap<string, RuleLogSource>,
): readonly RuleLogSource[] {
  const found: RuleLogSource[] = [];
  const seen = new Set<SigmaDocument<OpenValue>>();
  const open: SigmaDocument<OpenValue>[] = [correlation];
  for (let document = open.pop(); document !== undefined; document = open.pop()) {
    if (seen.has(document)) continue;
    seen.add(document);
    if (document.kind === 'rule') {
      const source = sources.get(document.id);
      if (source !== undefined) found.push(source);
      continue;
    }
    for (const reference of document.ruleReferences) {
      const target = loaded.get(reference);
      if (target !== undefined) open.push(target);
    }
  }
  return found;
}
