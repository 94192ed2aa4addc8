// FortiGate: the vendor's names stay, and Sigma's firewall names are added beside them.
import type { FieldValue, LogSource } from '../event/event.ts';
import { createInterner, logSource } from './log-source.ts';
import { applyTable, type NameTable } from './name-table.ts';
import type { Normalised } from './normalised.ts';

/**
 * FortiOS names (FortiOS log message reference; the last names are those of FortiOS 4). VPN events have the remote
 * side where others have the source. `N/A` is how FortiOS writes that there is nothing.
 */
const FORTIGATE_NAMES: NameTable = {
  text: [
    ['src_ip', ['srcip', 'remip', 'src']],
    ['dst_ip', ['dstip', 'locip', 'dst']],
    ['username', ['user', 'unauthuser', 'xauthuser']],
    ['src_intf', ['srcintf', 'src_int']],
    ['dst_intf', ['dstintf', 'dst_int', 'outintf']],
    ['policy_id', ['policyid']],
    ['action', ['action', 'status']],
  ],
  numbers: [
    ['src_port', ['srcport', 'remport', 'src_port']],
    ['dst_port', ['dstport', 'locport', 'dst_port']],
    ['bytes_sent', ['sentbyte', 'sent']],
    ['bytes_received', ['rcvdbyte', 'rcvd']],
  ],
  lowerCase: ['action', 'type', 'subtype', 'level'],
  empty: ['N/A'],
};

const intern = createInterner();

export function normaliseFortigate(decoded: ReadonlyMap<string, FieldValue>): Normalised {
  const fields = applyTable(decoded, FORTIGATE_NAMES);
  return { logSources: logSourcesOf(fields), fields };
}

/** Log types of FortiOS; a type that it does not have makes no service. */
const TYPES: ReadonlySet<string> = new Set(
  'traffic utm event anomaly dns gtp voip ssh ssl webfilter virus ips app-ctrl emailfilter dlp waf file-filter'.split(
    ' ',
  ),
);

/** SigmaHQ says `fortigate` in seven rules and `fortios` in one, with the log type or the daemon as service. */
function logSourcesOf(fields: ReadonlyMap<string, FieldValue>): readonly LogSource[] {
  const type = fields.get('type');
  const service = typeof type === 'string' && TYPES.has(type) ? type : null;
  const isSslVpn =
    fields.get('daemon') === 'sslvpnd' || (service === 'event' && fields.get('subtype') === 'vpn');
  return intern(`${service ?? ''}:${isSslVpn}`, () => [
    logSource({ category: 'firewall', product: 'fortigate', service }),
    logSource({ category: 'firewall', product: 'fortios', service }),
    ...(isSslVpn ? [logSource({ product: 'fortios', service: 'sslvpnd' })] : []),
  ]);
}
