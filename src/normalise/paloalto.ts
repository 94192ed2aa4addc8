import type { FieldValue, LogSource } from '../event/event.ts';
import { createInterner, logSource } from './log-source.ts';
import { applyTable, firstOf, type NameTable } from './name-table.ts';
import type { Normalised } from './normalised.ts';

/** PAN-OS's variable names ("Syslog Field Descriptions"). */
const PALOALTO_NAMES: NameTable = {
  text: [
    ['src_ip', ['src', 'public_ip', 'ip']],
    ['dst_ip', ['dst']],
    ['username', ['srcuser', 'user', 'admin', 'dstuser']],
    ['src_intf', ['inbound_if']],
    ['dst_intf', ['outbound_if']],
    ['policy_id', ['rule']],
    ['service', ['app']],
    ['hostname', ['machinename', 'src_host']],
    ['level', ['severity']],
    ['source.nat.ip', ['natsrc']],
    ['destination.nat.ip', ['natdst']],
  ],
  numbers: [
    ['src_port', ['sport']],
    ['dst_port', ['dport']],
    ['bytes_sent', ['bytes_sent']],
    ['bytes_received', ['bytes_received']],
  ],
  lowerCase: ['action', 'type', 'subtype', 'level', 'proto'],
  empty: ['0.0.0.0', 'N/A'],
};

/** Logs of people's sessions and of the device; the others are of traffic. */
const NOT_TRAFFIC: ReadonlySet<string> = new Set([
  'system',
  'config',
  'userid',
  'hipmatch',
  'iptag',
]);

const intern = createInterner();

export function normalisePaloalto(decoded: ReadonlyMap<string, FieldValue>): Normalised {
  const fields = applyTable(decoded, PALOALTO_NAMES);
  const type = firstOf(fields, ['type']) ?? '';
  const subtype = firstOf(fields, ['subtype']) ?? '';
  if (type === 'config') putConfig(decoded, fields);
  if (type === 'threat' && subtype === 'url') putUrl(decoded, fields);
  if (type === 'system') putLogin(decoded, fields);
  return { logSources: logSourcesOf(type, type === 'threat' && subtype === 'url'), fields };
}

/** `host` of a change is where the administrator came from. */
function putConfig(
  decoded: ReadonlyMap<string, FieldValue>,
  fields: Map<string, FieldValue>,
): void {
  const host = firstOf(decoded, ['host']);
  if (host !== null) fields.set('src_ip', host);
}

/** A URL log's `misc` is the address without its scheme. */
function putUrl(decoded: ReadonlyMap<string, FieldValue>, fields: Map<string, FieldValue>): void {
  const url = firstOf(decoded, ['misc']);
  if (url === null) return;
  const host = /^(?:\w{2,8}:\/\/)?([^/:?\s]{1,253})/.exec(url)?.[1];
  fields.set('url', url);
  fields.set('c-uri', url);
  if (host !== undefined) fields.set('cs-host', host);
  const agent = firstOf(decoded, ['user_agent']);
  const method = firstOf(decoded, ['http_method']);
  if (agent !== null) fields.set('c-useragent', agent);
  if (method !== null) fields.set('cs-method', method.toUpperCase());
}

/** `failed authentication for user 'an.nv'. … From: 198.51.100.4.`: who and from where stand in the text only. */
function putLogin(decoded: ReadonlyMap<string, FieldValue>, fields: Map<string, FieldValue>): void {
  const text = firstOf(decoded, ['opaque'])?.slice(0, 2048) ?? '';
  const user = /\buser ["']([^"']{1,256})["']/i.exec(text)?.[1];
  const from = /\bFrom: ([\da-f.:]{2,45})/i.exec(text)?.[1]?.replace(/\.$/, '');
  if (user !== undefined) fields.set('username', user);
  if (from !== undefined) fields.set('src_ip', from);
}

function logSourcesOf(type: string, isUrl: boolean): readonly LogSource[] {
  const isTraffic = !NOT_TRAFFIC.has(type);
  // What a log says of its type names a service only if PAN-OS has it
  const service = /^[a-z]{3,14}$/.test(type) ? type : null;
  return intern(`${service ?? ''}:${isUrl}`, () => [
    logSource({ ...(isTraffic && { category: 'firewall' }), product: 'paloalto', service }),
    // SigmaHQ's two rules on GlobalProtect
    ...(type === 'globalprotect'
      ? [logSource({ category: 'appliance', product: 'paloalto', service: type })]
      : []),
    ...(isUrl ? [logSource({ category: 'proxy', product: 'paloalto' })] : []),
  ]);
}
