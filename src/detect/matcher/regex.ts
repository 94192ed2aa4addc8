import type { RegexPattern } from '../../sigma/pattern.ts';

export type TextTest = (text: string) => boolean;

/** Values are attacker's text and native regexes backtrack: a regex sees at most this much of a value. */
export const MAX_REGEX_CHARS = 8192;

/** The regex as a test of a text: unanchored, by code points. The loader has checked that it compiles with `u`. */
export function compileRegex(pattern: RegexPattern): TextTest {
  const { source, ignoreCase, multiline, dotAll } = pattern;
  const regex = new RegExp(
    source,
    `u${ignoreCase ? 'i' : ''}${multiline ? 'm' : ''}${dotAll ? 's' : ''}`,
  );
  return (text) =>
    regex.test(text.length > MAX_REGEX_CHARS ? text.slice(0, MAX_REGEX_CHARS) : text);
}
