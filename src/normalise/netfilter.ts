// The Linux packet filter: the kernel does not say what became of the packet, the administrator's prefix usually does.
import type { FieldValue } from '../event/event.ts';
import { createInterner, logSource } from './log-source.ts';
import { applyTable, type NameTable } from './name-table.ts';
import type { Normalised } from './normalised.ts';
import { prefixAction } from './prefix-action.ts';

/** Names of the kernel's LOG target. */
const NETFILTER_NAMES: NameTable = {
  text: [
    ['src_ip', ['SRC']],
    ['dst_ip', ['DST']],
    ['proto', ['PROTO']],
    ['src_intf', ['IN']],
    ['dst_intf', ['OUT']],
    ['policy_id', ['prefix']],
  ],
  numbers: [
    ['src_port', ['SPT']],
    ['dst_port', ['DPT']],
  ],
  lowerCase: ['proto'],
  empty: [],
};

const intern = createInterner();

export function normaliseNetfilter(decoded: ReadonlyMap<string, FieldValue>): Normalised {
  const fields = applyTable(decoded, NETFILTER_NAMES);
  const prefix = fields.get('prefix');
  const action = typeof prefix === 'string' ? prefixAction(prefix) : null;
  if (action !== null) fields.set('action', action);
  addHardwareAddresses(fields);
  const logSources = intern('', () => [
    logSource({ category: 'firewall', product: 'linux', service: 'netfilter' }),
    logSource({ product: 'linux', service: 'syslog' }),
  ]);
  return { logSources, fields };
}

/** The Ethernet header of 14 bytes: destination, source, type. ECS's names. */
function addHardwareAddresses(fields: Map<string, FieldValue>): void {
  const header = fields.get('MAC');
  if (typeof header !== 'string' || !/^[0-9a-f:]{41}$/i.test(header)) return;
  fields.set('destination.mac', header.slice(0, 17));
  fields.set('source.mac', header.slice(18, 35));
}
