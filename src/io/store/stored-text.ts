// Texts in columns, given back exactly. libsql cuts a text at its first NUL and turns lone surrogates into U+FFFD; such
// a text is stored as a blob of its JSON form, which escapes both.
import type { StoreError } from '../../ports/store.ts';
import type { SqlValue } from './connection.ts';
import { storeError } from './store-fault.ts';

export function toStored(text: string): SqlValue {
  return isPlain(text) ? text : Buffer.from(JSON.stringify(text));
}

/** @throws StoreError `corrupt` */
export function fromStored(value: unknown): string {
  if (typeof value === 'string') return value;
  const bytes = bytesOf(value);
  const text = bytes === null ? null : parseStored(bytes.toString());
  if (typeof text !== 'string') throw damaged('it is neither a text nor the form of one');
  return text;
}

/** A blob as libsql gives it: `get` as a Buffer, `all` as an ArrayBuffer; null = no blob. */
export function bytesOf(value: unknown): Buffer | null {
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  return value instanceof Uint8Array ? Buffer.from(value) : null;
}

/** The value of a JSON text that we wrote. @throws StoreError `corrupt` */
export function parseStored(text: unknown): unknown {
  if (typeof text !== 'string') throw damaged('it is no text');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damaged(String(error));
  }
}

function damaged(reason: string): StoreError {
  return storeError('corrupt', 'soclite.db', `a row is damaged: ${reason}`);
}

function isPlain(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
