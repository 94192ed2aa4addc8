import type { FieldValue } from '../../event/event.ts';
import type { Envelope, Message, MessageFormat, ObjectFormat, StreamContext } from '../format.ts';
import { parseEpoch } from '../time/epoch-time.ts';
import { readIsoTime } from '../time/iso-time.ts';
import { parseOffset, toUtcMs } from '../timestamp.ts';
import type { TimeZone } from '../timestamp.ts';
import { FORTIGATE_SAMPLES } from './fortigate-samples.ts';
import { parseCommaValues, parseKeyValues } from './key-value.ts';
import { readTextField } from './time-fields.ts';

/** `eventtime` and `date time` of one record may be zones apart, never more than this. */
const MAX_CLOCK_GAP_MS = 26 * 3_600_000;

/** FortiGate's own log formats (`set format default`, `csv` and `rfc5424`); its CEF variant is CEF. */
export const fortigate: MessageFormat = {
  name: 'fortigate',
  title: 'FortiGate logs, key=value with spaces or commas between, or structured data',
  reference: 'https://docs.fortinet.com/document/fortigate/7.4.0/fortios-log-message-reference',
  samples: FORTIGATE_SAMPLES,
  programs: [],
  // The first word of a record is a pair; or all is in the structured data
  begins: /[ \t]*[A-Za-z_][\w.-]*=|$/y,
  isBare: true,
  read(text, envelope, context) {
    const structured = readStructured(envelope);
    if (structured !== null) return toMessage(structured, context);
    const fields = COMMAS.test(text) ? parseCommaValues(text) : parseKeyValues(text);
    return findFault(fields) ?? toMessage(fields, context);
  },
};

/** The same record as an object (`set format json`). */
export const fortigateJson: ObjectFormat = {
  name: 'fortigate-json',
  title: 'FortiGate logs as JSON',
  reference: fortigate.reference,
  samples: [
    {
      lines: [
        '<189>{"date":"2026-11-20","time":"08:02:03","tz":"+0700","devname":"FG-SO-TC","devid":"FG100FTK20000001","logid":"0000000013","type":"traffic","subtype":"forward","level":"notice","srcip":"10.20.1.7","srcport":51514,"dstip":"203.0.113.9","dstport":443,"action":"close"}',
      ],
      fields: { srcip: '10.20.1.7', srcport: 51_514, action: 'close' },
      time: '2026-11-20T01:02:03.000Z',
      host: 'FG-SO-TC',
    },
  ],
  read(object, _envelope, context) {
    const fields = new Map<string, FieldValue>(Object.entries(object));
    return findFault(fields) ?? toMessage(fields, context);
  },
};

function toMessage(fields: Map<string, FieldValue>, context: StreamContext): Message {
  return {
    dialect: 'fortigate',
    timeMs: readTime(fields, context.zone),
    host: readTextField(fields, ['devname', 'devid', 'device_id']),
    fields,
  };
}

/** `set format rfc5424`: structured data under Fortinet's enterprise number, 12356; null when there is none. */
function readStructured({ structuredData }: Envelope): Map<string, FieldValue> | null {
  const fields = new Map<string, FieldValue>();
  for (const [name, value] of structuredData)
    if (name.includes('@12356.')) fields.set(name.slice(name.lastIndexOf('.') + 1), value);
  return fields.has('type') && fields.has('logid') ? fields : null;
}

/** How `set format csv` begins. */
const COMMAS = /^[ \t]*date=[^ ,=]{1,16},/;

/** Serial numbers of Fortinet's other products, whose logs look alike but mean other things. */
const OTHER_PRODUCT = /^(?:F[VEMCAIDXSPJ]|FMG|FAZ|FAC|FCT)/i;

/** Every FortiGate record has a log id, a type and a time; FortiOS 4 and older wrote `log_id` and `device_id`. */
function findFault(fields: ReadonlyMap<string, FieldValue>): string | null {
  if (!fields.has('type')) return 'key=value without type';
  const oldDevice = fields.get('device_id');
  const isOld = typeof oldDevice === 'string' && /^F[GW]/i.test(oldDevice);
  if (!fields.has('logid') && !(fields.has('log_id') && isOld)) return 'key=value without logid';
  const device = fields.get('devid');
  if (typeof device === 'string' && OTHER_PRODUCT.test(device))
    return `logged by another Fortinet product, serial number ${device.slice(0, 20)}`;
  if (!fields.has('eventtime') && !(fields.has('date') && fields.has('time')))
    return 'key=value without eventtime or date and time';
  return null;
}

/**
 * `eventtime` is an epoch (seconds in FortiOS 6.0, milliseconds with a fraction, nanoseconds since 6.2): no zone to
 * guess. `date` and `time` are local, `tz` says where since 6.2. A clock that disagrees by more than zones can
 * explain loses against date and time, which people read.
 */
function readTime(fields: ReadonlyMap<string, FieldValue>, zone: TimeZone): number | null {
  const eventTime = fields.get('eventtime');
  const epochMs = typeof eventTime === 'string' ? parseEpoch(eventTime) : null;
  const date = fields.get('date');
  const time = fields.get('time');
  if (typeof date !== 'string' || typeof time !== 'string') return epochMs;
  const reading = readIsoTime(`${date}T${time}`);
  if (reading === null) return epochMs;
  if (epochMs !== null && Math.abs(epochMs - reading.localMs) <= MAX_CLOCK_GAP_MS) return epochMs;
  const tz = fields.get('tz');
  const offsetMinutes = typeof tz === 'string' ? parseOffset(tz) : null;
  return toUtcMs({ localMs: reading.localMs, offsetMinutes }, zone);
}
