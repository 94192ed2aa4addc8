import type { RegexCursor } from './cursor.ts';

/** A piece of a character class or pattern in JavaScript's `u` syntax; a set (`\d`) cannot bound a range. */
export interface RegexAtom {
  readonly text: string;
  readonly isSet: boolean;
}

/** ASCII white space, as PCRE without UCP: JavaScript's own `\s` takes no-break and ideographic spaces too. */
const SPACE = String.raw`\t\n\v\f\r `;
const NOT_SPACE = String.raw`\0-\x08\x0e-\x1f!-\u{10ffff}`;
/** PCRE's `\h`, horizontal white space. */
const HORIZONTAL = String.raw`\t\x20\xa0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000`;

const SETS: ReadonlyMap<string, string> = new Map([
  ...['d', 'D', 'w', 'W'].map((letter) => [letter, `\\${letter}`] as const),
  ['s', SPACE],
  ['S', NOT_SPACE],
  ['h', HORIZONTAL],
]);
const CHARACTERS: ReadonlyMap<string, string> = new Map([
  ...['n', 'r', 't', 'f'].map((letter) => [letter, `\\${letter}`] as const),
  ['a', String.raw`\x07`],
  ['e', String.raw`\x1b`],
]);
const SYNTAX = new Set('^$\\.*+?()[]{}|/');

const CONSTRUCTS: ReadonlyMap<string, string> = new Map([
  ['Z', String.raw`\Z`],
  ['G', String.raw`\G`],
  ['K', String.raw`\K`],
  ['R', String.raw`\R`],
  ['X', String.raw`\X`],
  ['N', String.raw`\N`],
  ['C', String.raw`\C`],
  ['H', String.raw`\H`],
  ['v', String.raw`\v`],
  ['V', String.raw`\V`],
  ['Q', String.raw`the quotation \Q...\E`],
  ['E', String.raw`the quotation \Q...\E`],
  ['g', String.raw`a back-reference`],
  ['k', String.raw`a back-reference`],
]);
const HINTS: ReadonlyMap<string, string> = new Map([
  ['Z', 'write $'],
  ['v', String.raw`write \x0b for a vertical tab, [\n\x0b\f\r] for vertical space`],
  ['R', String.raw`write (?:\r\n|\n|\r)`],
]);

/** What follows a backslash, the same inside and outside a class; null after a refusal. */
export function readEscape(cursor: RegexCursor): RegexAtom | null {
  const character = cursor.next();
  const set = SETS.get(character);
  if (set !== undefined) return { text: set, isSet: true };
  const code = CHARACTERS.get(character) ?? readCode(cursor, character);
  if (code !== null) return { text: code, isSet: false };
  if (character === 'p' || character === 'P') return readProperty(cursor, character);
  if (character === '') cursor.fail('a backslash stands at the end');
  else if (/[1-9]/.test(character)) cursor.refuse('a back-reference');
  else if (/[0-9A-Za-z]/.test(character)) {
    const construct = CONSTRUCTS.get(character) ?? `the escape \\${character}`;
    cursor.refuse(construct, HINTS.get(character));
  } else return { text: quoteCharacter(character), isSet: false };
  return null;
}

/** A literal character in `u` syntax, outside a class. */
export function quoteCharacter(character: string): string {
  return SYNTAX.has(character) ? `\\${character}` : character;
}

/** A character given by its code; null when `letter` introduces none. */
function readCode(cursor: RegexCursor, letter: string): string | null {
  if (letter === '0') return cursor.take(/(?![0-7])/y) === null ? null : String.raw`\0`;
  if (letter === 'x') {
    const digits = cursor.take(/[\da-fA-F]{2}|\{[\da-fA-F]{1,6}\}/y);
    return digits === null ? null : digits.startsWith('{') ? `\\u${digits}` : `\\x${digits}`;
  }
  if (letter === 'u') return withPrefix('\\u', cursor.take(/[\da-fA-F]{4}|\{[\da-fA-F]{1,6}\}/y));
  if (letter === 'c') return withPrefix('\\c', cursor.take(/[A-Za-z]/y));
  return null;
}

function withPrefix(prefix: string, text: string | null): string | null {
  return text === null ? null : prefix + text;
}

/** `\p{L}`, `\pL`: JavaScript checks the name when the whole is compiled. */
function readProperty(cursor: RegexCursor, letter: string): RegexAtom | null {
  const name = cursor.take(/[A-Z]|\{[\w=]+\}/y);
  if (name !== null) {
    const braced = name.startsWith('{') ? name : `{${name}}`;
    return { text: `\\${letter}${braced}`, isSet: true };
  }
  cursor.refuse(`this form of \\${letter}`, String.raw`write \p{L} or \P{L}`);
  return null;
}
