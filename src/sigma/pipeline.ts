// Processing pipelines in pySigma's YAML form (pySigma 1.5): they rewrite rules before rules are compiled. Everything
// in a pipeline is honoured exactly or the pipeline is refused with its place and the reason; docs/sigma.md says what
// is refused and where the meaning was ours to decide.
import { compareProblems } from '../util/problem.ts';
import type { Checked, Problem } from '../util/problem.ts';
import type { OpenValue } from './detection/open-value.ts';
import { FaultList } from './document/faults.ts';
import type { Complaint } from './document/faults.ts';
import { scalarText } from './document/read-value.ts';
import type { Detection } from './detection.ts';
import { isInside } from './pipeline/data-file.ts';
import { Params } from './pipeline/params.ts';
import { listDataFiles, readProcessingItems, runItems } from './pipeline/processing-item.ts';
import type { ProcessingItem } from './pipeline/processing-item.ts';
import { pruneCondition } from './pipeline/prune.ts';
import { Run } from './pipeline/run.ts';
import type { Variables } from './pipeline/run.ts';
import { toDetection, toNode } from './pipeline/subject.ts';
import type { Subject } from './pipeline/subject.ts';
import type { RuleLogSource, SigmaCorrelation, SigmaRule } from './rule.ts';
import { loadDocument } from './yaml/load-document.ts';
import { createLocator } from './yaml/locate.ts';
import { PlainScalar } from './yaml/plain-scalar.ts';
import { describeValue, isYamlList, isYamlMap, quote } from './yaml/yaml-value.ts';
import type { YamlMap, YamlValue } from './yaml/yaml-value.ts';

/** A checked pipeline. */
export interface Pipeline {
  readonly file: string;
  readonly name: string | null;
  /** Low ones come first; of equal ones, the one that was given first. */
  readonly priority: number;
  readonly variables: Variables;
  readonly items: readonly ProcessingItem[];
}

/** Content of the files that a pipeline names, by path as written there. */
export type DataFiles = ReadonlyMap<string, string>;

/** Paths, relative to the pipeline's folder and in it, that `file_placeholders` wants to read. */
export function listPipelineFiles(text: string): readonly string[] {
  const loaded = loadDocument(text);
  if (!loaded.ok || !isYamlMap(loaded.value)) return [];
  return [...new Set(listDataFiles(loaded.value['transformations']))].filter(isInside);
}

/** @param dataFiles what `listPipelineFiles` asked for; a file that is left out is a fault of the pipeline */
export function parsePipeline(
  text: string,
  file: string,
  dataFiles: DataFiles = new Map(),
): Checked<Pipeline> {
  const loaded = loadDocument(text);
  if (!loaded.ok) {
    const { line, column, ...complaint } = loaded.fault;
    const at = { file, line: line + 1, column: column + 1 };
    return { ok: false, problems: [{ ...complaint, severity: 'error', at }] };
  }
  const faults = new FaultList();
  const locate = (path: readonly (string | number)[], isKey = false): Problem['at'] => {
    const { line, column } = createLocator(text)({ path, isKey });
    return { file, line: line + 1, column: column + 1 };
  };
  const { value } = loaded;
  const pipeline = isYamlMap(value)
    ? readPipeline(value, file, { faults, origin: { locate }, isNested: false, dataFiles })
    : null;
  if (pipeline === null)
    faults.error(
      { path: [] },
      { code: 'pipeline-type', message: 'a pipeline must be a map of keys' },
    );
  const problems = faults.all
    .map(({ place, ...rest }): Problem => ({ ...rest, at: locate(place.path, place.isKey) }))
    .toSorted(compareProblems);
  return pipeline === null || faults.hasErrors
    ? { ok: false, problems }
    : { ok: true, value: pipeline, problems };
}

function readPipeline(map: YamlMap, file: string, reading: Params['reading']): Pipeline {
  const params = new Params(map, 'a pipeline', [], reading);
  const name = params.text('name');
  const priority = readPriority(params);
  const variables = readVariables(params);
  const given = params.value('transformations') ?? null;
  const items = given === null ? [] : readProcessingItems(given, ['transformations'], reading);
  for (const key of ['postprocessing', 'finalizers']) {
    const value = params.value(key) ?? null;
    if (value === null || (isYamlList(value) && value.length === 0)) continue;
    params.error([key], {
      code: 'pipeline-query-only',
      message: `${key} changes the text of a query, and there is no query here`,
      hint: 'take it out; the rest of the pipeline holds without it',
    });
  }
  const backends = params.texts('allowed_backends') ?? [];
  if (backends.length > 0)
    params.warning(['allowed_backends'], {
      code: 'pipeline-backends',
      message: `the pipeline was written for ${backends.map(quote).join(', ')}`,
      hint: 'check that its fields are those of your logs',
    });
  params.finish();
  return { file, name, priority, variables, items };
}

