// A rule file's text as checked documents. Everything that is not honoured exactly is refused by name; one bad
// document never stops the others; nothing throws on data.
import { compareProblems } from '../util/problem.ts';
import type { Location, Problem } from '../util/problem.ts';
import { FaultList } from './document/faults.ts';
import type { Fault } from './document/faults.ts';
import { Collection } from './document/collection.ts';
import { readMetadata } from './document/metadata.ts';
import { parseCorrelation } from './document/parse-correlation.ts';
import { parseFilter } from './document/parse-filter.ts';
import { parseRule } from './document/parse-rule.ts';
import { scalarText } from './document/read-value.ts';
import type { ModifierContext, Placeholders } from './modifier/modifier.ts';
import type { SigmaFilter } from './filter.ts';
import type { RuleMetadata, SigmaCorrelation, SigmaDocument, SigmaRule } from './rule.ts';
import { loadDocument } from './yaml/load-document.ts';
import type { YamlFault } from './yaml/load-document.ts';
import { createLocator } from './yaml/locate.ts';
import { splitDocuments } from './yaml/split-documents.ts';
import type { DocumentText } from './yaml/split-documents.ts';
import { getKey, isYamlMap } from './yaml/yaml-value.ts';
import type { YamlMap } from './yaml/yaml-value.ts';

export interface ParsedFile {
  readonly file: string;
  /** In the order of the file; comments and empty documents are left out. */
  readonly documents: readonly ParsedDocument[];
  /** Warnings about the file that belong to none of its rules. */
  readonly problems: readonly Problem[];
}

export type ParsedDocument = ParsedRule | ParsedCorrelation | ParsedFilter | RefusedDocument;

interface ParsedRule {
  readonly kind: 'rule';
  readonly rule: SigmaRule;
  /** Warnings only. */
  readonly problems: readonly Problem[];
}

interface ParsedCorrelation {
  readonly kind: 'correlation';
  /** `ruleIds` and the rule ids of `aliases` are resolved by rule-set.ts. */
  readonly rule: SigmaCorrelation;
  /** Warnings only. */
  readonly problems: readonly Problem[];
}

interface ParsedFilter {
  readonly kind: 'filter';
  /** Applied to its rules by rule-set.ts. */
  readonly rule: SigmaFilter;
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
  const { placeholders = NO_PLACEHOLDERS } = options;
  const collection = new Collection();
  const documents = splitDocuments(text)
    .map((document) => parseDocument(document, file, { placeholders, collection }))
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

interface FileReading extends ModifierContext {
  readonly collection: Collection;
}

/** Null for a document that only says how to read those that follow. */
function parseDocument(
  document: DocumentText,
  file: string,
  { placeholders, collection }: FileReading,
): ParsedDocument | null {
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
  const rule = readDocument(step.document, { at, faults, placeholders });
  const problems = locateFaults(faults.all, document, at);
  if (rule === null) return refuse(step.document, problems, at);
  // spelled out: each kind of document is a variant of its own
  switch (rule.kind) {
    case 'rule':
      return { kind: 'rule', rule, problems };
    case 'correlation':
      return { kind: 'correlation', rule, problems };
    case 'filter':
      return { kind: 'filter', rule, problems };
  }
}

interface DocumentReading extends ModifierContext {
  readonly at: Location;
  readonly faults: FaultList;
}

function readDocument(
  value: YamlMap,
  reading: DocumentReading,
): SigmaDocument | SigmaFilter | null {
  const { at, faults } = reading;
  const metadata = readMetadata(value, at, faults);
  const rule = readByKind(value, metadata, reading);
  return faults.hasErrors ? null : rule;
}

function readByKind(
  value: YamlMap,
  metadata: RuleMetadata,
  reading: DocumentReading,
): SigmaDocument | SigmaFilter | null {
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
