import type { FieldValue } from '../../event/event.ts';
import type { ObjectFormat } from '../format.ts';
import { isJsonObject } from './json-object.ts';
import { readTextField, readTimeFields } from './time-fields.ts';

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

/** Any other JSON object; fields stay as they are, nested objects too. */
export const json: ObjectFormat = {
  name: 'json',
  title: 'JSON objects, one a line',
  reference: 'https://www.rfc-editor.org/rfc/rfc8259',
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
  read(object, _envelope, context) {
    const fields = new Map<string, FieldValue>();
    for (const key in object) fields.set(key, object[key] ?? null);
    return {
      dialect: 'generic',
      timeMs: readTimeFields(fields, TIME_FIELDS, context.zone),
      host: readTextField(fields, HOST_FIELDS) ?? nestedHost(fields.get('host')),
      fields,
    };
  },
};

function nestedHost(host: FieldValue | undefined): string | null {
  if (!isJsonObject(host)) return null;
  const name = host['name'] ?? host['hostname'];
  return typeof name === 'string' && name.length > 0 ? name : null;
}
