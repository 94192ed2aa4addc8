// A rule file's text as checked documents. Everything that is not honoured exactly is refused by name; one bad
// document never stops the others; nothing throws on data.
import { compareProblems } from '../util/problem.ts';
import type { Location, Problem } from '../util/problem.ts';
import { closeDetections } from './detection/close.ts';
import type { OpenValue, ValueOrigin } from './detection/open-value.ts';
import { FaultList } from './document/faults.ts';
import type { Fault } from './document/faults.ts';
import { Collection } from './document/collection.ts';
import { readMetadata } from './document/metadata.ts';
import { parseCorrelation } from './document/parse-correlation.ts';
import { parseFilter } from './document/parse-filter.ts';
import { parseRule } from './document/parse-rule.ts';
import { readTexts, scalarText } from './document/read-value.ts';
import type { ModifierContext, Placeholders } from './modifier/modifier.ts';
import type { Pattern } from './pattern.ts';
import type { SigmaFilter } from './filter.ts';
import type { RuleMetadata, SigmaCorrelation, SigmaDocument, SigmaRule } from './rule.ts';
import { loadDocument } from './yaml/load-document.ts';
import type { YamlFault } from './yaml/load-document.ts';
import { createLocator } from './yaml/locate.ts';
import { splitDocuments } from './yaml/split-documents.ts';
import type { DocumentText } from './yaml/split-documents.ts';
import { getKey, isYamlMap } from './yaml/yaml-value.ts';
import type { YamlMap } from './yaml/yaml-value.ts';

export interface ParsedFile<Value = Pattern> {
  readonly file: string;
  /** In the order of the file; comments and empty documents are left out. */
  readonly documents: readonly ParsedDocument<Value>[];
  /** Warnings about the file that belong to none of its rules. */
  readonly problems: readonly Problem[];
}

export type ParsedDocument<Value = Pattern> =
  ParsedRule<Value> | ParsedCorrelation | ParsedFilter<Value> | RefusedDocument;

interface ParsedRule<Value> {
  readonly kind: 'rule';
  readonly rule: SigmaRule<Value>;
  /** Warnings only. */
  readonly problems: readonly Problem[];
  /** The rule's `fields`; only of `parseOpenSigma`, because only pipelines ask for them. */
  readonly fields?: readonly string[];
}

interface ParsedCorrelation {
  readonly kind: 'correlation';
  /** `ruleIds` and the rule ids of `aliases` are resolved by rule-set.ts. */
  readonly rule: SigmaCorrelation;
  /** Warnings only. */
  readonly problems: readonly Problem[];
  /** As a rule's. */
  readonly fields?: readonly string[];
}

interface ParsedFilter<Value> {
  readonly kind: 'filter';
  /** Applied to its rules by rule-set.ts. */
  readonly rule: SigmaFilter<Value>;
  /** Warnings only. */
  readonly problems: readonly Problem[];
}

interface RefusedDocument {
  readonly kind: 'refused';
  /** As far as the document says. */
  readonly id: string | null;
  readonly name: string | null;
  readonly title: string | null;
  /** At least one error. */
  readonly problems: readonly Problem[];
  readonly at: Location;
}

export interface ParseOptions {
  /** The values of `expand`'s placeholders, by name. */
  readonly placeholders?: ReadonlyMap<string, readonly string[]>;
}

/**
 * Parses a file of one or more YAML documents (specification 2.1; DECIDE points in docs/sigma.md).
 * @param file name for problems and `at`
 * @param options what `%name%` stands for; without a list, a rule that uses the name is refused
 */
export function parseSigma(text: string, file: string, options: ParseOptions = {}): ParsedFile {
  return parseFile(text, file, options, { finish: closeDocument, keepsFields: false });
}

/**
 * The same for rules that pipelines are to change first: values are not compiled to patterns yet, and placeholders may
 * stand in them. `resolvePipelined` (rule-set.ts) does the rest.
 */
export function parseOpenSigma(
  text: string,
  file: string,
  options: ParseOptions = {},
): ParsedFile<OpenValue> {
  return parseFile(text, file, options, { finish: (document) => document, keepsFields: true });
}

type OpenDocument = SigmaRule<OpenValue> | SigmaFilter<OpenValue>;
type Finished<Value> = SigmaRule<Value> | SigmaFilter<Value>;

/** What becomes of rules and filters once they are read. */
interface Outcome<Value> {
  readonly finish: (document: OpenDocument, reading: DocumentReading) => Finished<Value>;
  readonly keepsFields: boolean;
}

function closeDocument(
  document: OpenDocument,
  { placeholders, faults }: DocumentReading,
): Finished<Pattern> {
  const detections = closeDetections(document.detections, {
    placeholders,
    report: ({ path }, complaint) => faults.error({ path }, complaint),
  });
  return { ...document, detections };
}

function parseFile<Value>(
  text: string,
  file: string,
  { placeholders = NO_PLACEHOLDERS }: ParseOptions,
  outcome: Outcome<Value>,
): ParsedFile<Value> {
  const collection = new Collection();
  const documents = splitDocuments(text)
    .map((document) => parseDocument(document, file, { placeholders, collection, outcome }))
    .filter((document) => document !== null);
  return { file, documents, problems: collection.listIdle().map(reportIdleTemplate) };
}

