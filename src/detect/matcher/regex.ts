import type { RegexPattern } from '../../sigma/pattern.ts';

export type TextTest = (text: string) => boolean;

/** Values are attacker's text and native regexes backtrack: a regex sees at most this much of a value. */
export const MAX_REGEX_CHARS = 8192;

/** The regex as a test of a text: unanchored, by code points where the source allows the `u` flag. */
export function compileRegex(pattern: RegexPattern): TextTest {
  const regex = toRegExp(pattern);
  // the loader refuses what does not compile; a pattern that slipped through can match nothing
  if (regex === null) return () => false;
  return (text) =>
    regex.test(text.length > MAX_REGEX_CHARS ? text.slice(0, MAX_REGEX_CHARS) : text);
}

function toRegExp(pattern: RegexPattern): RegExp | null {
  const inline = /^\(\?([ims]+)\)/.exec(pattern.source);
  const letters = inline?.[1] ?? '';
  const source = pattern.source.slice(inline?.[0].length ?? 0);
  const flags =
    (pattern.ignoreCase || letters.includes('i') ? 'i' : '') +
    (pattern.multiline || letters.includes('m') ? 'm' : '') +
    (pattern.dotAll || letters.includes('s') ? 's' : '');
  return tryRegExp(source, `${flags}u`) ?? tryRegExp(source, flags);
}

function tryRegExp(source: string, flags: string): RegExp | null {
  try {
    return new RegExp(source, flags);
  } catch {
    // SyntaxError: not a regex with these flags
    return null;
  }
}
