// `%ASA-4-106023: `, `%SEC-6-IPACCESSLOGP: `: how every Cisco device says what its message is.
import type { Envelope } from '../../format.ts';

/** What may stand before the percent sign: a device's own counter, name and time that the envelope's reader left. */
const LONGEST_PREFIX = 160;

export interface CiscoHeader {
  readonly match: RegExpExecArray;
  /** Where the message's words begin. */
  readonly end: number;
}

/** The header at the start, or, in an envelope, after what devices write before it. */
export function findCiscoHeader(
  text: string,
  sign: RegExp,
  envelope: Envelope,
): CiscoHeader | null {
  const isBare = envelope.timeMs === null && envelope.priority === null;
  const limit = isBare ? 1 : LONGEST_PREFIX;
  const at = skipPunctuation(text);
  for (let next = at; next >= 0 && next <= at + limit; next = text.indexOf('%', next + 1)) {
    sign.lastIndex = next;
    const match = sign.exec(text);
    if (match !== null) return { match, end: sign.lastIndex };
  }
  return null;
}

/** `: %ASA`: the colon of a header that was cut off. */
function skipPunctuation(text: string): number {
  let at = 0;
  while (text[at] === ':' || text[at] === ' ') at += 1;
  return at;
}
