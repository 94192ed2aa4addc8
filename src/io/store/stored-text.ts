// Texts in columns, given back exactly. libsql cuts a text at its first NUL and turns lone surrogates into U+FFFD; such
// a text is stored as a blob of its JSON form, which escapes both.
import { invariant } from '../../util/invariant.ts';
import type { SqlValue } from './connection.ts';

export function toStored(text: string): SqlValue {
  return isPlain(text) ? text : Buffer.from(JSON.stringify(text));
}

export function fromStored(value: unknown): string {
  if (typeof value === 'string') return value;
  invariant(value instanceof ArrayBuffer, 'a stored text is a text or a blob');
  const text: unknown = JSON.parse(Buffer.from(value).toString());
  invariant(typeof text === 'string', 'the blob of a stored text holds a JSON string');
  return text;
}

function isPlain(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
