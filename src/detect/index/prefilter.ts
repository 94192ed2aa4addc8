// A few literals in texts that nearly never hold one: the regex engine's native search for an alternation says no twice
// as fast as our own scan (docs/performance.md).
import type { Literal } from './literal-scan.ts';

/** More make the alternation slower than the scan. */
const MAX_LITERALS = 48;
/** Outside ASCII only these two fold into ASCII, and the flag `i` alone does not know it. */
const FOLDED_INTO_ASCII = '[\\u017f\\u212a]';

/** A regex that finds something in every text that one of the literals stands in; null when there is none of use. */
export function createPrefilter(literals: readonly Literal[]): RegExp | null {
  const isUseful = literals.length > 0 && literals.length <= MAX_LITERALS;
  if (!isUseful || literals.some(({ text }) => !/^[\0-\x7f]+$/.test(text))) return null;
  const sources = literals.map(({ text }) => text.replace(/[^\w]/g, escapeUnit));
  return new RegExp([...sources, FOLDED_INTO_ASCII].join('|'), 'i');
}

function escapeUnit(unit: string): string {
  return `\\x${unit.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
