import type { FieldValue } from '../../event/event.ts';
import type { MessageFormat } from '../format.ts';
import { readDeviceTime } from '../time/device-time.ts';
import { parseKeyValues } from './key-value.ts';

/** `NetScreen device_id=… [Root]system-notification-00257(traffic): …` */
const HEAD =
  /^NetScreen(?: device_id=(\S{1,64}))?(?: {1,2}(?:\[([^\]]{1,64})\])?([a-z]{2,16})-([a-z]{2,16})-(\d{3,6})(?:\(([^)]{1,32})\))?:)?/;

/** Juniper NetScreen, SSG and ISG (ScreenOS). */
export const netscreen: MessageFormat = {
  name: 'juniper-netscreen',
  title: 'Juniper NetScreen, SSG, ISG (ScreenOS)',
  reference:
    'https://www.juniper.net/documentation/software/screenos/screenos6.3.0/630_messages.pdf',
  samples: [
    {
      lines: [
        '<133>Nov 20 08:02:03 fw-edge ssg5-01: NetScreen device_id=ssg5-01  [Root]system-notification-00257(traffic): start_time="2026-11-20 08:02:01" duration=2 policy_id=244 service=Network Time proto=17 src zone=Trust dst zone=Untrust action=Permit sent=76 rcvd=90 src=10.20.1.7 dst=203.0.113.9 src_port=51514 dst_port=123 src-xlated ip=192.0.2.1 port=2041 dst-xlated ip=203.0.113.9 port=123 session_id=4711 reason=Close - AGE OUT',
      ],
      fields: {
        device_id: 'ssg5-01',
        vsys: 'Root',
        severity: 'notification',
        message_id: '00257',
        type: 'traffic',
        service: 'Network Time',
        'src zone': 'Trust',
        'dst zone': 'Untrust',
        action: 'Permit',
        src: '10.20.1.7',
        dst_port: '123',
        'src-xlated ip': '192.0.2.1',
        'src-xlated port': '2041',
        reason: 'Close - AGE OUT',
      },
      time: '2026-11-20T01:02:03.000Z',
      host: 'fw-edge',
    },
    {
      lines: [
        'ssg5-01: NetScreen device_id=ssg5-01  [Root]system-warning-00518: ADM: Local admin authentication failed for login name admin: invalid password (2026-11-20 08:02:03)',
      ],
      fields: {
        message_id: '00518',
        message:
          'ADM: Local admin authentication failed for login name admin: invalid password (2026-11-20 08:02:03)',
      },
      time: '2026-11-20T01:02:03.000Z',
      host: 'ssg5-01',
    },
  ],
  programs: [],
  begins: /(?:[\w.-]{1,64}: )?NetScreen (?:device_id=|\S)/y,
  isBare: true,
  read(text, envelope, context) {
    const at = text.indexOf('NetScreen');
    const body = text.slice(at);
    const head = HEAD.exec(body);
    if (head === null) return 'does not begin with NetScreen';
    const [whole, device, vsys, kind, severity, id, type] = head;
    const fields = new Map<string, FieldValue>();
    const parts = { device_id: device, vsys, kind, severity, message_id: id, type };
    for (const [name, value] of Object.entries(parts))
      if (value !== undefined) fields.set(name, value);
    const message = body.slice(whole.length).trim();
    fields.set('message', message);
    if (message.includes('start_time=')) readTraffic(message, fields);
    const name = at > 2 ? text.slice(0, at - 2) : null;
    return {
      dialect: 'juniper',
      // When it began says less than when it was logged
      timeMs: envelope.timeMs ?? readDeviceTime(writtenTime(message, fields), context),
      host: envelope.host ?? name ?? envelope.program ?? device ?? null,
      fields,
    };
  },
};

/** Names of two words and the values with spaces, which carry no quotes. */
function readTraffic(message: string, fields: Map<string, FieldValue>): void {
  const service = / service=(.{0,64}?) proto=/.exec(message)?.[1];
  const reason = / reason=(.{0,64})$/.exec(message)?.[1];
  const joined = message
    .replaceAll(/ (src|dst) zone=/g, ' $1_zone=')
    .replaceAll(/ (src|dst)-xlated ip=(\S{1,64}) port=/g, ' $1_xlated_ip=$2 $1_xlated_port=');
  for (const [key, value] of parseKeyValues(joined)) fields.set(SPOKEN.get(key) ?? key, value);
  if (service !== undefined) fields.set('service', service);
  if (reason !== undefined) fields.set('reason', reason);
}

/** Names as the line has them. */
const SPOKEN: ReadonlyMap<string, string> = new Map([
  ['src_zone', 'src zone'],
  ['dst_zone', 'dst zone'],
  ['src_xlated_ip', 'src-xlated ip'],
  ['src_xlated_port', 'src-xlated port'],
  ['dst_xlated_ip', 'dst-xlated ip'],
  ['dst_xlated_port', 'dst-xlated port'],
]);

/** `… (2026-11-20 08:02:03)` ends what is no traffic. */
function writtenTime(message: string, fields: ReadonlyMap<string, FieldValue>): string {
  const start = fields.get('start_time');
  if (typeof start === 'string') return start;
  return /\((\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\)\s*$/.exec(message.slice(-32))?.[1] ?? '';
}
