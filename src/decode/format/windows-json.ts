import type { FieldValue } from '../../event/event.ts';
import type { ObjectFormat } from '../format.ts';
import { parseIsoTime } from '../time/iso-time.ts';
import type { TimeZone } from '../timestamp.ts';
import { readTextField, readTimeFields, readZonedTime } from './time-fields.ts';
import { flattenWindowsEvent } from './windows-event.ts';
import { WINDOWS_SAMPLES } from './windows-samples.ts';

/** The event log's own time, as its shippers name it. */
const EVENT_TIMES = ['TimeCreated_SystemTime', 'SystemTime', 'TimeCreated'];
/** Then what shippers add; times of receipt (`EventReceivedTime`) are not used. */
const ALL_TIMES = [...EVENT_TIMES, 'EventTime', '@timestamp', 'timestamp', 'time'];
const HOST_FIELDS = ['Computer', 'Hostname', 'ComputerName', 'MachineName', 'HostName'];

/** Windows event log records as JSON, one a line, in the shapes of the common shippers and dump tools. */
export const windowsJson: ObjectFormat = {
  name: 'windows-json',
  title: 'Windows events as JSON, one a line (evtx_dump, Winlogbeat, NXLog, Get-WinEvent)',
  reference: 'https://learn.microsoft.com/windows/win32/wes/eventschema-schema',
  samples: WINDOWS_SAMPLES,
  read(object, _envelope, context) {
    const fields = flattenWindowsEvent(object);
    if (fields === null) return 'a JSON object, but not a Windows event';
    return {
      dialect: 'windows',
      timeMs: readTime(fields, context.zone),
      host: readTextField(fields, HOST_FIELDS),
      fields,
    };
  },
};

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
