import type { FieldValue, LogSource } from '../event/event.ts';
import { createInterner, logSource } from './log-source.ts';
import { applyTable, firstOf, type NameTable } from './name-table.ts';
import type { Normalised } from './normalised.ts';

/** Messages' wordings have the canonical names already (decode); these are Firepower's connection events. */
export const CISCO_ASA_NAMES: NameTable = {
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

/** What ASA's verbs (field `outcome`, kept) and Firepower's rule actions mean; the first word counts. */
export const CISCO_ACTIONS: Readonly<Record<string, string>> = {
  built: 'allow',
  permitted: 'allow',
  'est-allowed': 'allow',
  accessed: 'allow',
  successful: 'allow',
  succeeded: 'allow',
  accept: 'allow',
  allow: 'allow',
  trust: 'allow',
  fastpath: 'allow',
  teardown: 'close',
  deny: 'deny',
  denied: 'deny',
  dropped: 'deny',
  dropping: 'deny',
  drop: 'deny',
  discarded: 'deny',
  shunned: 'deny',
  rejected: 'deny',
  block: 'deny',
  failed: 'fail',
};
const ACTIONS: ReadonlyMap<string, string> = new Map(Object.entries(CISCO_ACTIONS));

const intern = createInterner();

export function normaliseCiscoAsa(decoded: ReadonlyMap<string, FieldValue>): Normalised {
  const fields = applyTable(decoded, CISCO_ASA_NAMES);
  const verb = firstOf(decoded, ['outcome', 'AccessControlRuleAction', 'InlineResult']);
  const word = verb?.toLowerCase().split(' ', 1)[0] ?? '';
  const action = ACTIONS.get(word);
  if (action !== undefined) fields.set('action', action);
  return { logSources: logSourcesOf(firstOf(decoded, ['product'])), fields };
}

function logSourcesOf(product: string | null): readonly LogSource[] {
  const service = product === 'FTD' ? 'ftd' : 'asa';
  return intern(service, () => [
    logSource({ category: 'firewall', product: 'cisco', service }),
    logSource({ product: 'cisco', service: 'syslog' }),
  ]);
}
