import type { FieldValue } from '../../event/event.ts';
import { mismatch } from '../format.ts';
import type { LineDecoder, LineFormat, StreamContext } from '../format.ts';
import { isJsonObject, parseJsonLine } from './json-object.ts';
import { readTextField, readTimeFields } from './time-fields.ts';
import { flattenWindowsEvent } from './windows-event.ts';

const NAME = 'json';

const TIME_FIELDS = [
  '@timestamp',
  'timestamp',
  'time',
  'ts',
  'eventTime',
  'event_time',
  'EventTime',
  'TimeGenerated',
  'datetime',
  'date',
  '_time',
  'created_at',
];
const HOST_FIELDS = [
  'host.name',
  'host',
  'hostname',
  'Hostname',
  'HostName',
  'computer',
  'Computer',
  'ComputerName',
];

/** Any JSON object a line; fields stay as they are, nested objects too. */
export const json: LineFormat = Object.freeze({
  name: NAME,
  title: 'JSON objects, one a line',
  reference: 'https://www.rfc-editor.org/rfc/rfc8259',
  framing: 'lines',
  samples: [
    {
      lines: [
        '{"time":"2026-11-20T08:02:03+07:00","host":"web-01","status":404,"request":{"path":"/a"}}',
      ],
      fields: { status: 404, request: { path: '/a' } },
      time: '2026-11-20T01:02:03.000Z',
      host: 'web-01',
    },
    {
      lines: ['{"ts":1795136523.456,"host":{"name":"sensor-1"},"id":12345678901234567890}'],
      fields: { id: '12345678901234567890' },
      time: '2026-11-20T01:02:03.456Z',
      host: 'sensor-1',
    },
    {
      lines: ['{"a":1,"a":2,"__proto__":{"polluted":true}}'],
      fields: { a: 2 },
      time: null,
      host: null,
    },
  ],
  createDecoder,
});

function createDecoder(context: StreamContext): LineDecoder {
  return {
    decode(text, line) {
      const parsed = parseJsonLine(text);
      if ('reason' in parsed) return mismatch(parsed.reason);
      const { object } = parsed;
      // So that a stream of mixed records does not settle on the format that takes everything
      if (flattenWindowsEvent(object) !== null) return mismatch('a Windows event, not plain JSON');
      const fields = new Map<string, FieldValue>();
      for (const key in object) fields.set(key, object[key] ?? null);
      const record = {
        format: NAME,
        dialect: 'generic' as const,
        timeMs: readTimeFields(fields, TIME_FIELDS, context.zone),
        host: readTextField(fields, HOST_FIELDS) ?? nestedHost(fields.get('host')),
        fields,
        line,
        raw: text,
      };
      return { kind: 'records', records: [record] };
    },
    flush: () => [],
  };
}

function nestedHost(host: FieldValue | undefined): string | null {
  if (!isJsonObject(host)) return null;
  const name = host['name'] ?? host['hostname'];
  return typeof name === 'string' && name.length > 0 ? name : null;
}