function reportIdleTemplate(at: Location): Problem {
  return {
    code: 'action-unused',
    severity: 'warning',
    message: 'no rule follows this action: global, so nothing takes from it',
    hint: 'put it before the rules that it is for, or take the action away if it is a rule itself',
    at,
  };
}

const NO_PLACEHOLDERS: Placeholders = new Map();

interface FileReading<Value> extends ModifierContext {
  readonly collection: Collection;
  readonly outcome: Outcome<Value>;
}

/** Null for a document that only says how to read those that follow. */
function parseDocument<Value>(
  document: DocumentText,
  file: string,
  { placeholders, collection, outcome }: FileReading<Value>,
): ParsedDocument<Value> | null {
  const at = { file, line: document.line, column: document.column };
  const loaded = loadDocument(document.text);
  if (!loaded.ok) return refuse({}, [toProblem(loaded.fault, document, file)], at);
  if (!isYamlMap(loaded.value)) {
    const message = 'a rule must be a map of keys';
    return refuse({}, [{ code: 'document-type', severity: 'error', message, at }], at);
  }
  const faults = new FaultList();
  const step = collection.next(loaded.value, at);
  if (step.kind === 'action') return null;
  if (step.kind === 'refused') {
    faults.error({ path: ['action'] }, step.complaint);
    return refuse(loaded.value, locateFaults(faults.all, document, at), at);
  }
  const reading = { at, faults, placeholders, origin: createOrigin(document, at) };
  const rule = readDocument(step.document, reading, outcome);
  const problems = locateFaults(faults.all, document, at);
  if (rule === null) return refuse(step.document, problems, at);
  // spelled out: each kind of document is a variant of its own
  switch (rule.kind) {
    case 'rule':
      return { kind: 'rule', rule, problems, ...readFields(step.document, outcome) };
    case 'correlation':
      return { kind: 'correlation', rule, problems, ...readFields(step.document, outcome) };
    case 'filter':
      return { kind: 'filter', rule, problems };
  }
}

/** Sigma's list of interesting fields: of no use here but to pipelines, so that what is wrong with it is no matter. */
function readFields(
  document: YamlMap,
  { keepsFields }: { readonly keepsFields: boolean },
): { readonly fields?: readonly string[] } {
  return keepsFields
    ? { fields: readTexts(document, 'fields', { path: [], faults: new FaultList() }) }
    : {};
}

/** Finds places in the document; reads it again only when asked. */
function createOrigin(document: DocumentText, at: Location): ValueOrigin {
  return {
    locate(path) {
      const { line, column } = createLocator(document.text)({ path });
      return { file: at.file, line: document.lineOffset + line + 1, column: column + 1 };
    },
  };
}

interface DocumentReading extends ModifierContext {
  readonly at: Location;
  readonly faults: FaultList;
  readonly origin: ValueOrigin;
}

function readDocument<Value>(
  value: YamlMap,
  reading: DocumentReading,
  { finish }: Outcome<Value>,
): SigmaDocument<Value> | SigmaFilter<Value> | null {
  const { at, faults } = reading;
  const metadata = readMetadata(value, at, faults);
  const open = readByKind(value, metadata, reading);
  const rule = open === null || open.kind === 'correlation' ? open : finish(open, reading);
  return faults.hasErrors ? null : rule;
}

function readByKind(
  value: YamlMap,
  metadata: RuleMetadata,
  reading: DocumentReading,
): SigmaDocument<OpenValue> | SigmaFilter<OpenValue> | null {
  if (Object.hasOwn(value, 'correlation')) return parseCorrelation(value, metadata, reading.faults);
  if (Object.hasOwn(value, 'filter')) return parseFilter(value, metadata, reading);
  return parseRule(value, metadata, reading);
}

function locateFaults(
  faults: readonly Fault[],
  document: DocumentText,
  at: Location,
): readonly Problem[] {
  if (faults.length === 0) return [];
  // a fault of the whole document needs no second look at its text
  const needsLocator = faults.some(({ place }) => place.path.length > 0);
  const locate = needsLocator ? createLocator(document.text) : null;
  return faults
    .map(({ place, ...complaint }) => {
      if (place.path.length === 0 || locate === null) return { ...complaint, at };
      const { line, column } = locate(place);
      const found = { file: at.file, line: document.lineOffset + line + 1, column: column + 1 };
      return { ...complaint, at: found };
    })
    .toSorted(compareProblems);
}

function toProblem(fault: YamlFault, document: DocumentText, file: string): Problem {
  const { line, column, ...complaint } = fault;
  const at = { file, line: document.lineOffset + line + 1, column: column + 1 };
  return { ...complaint, severity: 'error', at };
}

function refuse(value: YamlMap, problems: readonly Problem[], at: Location): RefusedDocument {
  const read = (key: string): string | null => scalarText(getKey(value, key));
  return {
    kind: 'refused',
    id: read('id'),
    name: read('name'),
    title: read('title'),
    problems,
    at,
  };
}
