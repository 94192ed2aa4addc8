import type { FieldValue } from '../../event/event.ts';

const KEY_CHARACTER = /[\w.[\]-]/;
const LONGEST_KEY = 256;

/**
 * CEF's extension: `key=value key=value`, where a value runs up to the next key and may hold spaces; `\=`, `\\`, `\n`
 * and `\r` are escapes. Of a key that comes twice both values are kept.
 */
export function readExtension(text: string, start: number, fields: Map<string, FieldValue>): void {
  let key = '';
  let valueAt = start;
  for (let at = text.indexOf('=', start); at >= 0; at = text.indexOf('=', at + 1)) {
    const keyAt = keyBefore(text, at, valueAt);
    if (keyAt < 0) continue;
    if (key !== '') put(fields, key, text.slice(valueAt, keyAt));
    key = text.slice(keyAt, at);
    valueAt = at + 1;
  }
  if (key !== '') put(fields, key, text.slice(valueAt));
}

/** Where the key before an `=` begins; -1 when the `=` is part of a value. */
function keyBefore(text: string, equals: number, limit: number): number {
  let at = equals;
  while (at > limit && equals - at < LONGEST_KEY && KEY_CHARACTER.test(text[at - 1] ?? '')) at -= 1;
  const before = text[at - 1];
  const isApart = at === limit || before === ' ' || before === '\t' || before === '|';
  return at < equals && isApart ? at : -1;
}

function put(fields: Map<string, FieldValue>, key: string, written: string): void {
  const value = unescape(written.trim());
  const earlier = fields.get(key);
  if (earlier === undefined) fields.set(key, value);
  else if (Array.isArray(earlier)) earlier.push(value);
  else fields.set(key, [earlier, value]);
}

function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\([=|\\nr])/g, (_, sign: string) =>
    sign === 'n' ? '\n' : sign === 'r' ? '\r' : sign,
  );
}
