import type { RegexCursor } from './cursor.ts';

/** Constructs that open with `(?`, by what follows; the first that fits names the refusal. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/\?>/y, 'an atomic group'],
  [/\?#/y, 'a comment'],
  [/\?\|/y, 'a branch reset'],
  [/\?\(/y, 'a conditional'],
  [/\?(?:R|[-+]?\d|&|P>)/y, 'recursion'],
  [/\?P=/y, 'a back-reference'],
  [/\?'/y, 'a group named in quotes'],
  [/\?[\w^-]*[):]/y, 'inline flags inside the pattern'],
  [/\*/y, 'a verb'],
];

/** What `(` opens, in JavaScript's syntax. Captures are never read, so every group is a plain one. */
export function readGroup(cursor: RegexCursor): string {
  const lookaround = cursor.take(/\?<?[=!]/y);
  if (lookaround !== null) return `(${lookaround}`;
  if (cursor.take(/\?:|\?P?<[A-Za-z_]\w*>/y) !== null) return '(?:';
  const refused = REFUSED.find(([pattern]) => cursor.take(pattern) !== null)?.[1];
  if (refused !== undefined) {
    const isFlags = refused.startsWith('inline');
    cursor.refuse(
      refused,
      isFlags ? 'write (?i) at the very start, or the modifier |re|i' : undefined,
    );
  } else if (cursor.peek === '?') cursor.fail('an unknown group opens with "(?"');
  return '(?:';
}