function readPriority(params: Params): number {
  const value = params.value('priority') ?? null;
  if (value === null) return 0;
  const number = value instanceof PlainScalar && value.kind === 'number' ? Number(value.text) : NaN;
  if (Number.isSafeInteger(number)) return number;
  const message = `priority must be a whole number, not ${describeValue(value)}`;
  params.error(['priority'], { code: 'pipeline-value', message });
  return 0;
}

function readVariables(params: Params): Variables {
  const variables = new Map<string, readonly string[]>();
  const value = params.value('vars') ?? null;
  if (value !== null && !isYamlMap(value)) {
    const message = `vars must be a map, not ${describeValue(value)}`;
    params.error(['vars'], { code: 'pipeline-value', message });
  }
  for (const [name, entry] of Object.entries(isYamlMap(value) ? value : {})) {
    const listed: readonly YamlValue[] = isYamlList(entry) ? entry : [entry];
    const texts = listed.map(scalarText).filter((text) => text !== null);
    if (texts.length < listed.length) {
      const message = `the variable ${quote(name)} must be text or a list of texts`;
      params.error(['vars', name], { code: 'pipeline-value', message });
    }
    variables.set(name, texts);
  }
  return variables;
}

export interface PipelineResult<Rule> {
  /** Null = the pipelines refuse the rule. */
  readonly rule: Rule | null;
  /** Why; or remarks about a rule that goes on. */
  readonly complaints: readonly Complaint[];
}

/** Several pipelines as one: in the order of their priorities, with the later one's variables over the earlier one's. */
export class PipelineChain {
  readonly #items: readonly ProcessingItem[];
  readonly #variables: Variables;
  readonly #introduced = new Set<string>();

  constructor(pipelines: readonly Pipeline[]) {
    const ordered = pipelines.toSorted((a, b) => a.priority - b.priority);
    this.#items = ordered.flatMap(({ items }) => items);
    this.#variables = new Map(ordered.flatMap(({ variables }) => [...variables]));
  }

  /** Field names that the pipelines have brought into rules so far. */
  get introducedFields(): ReadonlySet<string> {
    return this.#introduced;
  }

  applyToRule(
    rule: SigmaRule<OpenValue>,
    fields: readonly string[],
  ): PipelineResult<SigmaRule<OpenValue>> {
    const detections = new Map(
      [...rule.detections].map(([name, detection]) => [name, toNode(detection, false)]),
    );
    const { subject, run } = this.#run({ kind: 'rule', rule, detections, fields });
    if (run.failure !== null || subject.kind !== 'rule')
      return { rule: null, complaints: run.failure === null ? [] : [run.failure] };
    return finishRule(subject, run.warnings);
  }

  /** @param logSources of the rules that it counts, as pipelines have left them */
  applyToCorrelation(
    rule: SigmaCorrelation,
    fields: readonly string[],
    logSources: readonly RuleLogSource[],
  ): PipelineResult<SigmaCorrelation> {
    const { subject, run } = this.#run({ kind: 'correlation', rule, fields, logSources });
    if (run.failure !== null || subject.kind !== 'correlation')
      return { rule: null, complaints: run.failure === null ? [] : [run.failure] };
    return { rule: subject.rule, complaints: run.warnings };
  }

  #run(start: Subject): { readonly subject: Subject; readonly run: Run } {
    const run = new Run(this.#variables, this.#introduced);
    return { subject: runItems(this.#items, start, run), run };
  }
}

function finishRule(
  { rule, detections: nodes }: Extract<Subject, { readonly kind: 'rule' }>,
  complaints: readonly Complaint[],
): PipelineResult<SigmaRule<OpenValue>> {
  const detections = new Map<string, Detection<OpenValue>>();
  for (const [name, node] of nodes) {
    const detection = toDetection(node);
    if (detection !== null) detections.set(name, detection);
  }
  const condition = pruneCondition(rule.condition, (name) => detections.has(name));
  if (condition !== null) return { rule: { ...rule, detections, condition }, complaints };
  const message = 'the pipeline drops all that the rule searches for';
  return { rule: null, complaints: [{ code: 'pipeline-rule-empty', message }] };
}
