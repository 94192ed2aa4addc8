// What stands before the message of a syslog line. RFC 3164 describes custom, not a grammar, and devices leave parts
// out; so each part is optional and the reader notes where it stopped, so that an inner format can be looked for there.
import type { Envelope } from '../format.ts';
import { readSyslogTime } from '../time/syslog-time.ts';
import type { SyslogTime, TimeContext } from '../time/syslog-time.ts';
import { skipDigits } from '../time/digits.ts';

export interface SyslogHeader extends Envelope {
  /** Where the message begins. */
  readonly messageAt: number;
  /** Places where the message of another format may begin, in order; the last one is the likeliest. */
  readonly innerAt: readonly number[];
  /** False when a bare ISO time is all there is, which begins many logs that are not syslog: only what is inside says. */
  readonly isSure: boolean;
}

const NO_DATA: ReadonlyMap<string, string> = new Map();
const NOT_RFC5424 = { messageId: null, structuredData: NO_DATA } as const;

/** The envelope of a line that has none. */
export const NO_ENVELOPE: Envelope = {
  priority: null,
  timeMs: null,
  host: null,
  program: null,
  pid: null,
  ...NOT_RFC5424,
};

/** Null when nothing at the start of the line is syslog's: neither priority nor time. */
export function readSyslogHeader(text: string, context: TimeContext): SyslogHeader | null {
  const priority = readPriority(text);
  const start = priority?.end ?? 0;
  if (priority !== null && text.startsWith('1 ', start))
    return readRfc5424(text, start + 2, priority.value, context);
  // Some collectors take the priority away
  if (priority === null && /^1 \d{4}-\d\d-\d\dT/.test(text))
    return readRfc5424(text, 2, null, context);
  const time = readSyslogTime(text, start, context);
  const prefixed = time === null ? readPrefixed(text, start, context) : null;
  if (prefixed !== null) return { ...prefixed, priority: priority?.value ?? null };
  if (priority === null && time === null) return null;
  const header = readRfc3164(text, start, time);
  if (priority !== null) return { ...header, priority: priority.value };
  const isSure = time?.isIso !== true || header.program !== null || mayHoldRecord(text, header);
  return isSure ? header : { ...header, isSure };
}

/** `[TIME ][HOST ][TAG: ]MESSAGE` */
function readRfc3164(text: string, start: number, time: SyslogTime | null): SyslogHeader {
  const innerAt = [start];
  let at = start;
  let host: string | null = null;
  if (time !== null) {
    at = skipTime(text, time);
    innerAt.push(at);
    host = readTag(text, at) === null ? readHost(text, at) : null;
  }
  if (host !== null) {
    at = skipSpaces(text, at + host.length);
    // UniFi gateways write their name twice
    if (text.startsWith(`${host} `, at)) at = skipSpaces(text, at + host.length);
    innerAt.push(at);
  }
  const tag = readTag(text, at);
  if (tag !== null) innerAt.push(tag.end);
  const timeMs = time?.timeMs ?? null;
  const messageAt = tag?.end ?? at;
  const { program, pid } = tag ?? { program: null, pid: null };
  return {
    ...NOT_RFC5424,
    priority: null,
    timeMs,
    host,
    program,
    pid,
    messageAt,
    innerAt,
    isSure: true,
  };
}

function skipTime(text: string, time: SyslogTime): number {
  return skipSpaces(text, text[time.end] === ':' ? time.end + 1 : time.end);
}

/** `<134>`, after an octet count (RFC 6587) if there is one. */
function readPriority(text: string): { readonly value: number; readonly end: number } | null {
  const count = skipDigits(text, 0);
  const open = count > 0 && text[count] === ' ' ? count + 1 : 0;
  if (text[open] !== '<') return null;
  const end = skipDigits(text, open + 1);
  if (text[end] !== '>' || end - open > 4 || end === open + 1) return null;
  const value = Number(text.slice(open + 1, end));
  return value > 191 ? null : { value, end: skipSpaces(text, end + 1) };
}

/** `1 TIME HOST APP PROCID MSGID SD MSG` (RFC 5424); `-` stands for nothing. */
function readRfc5424(
  text: string,
  start: number,
  priority: number | null,
  context: TimeContext,
): SyslogHeader {
  const words: string[] = [];
  const innerAt: number[] = [];
  let at = start;
  while (words.length < 5) {
    // Some senders leave out what stands between the host and the message
    if (words.length > 1) innerAt.push(at);
    const end = text.indexOf(' ', at);
    words.push(text.slice(at, end < 0 ? text.length : end));
    at = end < 0 ? text.length : end + 1;
  }
  const [time = '', host = '', program = '', pid = '', messageId = ''] = words;
  const data = readStructuredData(text, at);
  const messageAt = skipSpaces(text, data.end);
  return {
    priority,
    timeMs: readSyslogTime(time, 0, context)?.timeMs ?? null,
    host: orNull(host),
    program: orNull(program),
    pid: orNull(pid),
    messageId: orNull(messageId),
    structuredData: data.values,
    messageAt,
    innerAt: [...innerAt, messageAt],
    isSure: true,
  };
}

