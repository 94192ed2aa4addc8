import type { FieldValue, LogSource } from '../event/event.ts';
import { createInterner, logSource } from './log-source.ts';
import { applyTable, firstOf, type NameTable } from './name-table.ts';
import type { Normalised } from './normalised.ts';

/**
 * Check Point's field names (sk144192). `service` is there the destination port, or its name; `client_ip` where an
 * administrator's console is; `hostname` is the gateway's own name.
 */
const CHECKPOINT_NAMES: NameTable = {
  text: [
    ['src_ip', ['src', 'client_ip', 'source']],
    ['dst_ip', ['dst', 'destination']],
    ['username', ['user', 'src_user_name', 'administrator', 'endpointuser']],
    ['policy_id', ['rule_name', 'rule_uid', 'rule']],
    ['service', ['service_id', 'appi_name', 'service']],
    ['url', ['resource']],
    ['level', ['severity']],
    ['source.nat.ip', ['xlatesrc']],
    ['destination.nat.ip', ['xlatedst']],
  ],
  numbers: [
    ['src_port', ['s_port']],
    ['dst_port', ['service', 'd_port']],
    ['bytes_sent', ['client_outbound_bytes', 'sent_bytes']],
    ['bytes_received', ['client_inbound_bytes', 'received_bytes']],
  ],
  lowerCase: ['action', 'level', 'proto'],
  empty: ['0.0.0.0', 'N/A'],
};

const intern = createInterner();

export function normaliseCheckpoint(decoded: ReadonlyMap<string, FieldValue>): Normalised {
  const fields = applyTable(decoded, CHECKPOINT_NAMES);
  const name = firstOf(decoded, ['ifname']);
  if (name !== null)
    fields.set(firstOf(decoded, ['ifdir']) === 'outbound' ? 'dst_intf' : 'src_intf', name);
  return { logSources: logSourcesOf(decoded.has('administrator')), fields };
}

/** What administrators do is no traffic. */
function logSourcesOf(isAudit: boolean): readonly LogSource[] {
  return intern(String(isAudit), () => [
    isAudit
      ? logSource({ product: 'checkpoint', service: 'audit' })
      : logSource({ category: 'firewall', product: 'checkpoint' }),
  ]);
}
