// Bytes to text without losing a byte. Valid UTF-8 decodes as usual; each byte that is not part of a valid
// sequence becomes the lone surrogate U+DC00 + byte (PEP 383, "surrogateescape"), so that `encodeUtf8` gives
// back exactly the bytes that were read. Lone surrogates cannot come from valid UTF-8, so nothing is ambiguous.

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();
const ESCAPE = 0xdc00;

/** Decodes UTF-8; invalid bytes 0x80..0xFF become U+DC80..U+DCFF. Never throws. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    // TypeError "The encoded data was not valid": the only thing `decode` throws here
    return decodeInvalid(bytes);
  }
}

/** The bytes that `decodeUtf8` read to make `text`. Other lone surrogates become U+FFFD, as TextEncoder does. */
export function encodeUtf8(text: string): Uint8Array {
  if (text.isWellFormed()) return encoder.encode(text);
  const parts: Uint8Array[] = [];
  let start = 0;
  // with the flag u only lone surrogates match
  for (const { index, 0: escaped } of text.matchAll(/[\udc80-\udcff]/gu)) {
    parts.push(encoder.encode(text.slice(start, index)));
    parts.push(Uint8Array.of(escaped.charCodeAt(0) - ESCAPE));
    start = index + 1;
  }
  parts.push(encoder.encode(text.slice(start)));
  return joinBytes(parts);
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function decodeInvalid(bytes: Uint8Array): string {
  let text = '';
  let valid = 0;
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    text +=
      strict.decode(bytes.subarray(valid, at)) + String.fromCharCode(ESCAPE + (bytes[at] ?? 0));
    at += 1;
    valid = at;
  }
  return text + strict.decode(bytes.subarray(valid));
}

/** Length of the valid UTF-8 sequence at `at`, or 0 (Unicode 16, table 3-7 "Well-Formed UTF-8 Byte Sequences"). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (at + length > bytes.length) return 0;
  const second = bytes[at + 1] ?? 0;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let i = 2; i < length; i += 1) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}
