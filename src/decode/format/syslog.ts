import type { FieldValue } from '../../event/event.ts';
import { mismatch } from '../format.ts';
import type { DecodedRecord, LineDecoder, LineFormat, StreamContext } from '../format.ts';
import { fortigate } from './fortigate.ts';
import { json } from './json.ts';
import { readSyslogHeader } from './syslog-header.ts';
import type { SyslogHeader } from './syslog-header.ts';
import { windowsJson } from './windows-json.ts';

const NAME = 'syslog';

/** What may travel in syslog. Formats with a header line cannot: relays mix streams. */
const INNER: readonly LineFormat[] = [fortigate, windowsJson, json];

/** RFC 5424, table 1 */
const FACILITIES =
  'kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp audit alert clock local0 local1 local2 local3 local4 local5 local6 local7'.split(
    ' ',
  );
/** RFC 5424, table 2 */
const SEVERITIES = 'emerg alert crit err warning notice info debug'.split(' ');

/**
 * Syslog lines: an envelope round any other line format, whose record then counts; else a record of its own. Its
 * fields: `message`, and as far as written `host`, `program` (also as `process.name`), `pid`, `facility`, `severity`.
 */
export const syslog: LineFormat = Object.freeze({
  name: NAME,
  title: 'syslog (RFC 3164 as devices write it, RFC 5424), also round other formats',
  reference: 'https://www.rfc-editor.org/rfc/rfc3164',
  framing: 'lines',
  samples: [
    {
      lines: [
        '<38>Nov 20 08:02:03 web-01 sshd[4021]: Failed password for root from 198.51.100.4 port 4242 ssh2',
      ],
      fields: {
        host: 'web-01',
        program: 'sshd',
        'process.name': 'sshd',
        pid: '4021',
        facility: 'auth',
        severity: 'info',
        message: 'Failed password for root from 198.51.100.4 port 4242 ssh2',
      },
      time: '2026-11-20T01:02:03.000Z',
      host: 'web-01',
    },
    {
      lines: ['Dec 31 23:59:59 web-01 CRON[7]: (root) CMD (true)'],
      fields: { program: 'CRON', message: '(root) CMD (true)' },
      time: '2025-12-31T16:59:59.000Z',
      host: 'web-01',
    },
    {
      lines: [
        '<189>Nov 20 08:02:09 10.9.9.1 date=2026-11-20 time=08:02:03 devname="FG" devid="FG100F1" logid="0000000013" type="traffic" srcip=10.20.1.7',
      ],
      fields: { srcip: '10.20.1.7', devname: 'FG' },
      time: '2026-11-20T01:02:03.000Z',
      host: 'FG',
    },
    {
      lines: ['<14>1 2026-11-20T01:02:03.456Z pc-07 nxlog 12 - [x@1 a="]"] {"level":3}'],
      fields: { level: 3 },
      time: '2026-11-20T01:02:03.456Z',
      host: 'pc-07',
    },
  ],
  createDecoder,
});

function createDecoder(context: StreamContext): LineDecoder {
  const inner = INNER.map((format) => format.createDecoder(context));
  return {
    decode(text, line) {
      const header = readSyslogHeader(text, context);
      if (header === null) return mismatch('begins with neither <priority> nor a syslog time');
      const record = readInner(inner, header, text, line) ?? ownRecord(header, text, line);
      return { kind: 'records', records: [record] };
    },
    flush: () => [],
  };
}

function readInner(
  decoders: readonly LineDecoder[],
  header: SyslogHeader,
  text: string,
  line: number,
): DecodedRecord | null {
  for (const at of header.innerAt) {
    const body = text.slice(at);
    for (const decoder of decoders) {
      const result = decoder.decode(body, line);
      const record = result.kind === 'records' ? result.records[0] : undefined;
      if (record === undefined) continue;
      const { timeMs, host } = header;
      return { ...record, timeMs: record.timeMs ?? timeMs, host: record.host ?? host, raw: text };
    }
  }
  return null;
}

function ownRecord(header: SyslogHeader, text: string, line: number): DecodedRecord {
  const fields = new Map<string, FieldValue>();
  const { priority, host, program, pid } = header;
  if (host !== null) fields.set('host', host);
  if (program !== null) {
    fields.set('program', program);
    fields.set('process.name', program);
  }
  if (pid !== null) fields.set('pid', pid);
  if (priority !== null) {
    fields.set('facility', FACILITIES[priority >> 3] ?? String(priority >> 3));
    fields.set('severity', SEVERITIES[priority & 7] ?? '');
  }
  fields.set('message', text.slice(header.messageAt));
  return { format: NAME, dialect: 'syslog', timeMs: header.timeMs, host, fields, line, raw: text };
}
