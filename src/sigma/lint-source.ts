// Lints that need the text itself: where a wildcard stands, how a date is written. `--fix` applies their edits, and only
// such as leave the meaning of every rule in the file as it was.
import { compareProblems, type Problem } from '../util/problem.ts';
import { checkDocument } from './lint/document-checks.ts';
import type { FindPlace, Remark, TextEdit } from './lint/remark.ts';
import { readSource } from './lint/source-tree.ts';
import { checkItem } from './lint/value-checks.ts';
import { parseSigma, type ParseOptions } from './parse.ts';

/** Warnings about the text of a rule file; those of the parser are not repeated. */
export function lintSource(text: string, file: string): readonly Problem[] {
  return listRemarks(text, file)
    .filter(({ isReported }) => isReported !== true)
    .map(({ code, message, hint, at }): Problem => ({
      code,
      severity: 'warning',
      message,
      hint,
      at,
    }))
    .toSorted(compareProblems);
}

/** Finds the parts of a file's documents in its text. */
export function createPlaces(text: string, file: string): FindPlace {
  const documents = readSource(text, file);
  return (begin, subject) => {
    const found = documents.find(({ at }) => at.line === begin.line);
    if (found === undefined) return null;
    if (subject.kind === 'identifier') return found.identifiers.get(subject.name) ?? null;
    if (subject.kind === 'condition') return found.conditions[0]?.at ?? null;
    return found.items.find(({ key }) => key.text === subject.text)?.key.at ?? null;
  };
}

export interface FixedText {
  readonly text: string;
  /** How many remarks were mended. */
  readonly fixes: number;
}

/**
 * The text with what can be mended safely: operators in lower case, dates, tags, wildcards that a modifier says better, an
 * `all` of one value. A fix after which the file would not mean exactly the same (its documents parsed, but for dates and
 * tags) is left out; a file that holds a refused document is left alone.
 */
export function fixSource(text: string, file: string, options: ParseOptions = {}): FixedText {
  const meaningOf = (changed: string): string | null => readMeaning(changed, file, options);
  const fixes = listRemarks(text, file).filter(({ edits }) => edits.length > 0);
  const meaning = meaningOf(text);
  if (fixes.length === 0 || meaning === null) return { text, fixes: 0 };
  const all = applyEdits(
    text,
    fixes.flatMap(({ edits }) => edits),
  );
  if (all !== null && meaningOf(all) === meaning) return { text: all, fixes: fixes.length };
  const accepted: Remark[] = [];
  for (const fix of fixes) {
    const edits = [...accepted, fix].flatMap((each) => each.edits);
    const tried = applyEdits(text, edits);
    if (tried !== null && meaningOf(tried) === meaning) accepted.push(fix);
  }
  const edits = accepted.flatMap((fix) => fix.edits);
  return { text: applyEdits(text, edits) ?? text, fixes: accepted.length };
}

function listRemarks(text: string, file: string): readonly Remark[] {
  return readSource(text, file).flatMap((document) => [
    ...checkDocument(document),
    ...document.items.flatMap(checkItem),
  ]);
}

/** Null when two edits overlap. */
function applyEdits(text: string, edits: readonly TextEdit[]): string | null {
  let result = '';
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (edit.start < at) return null;
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** Keys of a parsed document that may change while it matches the same events. */
const FREE = new Set(['at', 'conditionText', 'date', 'modified', 'problems', 'tags']);

/** What the file's documents match, as text to compare; null when one is refused. */
function readMeaning(text: string, file: string, options: ParseOptions): string | null {
  const { documents } = parseSigma(text, file, options);
  if (documents.some(({ kind }) => kind === 'refused')) return null;
  return JSON.stringify(documents, toComparable);
}

function toComparable(this: unknown, key: string, value: unknown): unknown {
  if (FREE.has(key)) return undefined;
  // an item's text is how it is written; a pattern's says what it matches
  if (key === 'text' && isItem(this)) return undefined;
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Map) return [...value];
  // `all` of one value is `any` of it
  if (key === 'link' && hasOnePattern(this)) return 'any';
  return value;
}

function isItem(holder: unknown): holder is { readonly patterns: unknown } {
  return typeof holder === 'object' && holder !== null && 'patterns' in holder;
}

function hasOnePattern(holder: unknown): boolean {
  return isItem(holder) && Array.isArray(holder.patterns) && holder.patterns.length === 1;
}
