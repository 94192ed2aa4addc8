import type { FieldValue } from '../event/event.ts';
import { applyTable, firstOf, type NameTable } from './name-table.ts';
import type { Normalised } from './normalised.ts';
import { vendorSources } from './vendor.ts';

/** CEF's extension dictionary (implementation standard, chapter 2); both the short and the long names are in use. */
const CEF_NAMES: NameTable = {
  text: [
    ['src_ip', ['src', 'sourceAddress', 'c6a2']],
    ['dst_ip', ['dst', 'destinationAddress', 'c6a3']],
    ['action', ['act', 'deviceAction']],
    ['proto', ['proto', 'transportProtocol']],
    ['service', ['app', 'applicationProtocol']],
    ['username', ['suser', 'sourceUserName', 'duser', 'destinationUserName']],
    ['url', ['request', 'requestURL']],
    ['src_intf', ['deviceInboundInterface']],
    ['dst_intf', ['deviceOutboundInterface']],
    ['hostname', ['shost', 'sourceHostName', 'dhost', 'destinationHostName']],
  ],
  numbers: [
    ['src_port', ['spt', 'sourcePort']],
    ['dst_port', ['dpt', 'destinationPort']],
    ['bytes_sent', ['out', 'bytesOut']],
    ['bytes_received', ['in', 'bytesIn']],
  ],
  lowerCase: ['action'],
  empty: ['N/A', 'None', '-'],
};

export function normaliseCef(decoded: ReadonlyMap<string, FieldValue>): Normalised {
  const fields = applyTable(decoded, CEF_NAMES);
  const logSources = vendorSources(
    firstOf(decoded, ['DeviceVendor']),
    firstOf(decoded, ['DeviceProduct']),
  );
  return { logSources, fields };
}
