// Sophos Firewall: what was done is the log's subtype.
import type { FieldValue, LogSource } from '../event/event.ts';
import { createInterner, logSource } from './log-source.ts';
import { applyTable, type NameTable } from './name-table.ts';
import type { Normalised } from './normalised.ts';

/** Names of SFOS's syslog guide: the device standard format, the central reporting format, the web server's log. */
const SOPHOS_FIREWALL_NAMES: NameTable = {
  text: [
    ['src_ip', ['src_ip', 'sourceip']],
    ['dst_ip', ['dst_ip', 'localip']],
    ['proto', ['protocol']],
    ['username', ['user_name', 'user', 'name']],
    ['src_intf', ['in_interface']],
    ['dst_intf', ['out_interface']],
    ['policy_id', ['fw_rule_id']],
    ['service', ['application', 'app_name']],
    ['action', ['log_subtype']],
    ['type', ['log_type']],
    ['subtype', ['log_subtype']],
    ['level', ['priority', 'severity']],
    ['c-uri', ['url']],
    ['cs-host', ['domain', 'server']],
    ['cs-method', ['http_method', 'method']],
    ['c-useragent', ['user_agent', 'useragent', 'http_user_agent']],
  ],
  numbers: [
    ['src_port', ['src_port']],
    ['dst_port', ['dst_port']],
    ['bytes_sent', ['sent_bytes', 'bytes_sent', 'bytessent']],
    ['bytes_received', ['recv_bytes', 'bytes_received', 'bytesrcv']],
    ['sc-status', ['status_code', 'httpresponsecode', 'httpstatus', 'http_status']],
  ],
  lowerCase: ['action', 'proto', 'type', 'subtype', 'level'],
  empty: ['N/A', '-'],
};

/** Categories beside the firewall's, by the log's type. */
const CATEGORIES: ReadonlyMap<string, string> = new Map([
  ['content filtering', 'proxy'],
  ['anti-virus', 'antivirus'],
]);
const TYPES: ReadonlySet<string> = new Set([
  ...CATEGORIES.keys(),
  'firewall',
  'event',
  'idp',
  'ips',
  'atp',
  'waf',
  'anti-spam',
  'sandbox',
  'heartbeat',
  'ssl',
  'system health',
  'wireless protection',
]);

const intern = createInterner();

export function normaliseSophosFirewall(decoded: ReadonlyMap<string, FieldValue>): Normalised {
  const fields = applyTable(decoded, SOPHOS_FIREWALL_NAMES);
  const type = fields.get('type');
  const known = typeof type === 'string' && TYPES.has(type) ? type : '';
  if (known === 'anti-virus') addAntivirus(fields);
  return { logSources: intern(known, () => sourcesOf(known)), fields };
}

function sourcesOf(type: string): readonly LogSource[] {
  const service = type === '' ? null : type.replace(' ', '-');
  const category = CATEGORIES.get(type);
  return [
    logSource({ category: 'firewall', product: 'sophos', service }),
    ...(category === undefined ? [] : [logSource({ category, product: 'sophos' })]),
  ];
}

/** Sigma's names of the category antivirus. */
function addAntivirus(fields: Map<string, FieldValue>): void {
  const names = [
    ['Signature', 'virus'],
    ['Filename', 'filename'],
  ] as const;
  for (const [name, own] of names) {
    const value = fields.get(own);
    if (value !== undefined && value !== '') fields.set(name, value);
  }
}
