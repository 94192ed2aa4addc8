import type { FieldValue } from '../../event/event.ts';
import type { Envelope, FormatBase } from '../format.ts';

/** RFC 5424, table 1 */
const FACILITIES =
  'kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp audit alert clock local0 local1 local2 local3 local4 local5 local6 local7'.split(
    ' ',
  );
/** RFC 5424, table 2 */
const SEVERITIES = 'emerg alert crit err warning notice info debug'.split(' ');

/**
 * Syslog lines: an envelope round any other message, whose record then counts; else a record of its own. Its
 * fields: `message`, and as far as written `host`, `program` (also as `process.name`), `pid`, `facility`, `severity`.
 */
export const syslog: FormatBase = {
  name: 'syslog',
  title: 'syslog (RFC 3164 as devices write it, RFC 5424), also round other formats',
  reference: 'https://www.rfc-editor.org/rfc/rfc3164',
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
      lines: ['<14>1 2026-11-20T01:02:03.456Z pc-07 CEF:0|Contoso|Agent|1|7|Start|3|src=192.0.2.7'],
      fields: { DeviceVendor: 'Contoso', src: '192.0.2.7' },
      time: '2026-11-20T01:02:03.456Z',
      host: 'pc-07',
    },
    {
      lines: ['<14>Nov 20 08:02:03 pc-07 relay -: CEF:0|Contoso|Agent|1|7|Start|3|src=192.0.2.7'],
      fields: { DeviceVendor: 'Contoso', src: '192.0.2.7' },
      time: '2026-11-20T01:02:03.000Z',
      host: 'pc-07',
    },
    {
      lines: ['<14>1 2026-11-20T01:02:03.456Z pc-07 nxlog 12 - [x@1 a="]"] {"level":3}'],
      fields: { level: 3 },
      time: '2026-11-20T01:02:03.456Z',
      host: 'pc-07',
    },
  ],
};

/** What a syslog record says besides its message; a message's own fields of the same names come first. */
export function addEnvelopeFields(
  fields: Map<string, FieldValue>,
  envelope: Envelope,
): Map<string, FieldValue> {
  const put = (name: string, value: string | null | undefined): void => {
    if (value !== null && value !== undefined && !fields.has(name)) fields.set(name, value);
  };
  const { priority } = envelope;
  put('host', envelope.host);
  put('program', envelope.program);
  put('process.name', envelope.program);
  put('pid', envelope.pid);
  if (priority !== null) {
    put('facility', FACILITIES[priority >> 3] ?? String(priority >> 3));
    put('severity', SEVERITIES[priority & 7]);
  }
  return fields;
}
