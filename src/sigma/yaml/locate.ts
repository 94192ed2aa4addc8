// Where a value stands in the file. js-yaml is fast and keeps no positions; the `yaml` package keeps them and is ten
// times slower, so it reads only documents that have something to report.
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document, Node, Scalar } from 'yaml';
import type { YamlPath } from './yaml-value.ts';

export interface Place {
  readonly path: YamlPath;
  /** The key instead of its value. */
  readonly isKey?: boolean;
  /** Character within a scalar's value, for conditions. */
  readonly offset?: number;
}

/** Line and column from 0 within the text. */
export type Locator = (place: Place) => { readonly line: number; readonly column: number };

/** Places that cannot be found give the nearest parent's position. */
export function createLocator(text: string): Locator {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: false,
    merge: false,
    strict: false,
    logLevel: 'silent',
  });
  return (place) => {
    const { line, col } = lines.linePos(findOffset(document, place, text));
    return { line: Math.max(line, 1) - 1, column: Math.max(col, 1) - 1 };
  };
}

function findOffset(document: Document, place: Place, text: string): number {
  let node: unknown = document.contents;
  let found = startOf(node) ?? 0;
  for (const [depth, step] of place.path.entries()) {
    const isLast = depth === place.path.length - 1;
    const child = descend(resolveAlias(node, document), step);
    if (child === null) return found;
    found = startOf(child.key) ?? startOf(child.value) ?? found;
    if (isLast && place.isKey === true) return found;
    found = startOf(child.value) ?? found;
    node = child.value;
  }
  return isScalar(node) && place.offset !== undefined
    ? offsetInScalar(node, place.offset, text)
    : found;
}

function descend(node: unknown, step: string | number): { key: unknown; value: unknown } | null {
  if (isSeq(node) && typeof step === 'number') return { key: null, value: node.items[step] };
  if (!isMap(node)) return null;
  const pair = node.items.find(({ key }) => isScalar(key) && keyText(key) === String(step));
  return pair === undefined ? null : { key: pair.key, value: pair.value };
}

function keyText(key: Scalar): string {
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

function resolveAlias(node: unknown, document: Document): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

function startOf(node: unknown): number | null {
  return isRanged(node) ? (node.range?.[0] ?? null) : null;
}

function isRanged(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && 'range' in node;
}

/**
 * The source offset of a scalar's n-th character. Quotes, block headers, indentation and folding differ between
 * source and value only in white space (escapes apart), so the characters that are not white space are counted.
 */
function offsetInScalar(node: Scalar, offset: number, text: string): number {
  const [start, end] = node.range ?? [0, 0];
  const value = String(node.value);
  let wanted = value.slice(0, offset).replaceAll(/\s/g, '').length;
  let at = start;
  if (node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL')
    at = text.indexOf('\n', start) + 1;
  else if (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') at += 1;
  for (; at < end; at += 1) {
    if (/\s/.test(text.charAt(at))) continue;
    if (wanted === 0) return at;
    wanted -= 1;
  }
  return Math.max(start, end - 1);
}
