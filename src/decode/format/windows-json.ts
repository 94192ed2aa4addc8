import type { FieldValue } from '../../event/event.ts';
import { mismatch } from '../format.ts';
import type { LineDecoder, LineFormat, StreamContext } from '../format.ts';
import { parseIsoTime } from '../time/iso-time.ts';
import type { TimeZone } from '../timestamp.ts';
import { parseJsonLine } from './json-object.ts';
import { readTextField, readTimeFields, readZonedTime } from './time-fields.ts';
import { flattenWindowsEvent } from './windows-event.ts';
import { WINDOWS_SAMPLES } from './windows-samples.ts';

const NAME = 'windows-json';

/** The event log's own time, as its shippers name it. */
const EVENT_TIMES = ['TimeCreated_SystemTime', 'SystemTime', 'TimeCreated'];
/** Then what shippers add; times of receipt (`EventReceivedTime`) are not used. */
const ALL_TIMES = [...EVENT_TIMES, 'EventTime', '@timestamp', 'timestamp', 'time'];
const HOST_FIELDS = ['Computer', 'Hostname', 'ComputerName', 'MachineName', 'HostName'];

/** Windows event log records as JSON, one a line, in the shapes of the common shippers and dump tools. */
export const windowsJson: LineFormat = Object.freeze({
  name: NAME,
  title: 'Windows events as JSON, one a line (evtx_dump, Winlogbeat, NXLog, Get-WinEvent)',
  reference: 'https://learn.microsoft.com/windows/win32/wes/eventschema-schema',
  framing: 'lines',
  samples: WINDOWS_SAMPLES,
  createDecoder,
});

function createDecoder(context: StreamContext): LineDecoder {
  return {
    decode(text, line) {
      const json = parseJsonLine(text);
      if ('reason' in json) return mismatch(json.reason);
      const fields = flattenWindowsEvent(json.object);
      if (fields === null) return mismatch('a JSON object, but not a Windows event');
      const record = {
        format: NAME,
        dialect: 'windows' as const,
        timeMs: readTime(fields, context.zone),
        host: readTextField(fields, HOST_FIELDS),
        fields,
        line,
        raw: text,
      };
      return { kind: 'records', records: [record] };
    },
    flush: () => [],
  };
}

/** Sysmon's `UtcTime` is UTC without saying so: surer than a shipper's bare local time beside it. */
function readTime(fields: ReadonlyMap<string, FieldValue>, zone: TimeZone): number | null {
  return (
    readZonedTime(fields, EVENT_TIMES) ??
    readUtcTime(fields) ??
    readTimeFields(fields, ALL_TIMES, zone)
  );
}

function readUtcTime(fields: ReadonlyMap<string, FieldValue>): number | null {
  const text = fields.get('UtcTime');
  return typeof text === 'string' ? (parseIsoTime(text)?.localMs ?? null) : null;
}
