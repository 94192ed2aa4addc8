// One JSON object a line, without what JSON.parse would lose or choke on: integers beyond 2^53 keep their digits (as
// text), and nesting is bounded, because everything that walks values later does so by recursion.
import { isArray } from '../../event/field.ts';
import type { FieldValue } from '../../event/event.ts';
import type { JsonObject } from '../format.ts';

/** The object, or why the line is none (lower case, no full stop). */
export type JsonLine = { readonly object: JsonObject } | { readonly reason: string };

const MAX_DEPTH = 32;
const OPEN_BRACE = 0x7b;

/**
 * Of duplicate keys the last one holds (ECMA-404 leaves it open; JSON.parse and jq do so). `__proto__` is an own
 * key like any other.
 */
export function parseJsonLine(text: string): JsonLine {
  if (!startsWithBrace(text)) return { reason: 'does not begin with {' };
  const value = parse(text);
  if (value === null) return { reason: 'not well-formed JSON' };
  const fault = inspect(value, 0);
  if (fault === 'deep') return { reason: `nested more than ${MAX_DEPTH} deep` };
  if (fault !== 'long-number') return { object: value };
  return { object: quoteInPlace(value, text) ?? parse(quoteLongNumbers(text)) ?? value };
}

/**
 * The digits of an object's own long numbers, found by their keys instead of by parsing the line again: every Windows
 * event as NXLog writes it has one (`Keywords`). `"key":` cannot stand inside a string, where quotes are escaped, so
 * where it stands once it is the key. Null where that is not sure: escapes, duplicate keys, spaces, nested long numbers.
 */
function quoteInPlace(object: JsonObject, text: string): JsonObject | null {
  if (text.includes('\\u')) return null;
  const exact: Record<string, FieldValue> = {};
  for (const key in object) {
    const value = object[key] ?? null;
    if (typeof value === 'object' && inspect(value, 0) !== null) return null;
    if (typeof value !== 'number' || Math.abs(value) <= Number.MAX_SAFE_INTEGER) continue;
    if (!/^[\w.-]+$/.test(key) || key === '__proto__') return null;
    const name = `"${key}":`;
    const at = text.indexOf(name);
    NUMBER.lastIndex = at + name.length;
    const digits = NUMBER.exec(text)?.[0];
    if (at < 0 || at !== text.lastIndexOf(name) || digits === undefined || isExact(digits))
      return null;
    exact[key] = digits;
  }
  return Object.assign(object, exact);
}

const NUMBER = /-?\d[\d.eE+-]*/y;

export function isJsonObject(value: FieldValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isArray(value);
}

function startsWithBrace(text: string): boolean {
  let at = 0;
  while (text[at] === ' ' || text[at] === '\t') at += 1;
  return text.charCodeAt(at) === OPEN_BRACE;
}

function parse(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isParsedObject(value) ? value : null;
  } catch {
    // SyntaxError: the only thing JSON.parse throws on text
    return null;
  }
}

/** What JSON.parse made is a FieldValue all the way down. */
function isParsedObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Fault = 'deep' | 'long-number' | null;

function inspect(value: FieldValue, depth: number): Fault {
  if (typeof value === 'number')
    return Math.abs(value) > Number.MAX_SAFE_INTEGER ? 'long-number' : null;
  if (typeof value !== 'object' || value === null) return null;
  if (depth > MAX_DEPTH) return 'deep';
  return isArray(value) ? inspectArray(value, depth + 1) : inspectObject(value, depth + 1);
}

function inspectArray(values: readonly FieldValue[], depth: number): Fault {
  let fault: Fault = null;
  for (const value of values) {
    const found = inspect(value, depth);
    if (found === 'deep') return found;
    fault = found ?? fault;
  }
  return fault;
}

function inspectObject(object: JsonObject, depth: number): Fault {
  let fault: Fault = null;
  // for-in: what JSON.parse makes has nothing to enumerate in its prototype, and no array of keys is made
  for (const key in object) {
    const found = inspect(object[key] ?? null, depth);
    if (found === 'deep') return found;
    fault = found ?? fault;
  }
  return fault;
}

/** Puts quotes around numbers of 16 and more characters outside strings; the text is known to be well-formed. */
function quoteLongNumbers(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/gs, (token) =>
    token.startsWith('"') || isExact(token) ? token : `"${token}"`,
  );
}

function isExact(number: string): boolean {
  return Math.abs(Number(number)) <= Number.MAX_SAFE_INTEGER;
}
