import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { decodeUtf8, encodeUtf8 } from '../../util/utf8.ts';

/** Longest name or group value that an alert keeps, in UTF-16 code units. */
const MAX_NAME_CHARS = 512;

/** A longer one is cut and ends in a digest of the whole, so that different ones stay different. */
export function boundName(text: string): string {
  if (text.length <= MAX_NAME_CHARS) return text;
  const digest = bytesToHex(sha256(utf8ToBytes(text))).slice(0, 16);
  return `${cutText(text, MAX_NAME_CHARS - digest.length - 1)}…${digest}`;
}

/** The first `maxChars`, whole characters, in memory of its own: a slice would keep the whole text alive. */
export function cutText(text: string, maxChars: number): string {
  const cut = text.slice(0, maxChars).replace(/[\ud800-\udbff]$/, '');
  return decodeUtf8(encodeUtf8(cut));
}
