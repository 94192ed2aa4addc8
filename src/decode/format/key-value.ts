import type { FieldValue } from '../../event/event.ts';

const SPACE = 0x20;
const TAB = 0x09;
const EQUALS = 0x3d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * `key=value key="value with spaces"`: inside quotes `\"` and `\\` stand for the second character, any other
 * backslash for itself. An unclosed quote runs to the end of the line (devices cut long lines). A key that comes
 * twice gives an array, so that neither value hides the other. Words that are no pair are left to the raw text.
 */
export function parseKeyValues(text: string): Map<string, FieldValue> {
  const fields = new Map<string, FieldValue>();
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === SPACE || code === TAB) {
      at += 1;
      continue;
    }
    const keyEnd = findKeyEnd(text, at);
    if (text.charCodeAt(keyEnd) !== EQUALS || keyEnd === at) {
      at = Math.max(keyEnd, at + 1);
      continue;
    }
    const key = text.slice(at, keyEnd);
    if (text.charCodeAt(keyEnd + 1) === QUOTE) {
      const end = findQuote(text, keyEnd + 2);
      add(fields, key, unescape(text, keyEnd + 2, end));
      at = end + 1;
    } else {
      const end = findSpace(text, keyEnd + 1);
      add(fields, key, text.slice(keyEnd + 1, end));
      at = end;
    }
  }
  return fields;
}

/** The same with commas between the pairs: `key=value,key="value, with a comma"`. Stops at what is no pair. */
export function parseCommaValues(text: string): Map<string, FieldValue> {
  const fields = new Map<string, FieldValue>();
  let at = 0;
  while (at < text.length) {
    const equals = text.indexOf('=', at);
    const key = equals < 0 ? '' : text.slice(at, equals).trim();
    if (!/^[A-Za-z_][\w.-]{0,63}$/.test(key)) break;
    const isQuoted = text.charCodeAt(equals + 1) === QUOTE;
    const end = isQuoted ? findQuote(text, equals + 2) : findComma(text, equals + 1);
    add(fields, key, isQuoted ? unescape(text, equals + 2, end) : text.slice(equals + 1, end));
    at = isQuoted ? findComma(text, end) + 1 : end + 1;
  }
  return fields;
}

/** Index of the next comma, or the text's length. */
function findComma(text: string, start: number): number {
  const at = text.indexOf(',', start);
  return at < 0 ? text.length : at;
}

function add(fields: Map<string, FieldValue>, key: string, value: string): void {
  const earlier = fields.get(key);
  if (earlier === undefined) fields.set(key, value);
  else if (Array.isArray(earlier)) earlier.push(value);
  else fields.set(key, [earlier, value]);
}

/** Index of the `=`, the space or the end that ends the word at `start`. */
function findKeyEnd(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === EQUALS || code === SPACE || code === TAB) break;
  }
  return at;
}

function findSpace(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === SPACE || code === TAB) break;
  }
  return at;
}

/** Index of the closing quote, or the text's length. */
function findQuote(text: string, start: number): number {
  let at = text.indexOf('"', start);
  while (at >= 0 && isEscaped(text, start, at)) at = text.indexOf('"', at + 1);
  return at < 0 ? text.length : at;
}

function isEscaped(text: string, start: number, at: number): boolean {
  let first = at;
  while (first > start && text.charCodeAt(first - 1) === BACKSLASH) first -= 1;
  return (at - first) % 2 === 1;
}

function unescape(text: string, start: number, end: number): string {
  const value = text.slice(start, end);
  return value.includes('\\') ? value.replace(/\\(["\\])/g, '$1') : value;
}
