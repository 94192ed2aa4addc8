// Regular expressions of rules as JavaScript honours them. Rules are written for PCRE (specification, "Regular
// Expression"); a construct is kept, translated to the same meaning, or refused by name: never compiled to something
// else. The result always compiles with the flag `u`, so `.` and classes see code points, and has no captures.
import type { Complaint } from '../document/faults.ts';
import type { RegexPattern } from '../pattern.ts';
import { END, MAX_REGEX_SIZE, parseRegex, regexSize, START } from '../regex-syntax.ts';
import { readClass } from './character-class.ts';
import { RegexCursor } from './cursor.ts';
import { quoteCharacter, readEscape } from './escape.ts';
import { readGroup } from './group.ts';

export interface RegexFlags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
}

const INLINE_FLAGS = /\(\?(?!R\))[a-zA-Z]+\)/y;
const FLAG_NAMES: ReadonlyMap<string, keyof RegexFlags> = new Map([
  ['i', 'ignoreCase'],
  ['m', 'multiline'],
  ['s', 'dotAll'],
]);

/** The pattern for `source` with the flags of its modifiers and of its own leading `(?i)`, or why there is none. */
export function translateRegex(source: string, modifiers: RegexFlags): RegexPattern | Complaint {
  const cursor = new RegexCursor(source);
  const flags = readLeadingFlags(cursor, modifiers);
  let translated = '';
  while (!cursor.isAtEnd) translated += readPiece(cursor, flags);
  return cursor.refusal ?? compile({ kind: 'regex', source: translated, ...flags });
}

/** The translated source with its groups, of a regular expression that `translateRegex` has accepted. */
export function translateGroups(source: string, modifiers: RegexFlags): string {
  const cursor = new RegexCursor(source, true);
  const flags = readLeadingFlags(cursor, modifiers);
  let translated = '';
  while (!cursor.isAtEnd) translated += readPiece(cursor, flags);
  return translated;
}

function readLeadingFlags(cursor: RegexCursor, modifiers: RegexFlags): RegexFlags {
  const flags = { ...modifiers };
  for (let text = cursor.take(INLINE_FLAGS); text !== null; text = cursor.take(INLINE_FLAGS)) {
    for (const letter of text.slice(2, -1)) {
      const flag = FLAG_NAMES.get(letter);
      if (flag === undefined) cursor.refuse(`the inline flag ${letter}`, 'flags: i, m, s');
      else flags[flag] = true;
    }
  }
  return flags;
}

function readPiece(cursor: RegexCursor, flags: RegexFlags): string {
  const character = cursor.next();
  switch (character) {
    case '\\':
      return readAssertion(cursor, flags) ?? readOutsideClass(cursor);
    case '[':
      return readClass(cursor);
    case '(':
      return readGroup(cursor);
    case '.':
      // JavaScript's own dot stops at CR and U+2028 too
      return flags.dotAll ? '.' : String.raw`[^\n]`;
    case '*':
    case '+':
    case '?':
      return readQuantifier(cursor, character);
    case '{':
      return readBrace(cursor);
    case '}':
    case ']':
      return quoteCharacter(character);
    default:
      return character;
  }
}

/** `\b`, `\A` and the like: zero width, so only outside a class. */
function readAssertion(cursor: RegexCursor, flags: RegexFlags): string | null {
  const letter = cursor.take(/[bBAz]/y);
  if (letter === 'A') return flags.multiline ? START : '^';
  if (letter === 'z') return flags.multiline ? END : '$';
  return letter === null ? null : `\\${letter}`;
}

/** An escape outside a class; sets that are written as ranges need brackets here. */
function readOutsideClass(cursor: RegexCursor): string {
  const atom = readEscape(cursor);
  if (atom === null) return '';
  const isOneEscape = /^\\(?:[dDwW]$|[pP]\{)/.test(atom.text);
  return atom.isSet && !isOneEscape ? `[${atom.text}]` : atom.text;
}

function readQuantifier(cursor: RegexCursor, quantifier: string): string {
  if (cursor.peek === '+') {
    cursor.refuse('a possessive quantifier', `write ${quantifier} without the +`);
    return '';
  }
  return quantifier + (cursor.take(/\?/y) ?? '');
}

/** `{2,3}` is a quantifier; any other brace is a literal one. */
function readBrace(cursor: RegexCursor): string {
  const counts = cursor.take(/\d+(?:,\d*)?\}/y);
  if (counts !== null) return readQuantifier(cursor, `{${counts}`);
  if (cursor.take(/,\d+\}/y) === null) return String.raw`\{`;
  cursor.refuse('the quantifier {,n}', 'write {0,n}');
  return '';
}

/** Compiled once at load: what JavaScript's own grammar finds wrong is refused here, not per event. */
function compile(pattern: RegexPattern): RegexPattern | Complaint {
  const { ignoreCase, multiline, dotAll } = pattern;
  const flags = `u${ignoreCase ? 'i' : ''}${multiline ? 'm' : ''}${dotAll ? 's' : ''}`;
  if (isTooDeep(pattern.source))
    return {
      code: 'regex-too-large',
      message: `the regular expression is nested more than ${MAX_DEPTH} deep`,
    };
  try {
    RegExp(pattern.source, flags);
    return checkSize(pattern);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const reason = error.message.slice(error.message.lastIndexOf(': ') + 2).toLowerCase();
    return { code: 'regex-invalid', message: `not a regular expression: ${reason}` };
  }
}

/** Every regex that is accepted can be searched for in time linear in the text (detect/regex). */
function checkSize(pattern: RegexPattern): RegexPattern | Complaint {
  const tree = parseRegex(pattern.source);
  if (tree !== null && regexSize(tree) <= MAX_REGEX_SIZE) return pattern;
  return {
    code: 'regex-too-large',
    message: `the regular expression has more than ${MAX_REGEX_SIZE} parts when its repetitions are written out`,
    hint: 'write smaller counts in {}, or * and + instead',
  };
}

/** Far more than any rule has; keeps hostile input from the end of the stack. */
const MAX_DEPTH = 100;

/** Parentheses within parentheses; those in classes count too, which is harmless. */
function isTooDeep(source: string): boolean {
  let depth = 0;
  for (const [bracket] of source.matchAll(/\\[^]|[()]/g)) {
    if (bracket === '(') depth += 1;
    else if (bracket === ')') depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}
