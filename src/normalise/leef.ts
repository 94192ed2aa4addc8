import type { FieldValue } from '../event/event.ts';
import { applyTable, firstOf, type NameTable } from './name-table.ts';
import type { Normalised } from './normalised.ts';
import { vendorSources } from './vendor.ts';

/** LEEF's predefined attributes (IBM, "LEEF event attributes"). */
const LEEF_NAMES: NameTable = {
  text: [
    ['src_ip', ['src', 'srcPreNAT']],
    ['dst_ip', ['dst', 'dstPreNAT']],
    ['action', ['action', 'act']],
    ['username', ['usrName', 'accountName']],
    ['hostname', ['identHostName', 'srcHost', 'dstHost']],
    ['policy_id', ['policy']],
  ],
  numbers: [
    ['src_port', ['srcPort']],
    ['dst_port', ['dstPort']],
    ['bytes_sent', ['srcBytes']],
    ['bytes_received', ['dstBytes']],
  ],
  lowerCase: ['action'],
  empty: ['N/A', 'None', '-'],
};

export function normaliseLeef(decoded: ReadonlyMap<string, FieldValue>): Normalised {
  const fields = applyTable(decoded, LEEF_NAMES);
  const logSources = vendorSources(firstOf(decoded, ['Vendor']), firstOf(decoded, ['Product']));
  return { logSources, fields };
}
