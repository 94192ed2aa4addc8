import type { RegexCursor } from './cursor.ts';

const LOOK_AROUND = 'look-around';
const INLINE_FLAGS = 'inline flags inside the pattern';

/** Constructs that open with `(?`, by what follows; the first that fits names the refusal. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/\?<?[=!]/y, LOOK_AROUND],
  [/\?>/y, 'an atomic group'],
  [/\?#/y, 'a comment'],
  [/\?\|/y, 'a branch reset'],
  [/\?\(/y, 'a conditional'],
  [/\?(?:R|[-+]?\d|&|P>)/y, 'recursion'],
  [/\?P=/y, 'a back-reference'],
  [/\?'/y, 'a group named in quotes'],
  [/\?[\w^-]*[):]/y, INLINE_FLAGS],
  [/\*/y, 'a verb'],
];

const HINTS: ReadonlyMap<string, string> = new Map([
  [
    LOOK_AROUND,
    'ask for what must not be there in a selection of its own: selection and not filter',
  ],
  [INLINE_FLAGS, 'write (?i) at the very start, or the modifier |re|i'],
]);

/** What `(` opens, in JavaScript's syntax. Rules never read captures, so every group of theirs is a plain one. */
export function readGroup(cursor: RegexCursor): string {
  if (cursor.take(/\?:/y) !== null) return '(?:';
  const name = cursor.take(/\?P?<[A-Za-z_]\w*>/y);
  if (name !== null) return cursor.keepsGroups ? `(${name.replace('?P', '?')}` : '(?:';
  const refused = REFUSED.find(([pattern]) => cursor.take(pattern) !== null)?.[1];
  if (refused !== undefined) {
    cursor.refuse(refused, HINTS.get(refused));
  } else if (cursor.peek === '?') cursor.fail('an unknown group opens with "(?"');
  return cursor.keepsGroups ? '(' : '(?:';
}
