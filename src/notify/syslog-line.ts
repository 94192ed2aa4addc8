// RFC 5424: <PRI>1 TIMESTAMP HOSTNAME APP-NAME PROCID MSGID STRUCTURED-DATA MSG
import type { Alert } from '../alert/alert.ts';
import { formatUtc } from '../util/utc-time.ts';
import { cefEvents } from './cef.ts';
import type { Notice, NoticeLook } from './notice.ts';
import { headline } from './words.ts';

/** RFC 5424 table 2. */
const SEVERITY = {
  critical: 2,
  high: 3,
  medium: 4,
  low: 5,
  informational: 6,
} as const satisfies Record<Alert['severity'], number>;
const NOTICE = 5;
const BOM = '\ufeff';

export interface SyslogForm {
  readonly format: 'cef' | 'text';
  /** 0 to 23, RFC 5424 table 1. */
  readonly facility: number;
}

/** One line an event; no line break in any. */
export function syslogLines(
  notice: Notice,
  look: NoticeLook,
  { format, facility }: SyslogForm,
): readonly string[] {
  if (format === 'cef')
    return cefEvents(notice, look).map((event, i) => {
      const severity = notice.entries[i]?.item.severity;
      return header(notice, look, priority(facility, severity)) + event;
    });
  const [entry] = notice.entries;
  const single = notice.tally === null && entry !== undefined ? ` id=${entry.item.alertId}` : '';
  const line = header(notice, look, priority(facility, entry?.item.severity));
  // text in UTF-8 begins with a BOM, section 6.4
  return [`${line}${BOM}${headline(notice, look)}${single}`];
}

function priority(facility: number, severity: Alert['severity'] | undefined): number {
  return facility * 8 + (severity === undefined ? NOTICE : SEVERITY[severity]);
}

function header({ nowMs, kind }: Notice, { host, program }: NoticeLook, pri: number): string {
  const origin = `[origin software="soclite" swVersion="${escapeValue(program)}"]`;
  return `<${pri}>1 ${formatUtc(nowMs)} ${printable(host, 255)} soclite - ${kind.toUpperCase()} ${origin} `;
}

/** PRINTUSASCII; a header field that is empty is `-`. */
function printable(text: string, max: number): string {
  const safe = text.replace(/[^\u0021-\u007e]/g, '-').slice(0, max);
  return safe === '' ? '-' : safe;
}

/** PARAM-VALUE, section 6.3.3. */
function escapeValue(text: string): string {
  return text.replace(/["\\\]]/g, '\\$&');
}
