// FortiGate: the vendor's names stay, and Sigma's firewall names are added beside them.
import type { FieldValue, LogSource } from '../event/event.ts';
import { safeFieldName } from './field-name.ts';
import { createInterner, logSource } from './log-source.ts';
import type { Normalised } from './normalised.ts';

type FieldMap = Map<string, FieldValue>;

/**
 * Canonical name <- FortiOS names, the first one present counts (FortiOS log message reference; the last names are
 * those of FortiOS 4). VPN events have the remote side where others have the source.
 */
const NAMES: readonly (readonly [string, readonly string[]])[] = [
  ['src_ip', ['srcip', 'remip', 'src']],
  ['dst_ip', ['dstip', 'locip', 'dst']],
  ['username', ['user', 'unauthuser', 'xauthuser']],
  ['src_intf', ['srcintf', 'src_int']],
  ['dst_intf', ['dstintf', 'dst_int', 'outintf']],
  ['policy_id', ['policyid']],
];
const NUMBERS: readonly (readonly [string, readonly string[]])[] = [
  ['src_port', ['srcport', 'remport', 'src_port']],
  ['dst_port', ['dstport', 'locport', 'dst_port']],
  ['bytes_sent', ['sentbyte', 'sent']],
  ['bytes_received', ['rcvdbyte', 'rcvd']],
];

const intern = createInterner();

export function normaliseFortigate(decoded: ReadonlyMap<string, FieldValue>): Normalised {
  const fields: FieldMap = new Map();
  for (const [name, value] of decoded) fields.set(safeFieldName(name), value);
  for (const [name, sources] of NAMES) {
    const value = firstOf(decoded, sources);
    if (value !== null) fields.set(name, value);
  }
  for (const [name, sources] of NUMBERS) {
    const value = firstOf(decoded, sources);
    if (value !== null) fields.set(name, /^\d{1,15}$/.test(value) ? Number(value) : value);
  }
  const action = firstOf(decoded, ['action', 'status']);
  if (action !== null) fields.set('action', action.toLowerCase());
  for (const name of ['type', 'subtype', 'level']) {
    const value = decoded.get(name);
    if (typeof value === 'string') fields.set(name, value.toLowerCase());
  }
  return { logSources: logSourcesOf(fields), fields };
}

/** `N/A` is how FortiOS writes that there is nothing. A key that came twice counts with its first value. */
function firstOf(fields: ReadonlyMap<string, FieldValue>, names: readonly string[]): string | null {
  for (const name of names) {
    const value = fields.get(name);
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof first === 'string' && first.length > 0 && first !== 'N/A') return first;
  }
  return null;
}

/** Log types of FortiOS; a type that it does not have makes no service. */
const TYPES: ReadonlySet<string> = new Set(
  'traffic utm event anomaly dns gtp voip ssh ssl webfilter virus ips app-ctrl emailfilter dlp waf file-filter'.split(
    ' ',
  ),
);

/** SigmaHQ says `fortigate` in seven rules and `fortios` in one, with the log type or the daemon as service. */
function logSourcesOf(fields: FieldMap): readonly LogSource[] {
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
