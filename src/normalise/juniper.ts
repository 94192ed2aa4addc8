// Juniper: Junos by the names of its structured data, ScreenOS by those of its traffic log.
import type { FieldValue } from '../event/event.ts';
import { createInterner, logSource } from './log-source.ts';
import { applyTable, firstOf, type NameTable } from './name-table.ts';
import type { Normalised } from './normalised.ts';

/** Names of Junos (system log explorer), then of ScreenOS (messages guide). `N/A` is how Junos says nothing. */
const JUNIPER_NAMES: NameTable = {
  text: [
    ['src_ip', ['source-address', 'src']],
    ['dst_ip', ['destination-address', 'dst']],
    ['proto', ['protocol-id', 'protocol-name', 'proto']],
    ['service', ['service-name', 'service']],
    ['username', ['username', 'user']],
    [
      'src_intf',
      ['packet-incoming-interface', 'source-interface-name', 'interface-name', 'src zone'],
    ],
    ['dst_intf', ['packet-outgoing-interface', 'destination-interface-name', 'dst zone']],
    ['policy_id', ['policy-name', 'policy_id']],
    ['hostname', ['hostname', 'http-host']],
    ['level', ['severity', 'threat-severity']],
    ['action', ['action']],
    ['type', ['tag', 'type']],
  ],
  numbers: [
    ['src_port', ['source-port', 'src_port']],
    ['dst_port', ['destination-port', 'dst_port']],
    ['bytes_sent', ['bytes-from-client', 'sent']],
    ['bytes_received', ['bytes-from-server', 'rcvd']],
  ],
  lowerCase: ['action', 'level'],
  empty: ['N/A', 'UNKNOWN'],
};

/** Where the record has no `action`: the end of the tag says what was done. */
const ACTIONS: readonly (readonly [ends: RegExp, action: string])[] = [
  [/_(?:DENY|BLOCKED|DROP)(?:_LS)?$/, 'deny'],
  [/_(?:CREATE|CLOSE|PERMITTED)(?:_LS)?$/, 'allow'],
];

const intern = createInterner();

export function normaliseJuniper(decoded: ReadonlyMap<string, FieldValue>): Normalised {
  const fields = applyTable(decoded, JUNIPER_NAMES);
  if (fields.get('username') === 'N/A') fields.delete('username');
  const tag = firstOf(decoded, ['tag']) ?? '';
  const action = ACTIONS.find(([ends]) => ends.test(tag))?.[1];
  if (!fields.has('action') && action !== undefined) fields.set('action', action);
  const isRouting = firstOf(decoded, ['process']) === 'rpd';
  // SigmaHQ's rules on routing search the messages of BGP and LDP
  const service = isRouting ? (/\b(BGP|LDP)/i.exec(messageOf(decoded, tag))?.[1] ?? null) : null;
  const name = service?.toLowerCase() ?? null;
  const logSources = intern(`${isRouting}:${name ?? ''}`, () => [
    logSource({ category: isRouting ? null : 'firewall', product: 'juniper', service: name }),
  ]);
  return { logSources, fields };
}

function messageOf(decoded: ReadonlyMap<string, FieldValue>, tag: string): string {
  return `${tag} ${firstOf(decoded, ['message'])?.slice(0, 200) ?? ''}`.replaceAll('_', ' ');
}
