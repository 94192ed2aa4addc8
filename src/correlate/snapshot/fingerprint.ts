import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { RuleMetadata, RuleSet, SigmaDocument } from '../../sigma/rule.ts';

/** What does not change which events match or count. */
const METADATA: Readonly<Record<keyof RuleMetadata, true>> = {
  id: true,
  name: true,
  title: true,
  status: true,
  level: true,
  description: true,
  author: true,
  references: true,
  falsePositives: true,
  tags: true,
  date: true,
  modified: true,
  license: true,
  custom: true,
  at: true,
};

/** A fingerprint of each document's definition, correlations with those of what they refer to; children come first. */
export function fingerprintAll({ rules, correlations }: RuleSet): ReadonlyMap<string, string> {
  const prints = new Map<string, string>();
  for (const rule of rules) prints.set(rule.id, digest(describe(rule)));
  for (const correlation of correlations) {
    const references = correlation.ruleIds.map((id) => prints.get(id) ?? null);
    prints.set(correlation.id, digest([describe(correlation), references]));
  }
  return prints;
}

/** The first 16 hex digits of a SHA-256. */
function digest(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(value, toPlain)))).slice(0, 16);
}

function describe(document: SigmaDocument): unknown {
  return Object.entries(document).filter(([key]) => !Object.hasOwn(METADATA, key));
}

/** What JSON would lose. */
function toPlain(_key: string, value: unknown): unknown {
  if (value instanceof Map || value instanceof Set) return [...value];
  if (value instanceof RegExp || typeof value === 'bigint') return String(value);
  return value;
}
