import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** What makes two alerts the same alert. */
export interface AlertIdentity {
  readonly ruleId: string;
  readonly unit: string | null;
  readonly groupKey: readonly { readonly field: string; readonly value: string }[];
  readonly windowStartMs: number;
  /** 0; 1, 2, … for alerts that opened in the same window and moment after a person had closed the one before. */
  readonly ordinal?: number;
}

/** 64 bits: a province's alerts of many years without two of one id. */
const ID_CHARS = 16;

/** The alert's id: 16 hex digits of a SHA-256, the same on every machine, for any path and any order of reading. */
export function toAlertId(identity: AlertIdentity): string {
  const { ruleId, unit, groupKey, windowStartMs, ordinal = 0 } = identity;
  // JSON tells where each part ends, and null from "null"
  const parts = [ruleId, unit, toPairs(groupKey), windowStartMs];
  return digest(JSON.stringify(ordinal === 0 ? parts : [...parts, ordinal]), ID_CHARS);
}

/** What alerts of one rule, unit and group key have in common whenever they happened: 32 hex digits. */
export function toGroupingKey(identity: Omit<AlertIdentity, 'windowStartMs' | 'ordinal'>): string {
  const { ruleId, unit, groupKey } = identity;
  return digest(JSON.stringify([ruleId, unit, toPairs(groupKey)]), 2 * ID_CHARS);
}

function toPairs(groupKey: AlertIdentity['groupKey']): readonly (readonly string[])[] {
  return groupKey.map(({ field, value }) => [field, value]);
}

function digest(text: string, chars: number): string {
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, chars);
}
