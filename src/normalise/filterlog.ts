// pfSense and OPNsense: pf's packet log.
import type { FieldValue } from '../event/event.ts';
import { createInterner, logSource } from './log-source.ts';
import { applyTable, type NameTable } from './name-table.ts';
import type { Normalised } from './normalised.ts';

/** Names of filterlog's cells (OPNsense, filterlog's description). pf says what it did: `pass`, `block`, `reject`. */
const FILTERLOG_NAMES: NameTable = {
  text: [
    ['src_ip', ['src']],
    ['dst_ip', ['dst']],
    ['proto', ['protoname']],
    ['username', ['user']],
    ['policy_id', ['rid', 'rulenr']],
  ],
  numbers: [
    ['src_port', ['srcport']],
    ['dst_port', ['dstport']],
  ],
  lowerCase: ['action', 'proto'],
  empty: ['(null)'],
};

const intern = createInterner();

export function normaliseFilterlog(decoded: ReadonlyMap<string, FieldValue>): Normalised {
  const fields = applyTable(decoded, FILTERLOG_NAMES);
  const place = fields.get('interface');
  // The packet was seen on one interface only
  if (place !== undefined) fields.set(fields.get('dir') === 'out' ? 'dst_intf' : 'src_intf', place);
  const product = isOpnsense(fields) ? 'opnsense' : 'pfsense';
  const service = fields.has('dir') ? 'filterlog' : 'webgui';
  const logSources = intern(`${product}:${service}`, () => [
    logSource({ category: 'firewall', product, service }),
  ]);
  return { logSources, fields };
}

/** pfSense numbers its rules; OPNsense labels them with a hash or a UUID. Its web interface logs as `audit`. */
function isOpnsense(fields: ReadonlyMap<string, FieldValue>): boolean {
  const { rule, program } = { rule: fields.get('rid'), program: fields.get('process') };
  if (typeof rule === 'string') return /[a-f-]/i.test(rule);
  return program === 'audit' || program === 'opnsense';
}
