// How a received message becomes one line of a spool file, and back without losing a byte:
// `@2026-11-23T09:10:11.123Z 10.1.2.3 <134>...` holds the message as it came; `@\2026-...` one with a line feed in it or
// a carriage return at its end, which a reader of lines would take away: there `\n`, `\r` and `\\` stand for LF, CR and
// the backslash. So a message can neither begin a second line nor pretend to another time or sender.
import { civilToMs } from '../util/utc-time.ts';

const LF = 0x0a;
const CR = 0x0d;
const BACKSLASH = 0x5c;
const ESCAPES: ReadonlyMap<number, number> = new Map([
  [LF, 0x6e],
  [CR, 0x72],
  [BACKSLASH, BACKSLASH],
]);

export interface SpoolLine {
  readonly receivedMs: number;
  /** Address of the sender, or of the relay that passed the message on. */
  readonly sender: string;
  readonly message: string;
}

/** The line with its LF. `received` is the time in ISO 8601 with milliseconds and Z, `sender` an address: ASCII both. */
export function encodeSpoolLine(
  message: Uint8Array,
  { received, sender }: { readonly received: string; readonly sender: string },
): Uint8Array {
  const isEscaped = message.includes(LF) || message[message.length - 1] === CR;
  const head = `${isEscaped ? '@\\' : '@'}${received} ${sender} `;
  const body = isEscaped ? escape(message) : message;
  const line = new Uint8Array(head.length + body.length + 1);
  for (let at = 0; at < head.length; at += 1) line[at] = head.charCodeAt(at);
  line.set(body, head.length);
  line[line.length - 1] = LF;
  return line;
}

function escape(message: Uint8Array): Uint8Array {
  const escaped = new Uint8Array(2 * message.length);
  let at = 0;
  for (const byte of message) {
    const escape = ESCAPES.get(byte);
    if (escape !== undefined) {
      escaped[at] = BACKSLASH;
      at += 1;
    }
    escaped[at] = escape ?? byte;
    at += 1;
  }
  return escaped.subarray(0, at);
}

const HEAD = /^@(\\?)(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3})Z ([\da-fA-F.:]{2,45}) /;

/** Null when the text (without its LF) is no line of a spool file. */
export function parseSpoolLine(text: string): SpoolLine | null {
  if (text.charCodeAt(0) !== 0x40) return null;
  const match = HEAD.exec(text);
  if (match === null) return null;
  const [head, mark, ...parts] = match;
  const [year, month, day, hour, minute, second, millisecond] = parts.slice(0, 7).map(Number);
  const receivedMs = civilToMs({
    year: year ?? 0,
    month: month ?? 0,
    day: day ?? 0,
    hour: hour ?? 0,
    minute: minute ?? 0,
    second: second ?? 0,
    millisecond: millisecond ?? 0,
  });
  if (receivedMs === null) return null;
  const body = text.slice(head.length);
  return { receivedMs, sender: parts[7] ?? '', message: mark === '' ? body : unescape(body) };
}

function unescape(body: string): string {
  return body.replaceAll(/\\([nr\\])/g, (_, code: string) =>
    code === 'n' ? '\n' : code === 'r' ? '\r' : '\\',
  );
}
