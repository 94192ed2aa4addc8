// How much a necessary condition is worth, guessed from the rule alone: how rarely it holds, and what it costs to ask.
// A wrong guess costs time, never a match.
import type { LeafPattern } from '../matcher/leaf-test.ts';
import type { LiteralAtom } from './atom.ts';

/** Fields that say little: nearly all events of a bucket share their value. */
const COMMON_FIELDS: ReadonlySet<string | null> = new Set([
  'Channel',
  'Provider_Name',
  'EventType',
  'Initiated',
]);
/** Literals that stand in much of what Windows logs, folded. */
const COMMON_TEXTS: readonly string[] = [
  '\\powershell.exe',
  '\\cmd.exe',
  '\\svchost.exe',
  '\\rundll32.exe',
  '\\explorer.exe',
  '\\services.exe',
  'c:\\windows\\',
  'c:\\windows\\system32\\',
  'c:\\program files',
  '\\system32\\',
  '\\windows\\',
  '\\appdata\\',
  '\\users\\',
  '\\temp\\',
  '\\software\\microsoft\\windows\\currentversion',
  '\\currentversion\\',
  'powershell',
  'microsoft',
  'windows',
  'system',
  'http',
  '.exe',
  '.dll',
  'true',
  'false',
];
/** A keyword is searched in every value of the event. */
const KEYWORD_FACTOR = 30;
const WHOLE_FACTOR = 0.2;

export function literalCost(atom: LiteralAtom): number {
  const { field, text, anchor } = atom;
  const rarity = COMMON_TEXTS.some((common) => common.includes(text)) ? 0.3 : 1.5 ** -text.length;
  const share = anchor === 'whole' ? rarity * WHOLE_FACTOR : rarity;
  const cost = Math.max(0.0001, COMMON_FIELDS.has(field) ? Math.max(0.3, share) : share);
  return field === null ? cost * KEYWORD_FACTOR : cost;
}

const TEST_COSTS = {
  string: 0.8,
  regex: 0.1,
  cidr: 0.3,
  number: 0.4,
  boolean: 0.4,
  time: 0.5,
} as const satisfies Record<LeafPattern['kind'], number>;

export function testCost({ kind }: LeafPattern, field: string | null): number {
  return TEST_COSTS[kind] * (field === null ? KEYWORD_FACTOR : 1);
}