function orNull(word: string): string | null {
  return word === '' || word === '-' ? null : word;
}

interface StructuredData {
  readonly values: ReadonlyMap<string, string>;
  readonly end: number;
}

/** `-` or `[id name="value"…]…` (RFC 5424, 6.3); a `]` inside a quoted value does not count. */
function readStructuredData(text: string, start: number): StructuredData {
  if (text[start] === '-') return { values: NO_DATA, end: start + 1 };
  ELEMENT.lastIndex = start;
  if (!ELEMENT.test(text)) return { values: NO_DATA, end: start };
  const values = new Map<string, string>();
  let at = start;
  while (text[at] === '[') at = readElement(text, at + 1, values);
  return { values, end: at };
}

/** A bracket that a message begins with, without structured data before it, is the message's (Check Point). */
const ELEMENT = /\[[^\s=\]"]{1,64}[ \]]/y;
const ELEMENT_ID = /[^\s=\]"]{1,64}/y;
/** A parameter's value may be cut by the end of the line. */
const PARAMETER = /\s*([^\s=\]"]{1,64})="([^"\\]*(?:\\.[^"\\]*)*)"?/sy;

/** Returns where the element ends. */
function readElement(text: string, start: number, values: Map<string, string>): number {
  ELEMENT_ID.lastIndex = start;
  const id = ELEMENT_ID.exec(text)?.[0] ?? '';
  let at = start + id.length;
  for (;;) {
    PARAMETER.lastIndex = at;
    const match = PARAMETER.exec(text);
    if (match === null) break;
    values.set(`${id}.${match[1] ?? ''}`, (match[2] ?? '').replace(/\\(["\\\]])/g, '$1'));
    at = PARAMETER.lastIndex;
  }
  const close = text.indexOf(']', at);
  return close < 0 ? text.length : close + 1;
}

/** `HOST `, `SEQ: ` or `HOST: `; sticky, as below. */
const PREFIX =
  /(?:([\w-]+\.[\w.-]+|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]+) |\d{0,10}: +|([A-Za-z][\w.-]{0,254}): +)/y;

/** `[HOST ][SEQ: ][HOST: ]TIME: message`, as Cisco writes and collectors that put the sender's address before. */
function readPrefixed(text: string, start: number, context: TimeContext): SyslogHeader | null {
  let host: string | null = null;
  let at = start;
  for (let parts = 0; parts < 4; parts += 1) {
    PREFIX.lastIndex = at;
    const match = PREFIX.exec(text);
    if (match === null) return null;
    host ??= match[1] ?? match[2] ?? null;
    at = PREFIX.lastIndex;
    const time = readSyslogTime(text, at, context);
    if (time === null) continue;
    const messageAt = skipTime(text, time);
    const { timeMs } = time;
    const innerAt = [messageAt];
    return { ...NO_ENVELOPE, timeMs, host, messageAt, innerAt, isSure: true };
  }
  return null;
}

const MAX_HOST = 255;

/** A word that can be a host name or address; `a->b` is how some relays write it. */
function readHost(text: string, start: number): string | null {
  const space = text.indexOf(' ', start);
  const end = space < 0 ? text.length : space;
  if (end === start || end - start > MAX_HOST) return null;
  const word = text.slice(start, end);
  return /^[\w.:%[\]/>-]+$/.test(word) && !word.endsWith(':') ? word : null;
}

interface Tag {
  readonly program: string;
  readonly pid: string | null;
  readonly end: number;
}

/** `sshd[1234]: `, `CRON: `, `postfix/smtpd[9]: `, `relay -: `; sticky, so that it is tried at one place only. */
const TAG = /([A-Za-z0-9_%/][\w./@()-]{0,63})(?:\[([^\]\s]{1,32})\])?(?: -)?:(?: +|$)/y;

function readTag(text: string, at: number): Tag | null {
  TAG.lastIndex = at;
  const match = TAG.exec(text);
  const program = match?.[1];
  if (program === undefined) return null;
  return { program, pid: match?.[2] ?? null, end: TAG.lastIndex };
}

function mayHoldRecord(text: string, header: SyslogHeader): boolean {
  return header.innerAt.some(
    (at) => text[at] === '{' || /^[A-Za-z_]{2,16}=/.test(text.slice(at, at + 17)),
  );
}

function skipSpaces(text: string, start: number): number {
  let at = start;
  while (text[at] === ' ') at += 1;
  return at;
}
