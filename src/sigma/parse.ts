// A rule file's text as checked documents. Everything that is not honoured exactly is refused by name; one bad
// document never stops the others; nothing throws on data.
import { compareProblems } from '../util/problem.ts';
import type { Location, Problem } from '../util/problem.ts';
import { FaultList } from './document/faults.ts';
import type { Fault } from './document/faults.ts';
import { readMetadata } from './document/metadata.ts';
import { parseCorrelation } from './document/parse-correlation.ts';
import { parseRule } from './document/parse-rule.ts';
import { scalarText } from './document/read-value.ts';
import type { ModifierContext, Placeholders } from './modifier/modifier.ts';
import type { SigmaCorrelation, SigmaDocument, SigmaRule } from './rule.ts';
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
}

export type ParsedDocument = ParsedRule | ParsedCorrelation | RefusedDocument;

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
  const documents = splitDocuments(text);
  return {
    file,
    documents: documents.map((document) => parseDocument(document, file, { placeholders })),
  };
}

const NO_PLACEHOLDERS: Placeholders = new Map();

function parseDocument(
  document: DocumentText,
  file: string,
  context: ModifierContext,
): ParsedDocument {
  const at = { file, line: document.line, column: document.column };
  const loaded = loadDocument(document.text);
  if (!loaded.ok) return refuse({}, [toProblem(loaded.fault, document, file)], at);
  const { value } = loaded;
  if (!isYamlMap(value)) {
    const message = 'a rule must be a map of keys';
    return refuse({}, [{ code: 'document-type', severity: 'error', message, at }], at);
  }
  const faults = new FaultList();
  const rule = readDocument(value, { at, faults, ...context });
  const problems = locateFaults(faults.all, document, at);
  if (rule === null) return refuse(value, problems, at);
  return rule.kind === 'rule'
    ? { kind: 'rule', rule, problems }
    : { kind: 'correlation', rule, problems };
}

interface DocumentReading extends ModifierContext {
  readonly at: Location;
  readonly faults: FaultList;
}

function readDocument(value: YamlMap, reading: DocumentReading): SigmaDocument | null {
  const { at, faults } = reading;
  if (refuseKind(value, faults)) return null;
  const metadata = readMetadata(value, at, faults);
  const rule = Object.hasOwn(value, 'correlation')
    ? parseCorrelation(value, metadata, faults)
    : parseRule(value, metadata, faults, reading);
  return faults.hasErrors ? null : rule;
}

const REFUSED_KINDS = [
  {
    key: 'action',
    code: 'action-unsupported',
    message: 'collections with action (global, reset, repeat) are not supported',
    hint: 'write each rule out in a document of its own',
  },
  {
    key: 'filter',
    code: 'filter-unsupported',
    message: 'filters are not supported',
    hint: 'add the exclusion to the rules themselves',
  },
] as const;

function refuseKind(value: YamlMap, faults: FaultList): boolean {
  const refused = REFUSED_KINDS.find(({ key }) => Object.hasOwn(value, key));
  if (refused === undefined) return false;
  const { key, ...complaint } = refused;
  faults.error({ path: [key], isKey: true }, complaint);
  return true;
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
