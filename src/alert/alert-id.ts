import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** What makes two alerts the same alert. */
export interface AlertIdentity {
  readonly ruleId: string;
  readonly unit: string | null;
  readonly groupKey: readonly { readonly field: string; readonly value: string }[];
  readonly windowStartMs: number;
}

/** 64 bits: a province's alerts of many years without two of one id. */
const ID_CHARS = 16;

/** The alert's id: 16 hex digits of a SHA-256, the same on every machine, for any path and any order of reading. */
export function toAlertId({ ruleId, unit, groupKey, windowStartMs }: AlertIdentity): string {
  const pairs = groupKey.map(({ field, value }) => [field, value]);
  // JSON tells where each part ends, and null from "null"
  const text = JSON.stringify([ruleId, unit, pairs, windowStartMs]);
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, ID_CHARS);
}
