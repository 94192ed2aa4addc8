import type { RegexCursor } from './cursor.ts';
import { readEscape } from './escape.ts';
import type { RegexAtom } from './escape.ts';

/** POSIX classes in the C locale, as PCRE without UCP. */
const POSIX: ReadonlyMap<string, string> = new Map([
  ['alpha', 'A-Za-z'],
  ['digit', '0-9'],
  ['alnum', '0-9A-Za-z'],
  ['upper', 'A-Z'],
  ['lower', 'a-z'],
  ['xdigit', '0-9A-Fa-f'],
  ['word', '0-9A-Z_a-z'],
  ['space', String.raw`\t\n\v\f\r `],
  ['blank', String.raw`\t `],
  ['cntrl', String.raw`\0-\x1f\x7f`],
  ['graph', '!-~'],
  ['print', ' -~'],
  ['punct', String.raw`!-\/:-@\[-\x60\{-~`],
  ['ascii', String.raw`\0-\x7f`],
]);
const NEEDS_ESCAPE = new Set('\\]^-[');

/** The class that `[` has just opened, in JavaScript's `u` syntax. */
export function readClass(cursor: RegexCursor): string {
  const isNegated = cursor.take(/\^/y) !== null;
  // `[]a]` and `[^]a]` hold a bracket; JavaScript would read an empty class
  const first = cursor.take(/\]/y) === null ? '' : String.raw`\]`;
  let items = first;
  while (cursor.peek !== ']') {
    if (cursor.isAtEnd) {
      cursor.fail('a character class is not closed');
      return '';
    }
    items += readItem(cursor);
  }
  cursor.next();
  return `[${isNegated ? '^' : ''}${items}]`;
}

/** A character, a set, or a range of characters. */
function readItem(cursor: RegexCursor): string {
  const from = readAtom(cursor);
  if (from === null || cursor.take(/-(?!\])/y) === null) return from?.text ?? '';
  const to = readAtom(cursor);
  if (to === null) return '';
  // beside a set the hyphen is itself: `[\w-.]`
  const hyphen = from.isSet || to.isSet ? String.raw`\-` : '-';
  return from.text + hyphen + to.text;
}

function readAtom(cursor: RegexCursor): RegexAtom | null {
  const named = cursor.take(/\[(?:[:.=])[^\]]*?[:.=]\]/y);
  if (named !== null) return readPosix(cursor, named);
  const character = cursor.next();
  if (character === '\\') {
    if (cursor.take(/b/y) !== null) return { text: String.raw`\x08`, isSet: false };
    if (/[AzB]/.test(cursor.peek)) {
      cursor.refuse(`\\${cursor.peek} in a character class`);
      return null;
    }
    const escaped = readEscape(cursor);
    return escaped !== null && NEEDS_ESCAPE.has(escaped.text)
      ? { text: `\\${escaped.text}`, isSet: false }
      : escaped;
  }
  return { text: NEEDS_ESCAPE.has(character) ? `\\${character}` : character, isSet: false };
}

function readPosix(cursor: RegexCursor, named: string): RegexAtom | null {
  const ranges = POSIX.get(named.slice(2, -2));
  if (ranges !== undefined && named.startsWith('[:')) return { text: ranges, isSet: true };
  cursor.refuse(`the class ${named}`, `classes: ${[...POSIX.keys()].join(', ')}`);
  return null;
}
