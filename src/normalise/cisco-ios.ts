import type { FieldValue, LogSource } from '../event/event.ts';
import { actionOf } from './cisco-actions.ts';
import { createInterner, logSource } from './log-source.ts';
import { applyTable, firstOf, type NameTable } from './name-table.ts';
import type { Normalised } from './normalised.ts';

/** Messages' wordings have the canonical names already (decode). */
const CISCO_IOS_NAMES: NameTable = {
  text: [
    ['policy_id', ['rule_name']],
    ['level', ['severity']],
  ],
  numbers: [
    ['src_port', ['src_port']],
    ['dst_port', ['dst_port']],
    ['bytes_sent', ['bytes_sent']],
    ['bytes_received', ['bytes_received']],
  ],
  lowerCase: ['proto'],
  empty: [],
};

const intern = createInterner();

export function normaliseCiscoIos(decoded: ReadonlyMap<string, FieldValue>): Normalised {
  const fields = applyTable(decoded, CISCO_IOS_NAMES);
  const action = actionOf(firstOf(decoded, ['outcome']));
  if (action !== null) fields.set('action', action);
  const facility = firstOf(decoded, ['facility']) ?? '';
  return { logSources: logSourcesOf(facility, firstOf(decoded, ['mnemonic']) ?? ''), fields };
}

/** Accounting of commands is SigmaHQ's `cisco/aaa`; routing protocols are services of their own. */
function logSourcesOf(facility: string, mnemonic: string): readonly LogSource[] {
  const isCommand = facility === 'PARSER' || facility === 'AAA' || mnemonic.includes('LOGGEDCMD');
  const protocol = facility === 'BGP' || facility === 'LDP' ? facility.toLowerCase() : null;
  const isFirewall = facility === 'FW' || mnemonic.includes('ACCESSLOG');
  const services = [
    'syslog',
    ...(isCommand ? ['aaa'] : []),
    ...(protocol === null ? [] : [protocol]),
  ];
  return intern(`${services.join()}:${isFirewall}`, () => [
    ...services.map((service) => logSource({ product: 'cisco', service })),
    ...(isFirewall ? [logSource({ category: 'firewall', product: 'cisco', service: 'ios' })] : []),
  ]);
}
