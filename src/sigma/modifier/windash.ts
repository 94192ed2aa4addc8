import type { StringPart } from '../pattern.ts';
import { refuseKind, toText } from './draft.ts';
import type { OpenPart } from './open-part.ts';
import type { ValueModifier } from './modifier.ts';

/**
 * A dash or slash that may open a command-line option: after a character that is no word character (or at the start)
 * and before one that is. Word characters are Unicode's, as in pySigma: `-ü` counts. Five dashes each stand for all
 * five, so a pattern has one `dash` part where an enumeration would have 5^n strings.
 */
const OPTION_DASH = /(?<![\p{L}\p{N}_])[-/\u2013\u2014\u2015](?=[\p{L}\p{N}_])/gu;
const DASH: StringPart = { kind: 'dash' };
/** What a `dash` part may be. */
export const DASHES: readonly string[] = ['-', '/', '\u2013', '\u2014', '\u2015'];

export const windash: ValueModifier = {
  name: 'windash',
  position: 'any',
  isForKeywords: true,
  apply(value) {
    const text = toText(value);
    if (text === null || text.isEncoded) return refuseKind('windash', 'plain text', value);
    return { ...text, parts: text.parts.flatMap(openDashes) };
  },
};

function openDashes(part: OpenPart): readonly OpenPart[] {
  if (part.kind !== 'literal') return [part];
  const parts: StringPart[] = [];
  for (const [index, text] of part.text.split(OPTION_DASH).entries()) {
    if (index > 0) parts.push(DASH);
    if (text !== '') parts.push({ kind: 'literal', text });
  }
  return parts;
}
