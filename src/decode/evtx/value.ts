// Values of binary XML by type ([MS-EVEN6] 2.2.12, value types), as Sigma's rules and the common dump tools write them:
// numbers as numbers, hexadecimal ones and identifiers as text.
import type { FieldValue } from '../../event/event.ts';
import { msToCivil } from '../../util/utc-time.ts';
import type { Chunk } from './chunk.ts';

export const BINXML_TYPE = 0x21;
const ARRAY_FLAG = 0x80;
const FILETIME_EPOCH_US = 11_644_473_600_000_000n;

type Reader = (chunk: Chunk, at: number, size: number) => FieldValue;

const READERS: Readonly<Record<number, Reader>> = {
  0x00: () => null,
  0x01: (chunk, at, size) => withoutEnd(chunk.text(at, size)),
  0x02: (chunk, at, size) => ansi(chunk, at, size),
  0x03: ({ view }, at) => view.getInt8(at),
  0x04: ({ view }, at) => view.getUint8(at),
  0x05: ({ view }, at) => view.getInt16(at, true),
  0x06: ({ view }, at) => view.getUint16(at, true),
  0x07: ({ view }, at) => view.getInt32(at, true),
  0x08: ({ view }, at) => view.getUint32(at, true),
  0x09: ({ view }, at) => exact(view.getBigInt64(at, true)),
  0x0a: ({ view }, at) => exact(view.getBigUint64(at, true)),
  0x0b: ({ view }, at) => finite(view.getFloat32(at, true)),
  0x0c: ({ view }, at) => finite(view.getFloat64(at, true)),
  0x0d: ({ view }, at) => view.getUint32(at, true) !== 0,
  0x0e: (chunk, at, size) => hexBytes(chunk.bytes.subarray(at, at + size)),
  0x0f: (chunk, at) => guid(chunk, at),
  0x10: ({ view }, at, size) =>
    `0x${size === 8 ? view.getBigUint64(at, true).toString(16) : view.getUint32(at, true).toString(16)}`,
  0x11: ({ view }, at) => formatFileTime(view.getBigUint64(at, true)),
  0x12: (chunk, at) => systemTime(chunk, at),
  0x13: (chunk, at, size) => sid(chunk, at, size),
  0x14: ({ view }, at) => `0x${view.getUint32(at, true).toString(16)}`,
  0x15: ({ view }, at) => `0x${view.getBigUint64(at, true).toString(16)}`,
};

const SIZES: Readonly<Record<number, number>> = {
  0x03: 1,
  0x04: 1,
  0x05: 2,
  0x06: 2,
  0x07: 4,
  0x08: 4,
  0x09: 8,
  0x0a: 8,
  0x0b: 4,
  0x0c: 8,
  0x0d: 4,
  0x0f: 16,
  0x11: 8,
  0x12: 16,
  0x14: 4,
  0x15: 8,
};

/** A value of a type that is not known is its bytes in hexadecimal. @throws RangeError, Damage */
export function readValue(chunk: Chunk, type: number, at: number, size: number): FieldValue {
  if ((type & ARRAY_FLAG) !== 0) return readArray(chunk, type & ~ARRAY_FLAG, at, size);
  const read = READERS[type];
  if (size === 0 && type !== 0x01 && type !== 0x02) return null;
  return read === undefined ? hexBytes(chunk.bytes.subarray(at, at + size)) : read(chunk, at, size);
}

function readArray(chunk: Chunk, type: number, at: number, size: number): FieldValue {
  if (type === 0x01) return withoutEnd(chunk.text(at, size)).split('\0');
  const step = SIZES[type];
  if (step === undefined) return hexBytes(chunk.bytes.subarray(at, at + size));
  const values: FieldValue[] = [];
  for (let next = at; next + step <= at + size; next += step)
    values.push(readValue(chunk, type, next, step));
  return values;
}

function withoutEnd(text: string): string {
  return text.endsWith('\0') ? text.slice(0, -1) : text;
}

function ansi({ bytes }: Chunk, at: number, size: number): string {
  return withoutEnd(new TextDecoder('windows-1252').decode(bytes.subarray(at, at + size)));
}

/** Beyond 2^53 the digits, as text. */
function exact(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

function finite(value: number): FieldValue {
  return Number.isFinite(value) ? value : String(value);
}

function hexBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0').toUpperCase();
  return text;
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}

/** [MS-DTYP] 2.3.4.3, without braces. */
function guid({ view, bytes }: Chunk, at: number): string {
  const tail = hexBytes(bytes.subarray(at + 8, at + 16));
  const head = `${hex(view.getUint32(at, true), 8)}-${hex(view.getUint16(at + 4, true), 4)}-${hex(view.getUint16(at + 6, true), 4)}`;
  return `${head}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}

/** [MS-DTYP] 2.4.2.1 */
function sid({ view }: Chunk, at: number, size: number): FieldValue {
  const count = view.getUint8(at + 1);
  if (size < 8 + count * 4) return null;
  const authority = view.getUint16(at + 2) * 2 ** 32 + view.getUint32(at + 4);
  const parts = [`S-${view.getUint8(at)}`, String(authority)];
  for (let index = 0; index < count; index += 1)
    parts.push(String(view.getUint32(at + 8 + index * 4, true)));
  return parts.join('-');
}

/** [MS-DTYP] 2.3.13 */
function systemTime({ view }: Chunk, at: number): string {
  const part = (index: number): number => view.getUint16(at + index * 2, true);
  const two = (index: number): string => String(part(index)).padStart(2, '0');
  const year = String(part(0)).padStart(4, '0');
  return `${year}-${two(1)}-${two(3)}T${two(4)}:${two(5)}:${two(6)}.${String(part(7)).padStart(3, '0')}Z`;
}

/** Milliseconds since 1970 of a FILETIME (100 ns since 1601); null beyond what a time value holds. */
export function fileTimeMs(fileTime: bigint): number | null {
  const ms = Number((fileTime / 10n - FILETIME_EPOCH_US) / 1000n);
  return Math.abs(ms) <= 8.64e15 ? ms : null;
}

/** ISO 8601 in UTC with microseconds. */
function formatFileTime(fileTime: bigint): string {
  const micros = fileTime / 10n - FILETIME_EPOCH_US;
  const ms = fileTimeMs(fileTime);
  if (ms === null || micros < 0n) return String(fileTime);
  const { year, month, day, hour, minute, second } = msToCivil(ms);
  const two = (value: number): string => (value < 10 ? `0${value}` : String(value));
  const fraction = String(micros % 1_000_000n).padStart(6, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}.${fraction}Z`;
}
