// Base64 with the standard alphabet (RFC 4648, section 4), of bytes.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** With padding. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.subarray(at, at + 3);
    const word = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    text += letter(word >> 18) + letter(word >> 12);
    text += (b === undefined ? '=' : letter(word >> 6)) + (c === undefined ? '=' : letter(word));
  }
  return text;
}

function letter(bits: number): string {
  return ALPHABET.charAt(bits & 0x3f);
}

/** Characters at the start that hold bits of the bytes before, by the value's offset modulo 3. */
const CUT_BEFORE = [0, 2, 3];
/** Characters at the end that hold bits of the bytes behind (or padding), by the end's offset modulo 3. */
const CUT_BEHIND = [0, 3, 2];

/** What of the value shows in the base64 of any text that holds it, for the three offsets at which it may stand. */
export function base64Variants(bytes: Uint8Array): readonly string[] {
  return CUT_BEFORE.map((before, offset) => {
    const shifted = new Uint8Array(offset + bytes.length);
    shifted.set(bytes, offset);
    const text = encodeBase64(shifted);
    return text.slice(before, text.length - (CUT_BEHIND[shifted.length % 3] ?? 0));
  });
}
