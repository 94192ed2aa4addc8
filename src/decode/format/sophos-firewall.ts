import type { FieldValue } from '../../event/event.ts';
import type { MessageFormat, StreamContext } from '../format.ts';
import { readDeviceTime } from '../time/device-time.ts';
import { readIsoTime } from '../time/iso-time.ts';
import { parseOffset, toUtcMs } from '../timestamp.ts';
import { parseKeyValues } from './key-value.ts';
import { SOPHOS_FIREWALL_SAMPLES } from './sophos-firewall-samples.ts';
import { readTextField } from './time-fields.ts';

/** SFOS on Sophos XG and XGS: `device="SFW"` (its device standard format) and the central reporting format. */
export const sophosFirewall: MessageFormat = {
  name: 'sophos-firewall',
  title: 'Sophos Firewall (SFOS: XG, XGS), both of its syslog formats',
  reference:
    'https://docs.sophos.com/nsg/sophos-firewall/20.0/Help/en-us/webhelp/onlinehelp/AdministratorHelp/Logs/index.html',
  samples: SOPHOS_FIREWALL_SAMPLES,
  programs: [],
  begins: /device(?:_name)?="?[^"=]{1,64}"? (?:date|timestamp)=/y,
  isBare: true,
  read(text, envelope, context) {
    const fields = parseKeyValues(text);
    // The web server protection's records have no subtype
    for (const name of ['log_type', 'log_component'])
      if (!fields.has(name)) return `key=value without ${name}`;
    // The one value that has a space and no quotes: IPv4 (0x0800)
    const etherType = /ether_type=(\w{1,16} \(0x[0-9a-f]{4}\))/i.exec(text)?.[1];
    if (etherType !== undefined) fields.set('ether_type', etherType);
    return {
      dialect: 'sophos-firewall',
      timeMs: readTime(fields, context),
      // The device's name is its model, or SFW, unless somebody changed it
      host: envelope.host ?? readHost(fields),
      fields,
    };
  },
};

function readHost(fields: ReadonlyMap<string, FieldValue>): string | null {
  const name = readTextField(fields, ['device_name']);
  return name === null || name === 'SFW'
    ? readTextField(fields, ['device_serial_id', 'device_id'])
    : name;
}

/** `timestamp` has its zone; `date` and `time` have a `timezone` that is an offset or letters that several zones share. */
function readTime(fields: ReadonlyMap<string, FieldValue>, context: StreamContext): number | null {
  const date = readTextField(fields, ['date']);
  const time = readTextField(fields, ['time']);
  if (date === null || time === null) {
    const timestamp = readTextField(fields, ['timestamp']);
    return timestamp === null ? null : readDeviceTime(timestamp, context);
  }
  const reading = readIsoTime(`${date}T${time}`);
  if (reading === null) return null;
  const zone = readTextField(fields, ['timezone']) ?? '';
  const offsetMinutes = zone === 'UTC' || zone === 'GMT' ? 0 : parseOffset(zone);
  return toUtcMs({ localMs: reading.localMs, offsetMinutes }, context.zone);
}
