import type { FieldValue } from '../../../event/event.ts';
import { readCsvLine } from '../../csv/csv-line.ts';
import type { MessageFormat } from '../../format.ts';
import { parseIsoTime } from '../../time/iso-time.ts';
import { toUtcMs } from '../../timestamp.ts';
import type { ClockReading, TimeZone } from '../../timestamp.ts';
import { readTextField } from '../time-fields.ts';
import { columnsOf } from './panos-columns.ts';
import { PANOS_SAMPLES } from './panos-samples.ts';

const TYPE_CELL = 3;

/** PAN-OS's default log format, comma-separated; empty cells are left out. Its CEF and LEEF formats are those formats'. */
export const panos: MessageFormat = {
  name: 'paloalto-panos',
  title: 'Palo Alto Networks PAN-OS logs, comma-separated',
  reference:
    'https://docs.paloaltonetworks.com/pan-os/11-1/pan-os-admin/monitoring/use-syslog-for-monitoring/syslog-field-descriptions',
  samples: PANOS_SAMPLES,
  programs: [],
  // `1,2026/11/20 08:02:03,001801000001,TRAFFIC,`
  begins:
    /\d?,\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?,[\w-]{0,40},[A-Z][A-Z0-9-]{1,30}(?:,|$)/y,
  isBare: true,
  read(text, _envelope, context) {
    const { cells, open } = readCsvLine(text, ',', null);
    const values = open === null ? cells : [...cells, open];
    const type = values[TYPE_CELL];
    if (type === undefined || !/^[A-Z][A-Z0-9-]+$/.test(type))
      return 'comma-separated cells without a log type in the fourth';
    const fields = nameCells(columnsOf(type, values), values);
    return {
      dialect: 'paloalto',
      timeMs: readTime(fields, context.zone),
      host: readTextField(fields, ['device_name']),
      fields,
    };
  },
};

/** Cells beyond the known columns are `column_N`, N counted from one. */
function nameCells(columns: readonly string[], cells: readonly string[]): Map<string, FieldValue> {
  const fields = new Map<string, FieldValue>();
  for (const [index, cell] of cells.entries()) {
    const name = columns[index] ?? `column_${index + 1}`;
    if (cell !== '' && name !== '-') fields.set(name, cell);
  }
  return fields;
}

/** More than a record waits between the data plane and the management plane. */
const MAX_WAIT_MS = 3_600_000;

/**
 * `time_generated` is the device's local time. `high_res_timestamp`, of the record's arrival at the management plane,
 * says that time's zone since PAN-OS 10, unless the two are further apart than an arrival can be late.
 */
function readTime(fields: ReadonlyMap<string, FieldValue>, zone: TimeZone): number | null {
  const exact = readClock(fields, 'high_res_timestamp');
  const local = readClock(fields, 'time_generated') ?? readClock(fields, 'receive_time');
  if (local === null) return exact === null ? null : toUtcMs(exact, zone);
  const isSameClock = exact !== null && Math.abs(exact.localMs - local.localMs) <= MAX_WAIT_MS;
  const offsetMinutes = isSameClock ? exact.offsetMinutes : local.offsetMinutes;
  return toUtcMs({ ...local, offsetMinutes }, zone);
}

function readClock(fields: ReadonlyMap<string, FieldValue>, name: string): ClockReading | null {
  const value = fields.get(name);
  return typeof value === 'string' ? parseIsoTime(value.replaceAll('/', '-')) : null;
}
