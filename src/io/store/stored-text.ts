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
  const text = isBlob(value) ? parseStored(Buffer.from(value).toString()) : null;
  if (typeof text !== 'string') throw damaged('it is neither a text nor the form of one');
  return text;
}

/** libsql's `get` gives a blob as a Buffer, its `all` as an ArrayBuffer. */
export function isBlob(value: unknown): value is ArrayBuffer | Uint8Array {
  return value instanceof ArrayBuffer || value instanceof Uint8Array;
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
