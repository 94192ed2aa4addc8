import type { FieldValue, LogSource } from '../event/event.ts';
import { actionOf } from './cisco-actions.ts';
import { createInterner, logSource } from './log-source.ts';
import { applyTable, firstOf, type NameTable } from './name-table.ts';
import type { Normalised } from './normalised.ts';

/** Messages' wordings have the canonical names already (decode); these are Firepower's connection events. */
const CISCO_ASA_NAMES: NameTable = {
  text: [
    ['src_ip', ['src_ip', 'SrcIP', 'InitiatorIP']],
    ['dst_ip', ['dst_ip', 'DstIP', 'ResponderIP']],
    ['proto', ['proto', 'Protocol']],
    ['username', ['username', 'User']],
    ['src_intf', ['src_intf', 'IngressInterface']],
    ['dst_intf', ['dst_intf', 'EgressInterface']],
    ['policy_id', ['rule_name', 'AccessControlRuleName']],
    ['service', ['service', 'ApplicationProtocol']],
    ['url', ['url', 'URL']],
    ['hostname', ['ReferencedHost']],
    ['level', ['severity']],
  ],
  numbers: [
    ['src_port', ['src_port', 'SrcPort']],
    ['dst_port', ['dst_port', 'DstPort']],
    ['bytes_sent', ['bytes_sent', 'InitiatorBytes']],
    ['bytes_received', ['bytes_received', 'ResponderBytes']],
  ],
  lowerCase: ['proto'],
  empty: ['N/A', 'Unknown', 'No Authentication Required'],
};

const intern = createInterner();

export function normaliseCiscoAsa(decoded: ReadonlyMap<string, FieldValue>): Normalised {
  const fields = applyTable(decoded, CISCO_ASA_NAMES);
  const action = actionOf(firstOf(decoded, ['outcome', 'AccessControlRuleAction', 'InlineResult']));
  if (action !== null) fields.set('action', action);
  return { logSources: logSourcesOf(firstOf(decoded, ['product'])), fields };
}

function logSourcesOf(product: string | null): readonly LogSource[] {
  const service = product === 'FTD' ? 'ftd' : 'asa';
  return intern(service, () => [
    logSource({ category: 'firewall', product: 'cisco', service }),
    logSource({ product: 'cisco', service: 'syslog' }),
  ]);
}
