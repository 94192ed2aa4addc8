import type { FieldValue } from '../../event/event.ts';
import type { MessageFormat } from '../format.ts';
import { NETFILTER_SAMPLES } from './netfilter-samples.ts';

/** Nobody's rule prefix is longer: 29 characters in iptables, 127 in nftables, before it the kernel's time stamp. */
const BEGINNING = /.{0,300}?IN=\S{0,64} {1,2}OUT=/y;
/** `[ 4978.970285] `: seconds since the start of the kernel. */
const UPTIME = /^\[ {0,9}(\d{1,10}\.\d{1,6})\] ?/;

/** The Linux packet filter, by iptables, nftables, ufw, firewalld, Shorewall, OpenWrt or UniFi gateways alike. */
export const netfilter: MessageFormat = {
  name: 'netfilter',
  title: 'Linux packet filter (iptables, nftables, ufw; UniFi and OpenWrt gateways)',
  reference: 'https://www.netfilter.org/documentation/HOWTO/packet-filtering-HOWTO.html',
  samples: NETFILTER_SAMPLES,
  programs: ['kernel', 'ulogd'],
  begins: BEGINNING,
  isBare: false,
  read(text) {
    BEGINNING.lastIndex = 0;
    const found = BEGINNING.exec(text);
    if (found === null) return 'no IN= and OUT= of the packet filter';
    const start = found[0].lastIndexOf('IN=');
    const fields = new Map<string, FieldValue>();
    readPrefix(text.slice(0, start), fields);
    readPacket(text.slice(start), fields);
    if (!fields.has('SRC') && !fields.has('MAC') && !fields.has('PROTO'))
      return 'IN= and OUT= without SRC=, MAC= or PROTO=';
    return { dialect: 'netfilter', timeMs: null, host: null, fields };
  },
};

/** `[UFW BLOCK] `, `Shorewall:FORWARD:REJECT:`, `[WAN_LOCAL-D-4000] DESCR="Block all" `: what the rule says. */
function readPrefix(text: string, fields: Map<string, FieldValue>): void {
  const uptime = UPTIME.exec(text);
  if (uptime?.[1] !== undefined) fields.set('uptime', uptime[1]);
  let prefix = text.slice(uptime?.[0].length ?? 0);
  const description = /DESCR="([^"]*)"/.exec(prefix);
  if (description?.[1] !== undefined) {
    fields.set('DESCR', description[1]);
    prefix = prefix.slice(0, description.index);
  }
  if (prefix.trim() !== '') fields.set('prefix', prefix.trim());
}

/** What `LEN=` is after the header of the packet: the length of its datagram. */
const AGAIN: ReadonlyMap<string, string> = new Map([
  ['LEN', 'PAYLOAD_LEN'],
  ['ID', 'ICMP_ID'],
]);

/**
 * `KEY=value` and flags (`DF`, `SYN`). In brackets an ICMP error quotes the packet that it is about: its fields are
 * kept under `QUOTED_` names, so that nobody takes them for the packet's.
 */
function readPacket(text: string, fields: Map<string, FieldValue>): void {
  const flags: string[] = [];
  let quoted = '';
  for (const word of text.split(' ')) {
    const opens = word.startsWith('[');
    if (opens) quoted = 'QUOTED_';
    const closes = quoted !== '' && word.endsWith(']');
    const pair = word.slice(opens ? 1 : 0, closes ? -1 : word.length);
    const equals = pair.indexOf('=');
    if (equals > 0) putPair(fields, quoted + pair.slice(0, equals), pair.slice(equals + 1));
    else if (quoted === '' && /^[A-Z]{2,5}$/.test(pair)) flags.push(pair);
    if (closes) quoted = '';
  }
  if (flags.length > 0) fields.set('flags', flags.join(' '));
}

function putPair(fields: Map<string, FieldValue>, key: string, value: string): void {
  const name = fields.has(key) ? AGAIN.get(key) : key;
  if (name !== undefined && value !== '' && !fields.has(name)) fields.set(name, value);
}
