// A rule's YAML as the lints see it: what stands where, down to the character. js-yaml keeps no positions, so this reads the
// text a second time; only `rules check` asks for it.
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Scalar, YAMLMap } from 'yaml';
import type { Location } from '../../util/problem.ts';
import { splitDocuments } from '../yaml/split-documents.ts';

/** A scalar and the characters of the file that write it, quotes included. */
export interface SourceScalar {
  /** The value as text. */
  readonly text: string;
  readonly isString: boolean;
  /** Offset of the first and behind the last character of the value itself; null where escapes or folding blur them. */
  readonly content: { readonly start: number; readonly end: number } | null;
  readonly at: Location;
}

/** One `field|modifiers: values` line. */
export interface SourceItem {
  readonly key: SourceScalar;
  readonly values: readonly SourceScalar[];
}

export interface SourceDocument {
  /** Its first key. */
  readonly at: Location;
  /** Search identifiers by name. */
  readonly identifiers: ReadonlyMap<string, Location>;
  /** Top-level keys with a single or several scalar values: `date`, `tags`. */
  readonly keys: ReadonlyMap<string, readonly SourceScalar[]>;
  readonly items: readonly SourceItem[];
  readonly conditions: readonly SourceScalar[];
}

interface Reader {
  readonly file: string;
  readonly text: string;
  /** Offset and line of the document within the file. */
  readonly base: number;
  readonly lineOffset: number;
  readonly lines: LineCounter;
}

/** The documents of a file that are maps; syntax errors are the parser's to report. */
export function readSource(text: string, file: string): readonly SourceDocument[] {
  const documents: SourceDocument[] = [];
  let from = 0;
  for (const part of splitDocuments(text)) {
    const base = Math.max(text.indexOf(part.text, from), 0);
    from = base + part.text.length;
    const lines = new LineCounter();
    const parsed = parseDocument(part.text, {
      lineCounter: lines,
      uniqueKeys: false,
      merge: false,
      strict: false,
      logLevel: 'silent',
    });
    const reader = { file, text: part.text, base, lineOffset: part.lineOffset, lines };
    const at = { file, line: part.line, column: part.column };
    if (isMap(parsed.contents)) documents.push({ at, ...readDocument(parsed.contents, reader) });
  }
  return documents;
}

function readDocument(map: YAMLMap, reader: Reader): Omit<SourceDocument, 'at'> {
  const keys = new Map<string, readonly SourceScalar[]>();
  const identifiers = new Map<string, Location>();
  const items: SourceItem[] = [];
  const conditions: SourceScalar[] = [];
  for (const { key, value } of map.items) {
    const name = isScalar(key) ? String(key.value) : '';
    if ((name !== 'detection' && name !== 'filter') || !isMap(value)) {
      keys.set(name, readScalars(value, reader));
      continue;
    }
    const others = name === 'filter' ? ['timeframe', 'rules'] : ['timeframe'];
    for (const entry of value.items) {
      if (!isScalar(entry.key)) continue;
      const identifier = readScalar(entry.key, reader);
      if (identifier.text === 'condition') conditions.push(...readScalars(entry.value, reader));
      else if (!others.includes(identifier.text)) {
        identifiers.set(identifier.text, identifier.at);
        collectItems(entry.value, items, reader);
      }
    }
  }
  return { keys, identifiers, items, conditions };
}

/** Recursion is bounded by the YAML reader's limit on nesting. */
function collectItems(node: unknown, items: SourceItem[], reader: Reader): void {
  if (isSeq(node)) for (const child of node.items) collectItems(child, items, reader);
  if (!isMap(node)) return;
  for (const { key, value } of node.items) {
    if (!isScalar(key)) continue;
    items.push({ key: readScalar(key, reader), values: readScalars(value, reader) });
  }
}

function readScalars(node: unknown, reader: Reader): readonly SourceScalar[] {
  if (isAlias(node)) return [];
  if (isScalar(node)) return [readScalar(node, reader)];
  return isSeq(node) ? node.items.filter(isScalar).map((item) => readScalar(item, reader)) : [];
}

function readScalar(node: Scalar, reader: Reader): SourceScalar {
  const [start, end] = node.range ?? [0, 0];
  const { line, col } = reader.lines.linePos(start);
  const text = typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
  const quotes = node.type === 'QUOTE_SINGLE' || node.type === 'QUOTE_DOUBLE' ? 1 : 0;
  const isVerbatim = reader.text.slice(start + quotes, end - quotes) === text;
  return {
    text,
    isString: typeof node.value === 'string',
    content: isVerbatim
      ? { start: reader.base + start + quotes, end: reader.base + end - quotes }
      : null,
    at: {
      file: reader.file,
      line: reader.lineOffset + Math.max(line, 1),
      column: Math.max(col, 1),
    },
  };
}
