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
  const percent = text.indexOf('%');
  const at = isBare ? skipPunctuation(text) : percent < 0 ? 0 : percent;
  if (at > LONGEST_PREFIX) return null;
  sign.lastIndex = at;
  const match = sign.exec(text);
  return match === null ? null : { match, end: sign.lastIndex };
}

/** `: %ASA`: the colon of a header that was cut off. */
function skipPunctuation(text: string): number {
  let at = 0;
  while (text[at] === ':' || text[at] === ' ') at += 1;
  return at;
}
