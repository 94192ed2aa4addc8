// Junos's standard format: the same values as in structured data, in sentences; they get the structured names.
import type { FieldValue } from '../../event/event.ts';
import { parseKeyValues } from './key-value.ts';

type Fields = Map<string, FieldValue>;

/** `192.0.2.7/51514->203.0.113.9/443`, with the ports in brackets in UTM's messages. */
const PAIR = /([0-9a-f.:]{2,45})[/(](\d{1,5})\)?->([0-9a-f.:]{2,45})[/(](\d{1,5})\)?/gi;

/** Reads what is known of the message under `tag` into `fields`. */
export function readJunosText(text: string, tag: string, fields: Fields): void {
  const pairs = Array.from(text.slice(0, 4096).matchAll(PAIR)).slice(0, 2);
  for (const [index, [, source, sourcePort, destination, destinationPort]] of pairs.entries()) {
    const nat = index === 0 ? '' : 'nat-';
    put(fields, `${nat}source-address`, source);
    put(fields, `${nat}source-port`, sourcePort);
    put(fields, `${nat}destination-address`, destination);
    put(fields, `${nat}destination-port`, destinationPort);
  }
  const [first, second] = pairs;
  if (first !== undefined && tag.includes('SESSION_DENY'))
    readDenied(text.slice(end(first)), fields);
  else if (first !== undefined && second !== undefined && tag.includes('SESSION_'))
    readSession(text, { first, second }, fields);
  else if (tag.startsWith('IDP_')) readIdp(text, fields);
  else if (tag.startsWith('RT_SCREEN')) readScreen(text, fields);
  else if (first !== undefined) readPairs(text, fields);
}

function end(match: RegExpMatchArray): number {
  return (match.index ?? 0) + match[0].length;
}

function words(text: string): readonly string[] {
  // 0x0 is the connection tag, which newer versions write behind each pair
  return text.split(' ', 64).filter((word) => word !== '' && !/^0x[0-9a-f]+$/.test(word));
}

/** ` service 6(0) policy from-zone to-zone …` */
function readDenied(text: string, fields: Fields): void {
  const [service, protocol, policy, from, to, ...rest] = words(text);
  put(fields, 'service-name', service);
  put(fields, 'protocol-id', protocol?.replace(/\(.*$/, ''));
  put(fields, 'policy-name', policy);
  put(fields, 'source-zone-name', from);
  put(fields, 'destination-zone-name', to);
  readUser(rest, fields);
}

/** Names of NAT rules, with their kinds before them in newer versions. */
const NAT_RULES =
  /^(?:(?:source rule|static rule|N\/A) )?(\S+) (?:(?:destination rule|static rule|N\/A) )?(\S+)$/;

/** `service <nat pair> nat-rules protocol policy from-zone to-zone id …` */
function readSession(
  text: string,
  { first, second }: { readonly first: RegExpMatchArray; readonly second: RegExpMatchArray },
  fields: Fields,
): void {
  put(fields, 'reason', /session closed (.{1,80}?): /.exec(text)?.[1]);
  put(fields, 'service-name', words(text.slice(end(first), second.index)).join(' '));
  const rest = words(text.slice(end(second)));
  const at = rest.findIndex((word) => /^\d{1,3}$/.test(word));
  if (at < 0) return;
  const rules = NAT_RULES.exec(rest.slice(0, at).join(' '));
  put(fields, 'src-nat-rule-name', rules?.[1]);
  put(fields, 'dst-nat-rule-name', rules?.[2]);
  const [protocol, policy, from, to, session, ...tail] = rest.slice(at);
  put(fields, 'protocol-id', protocol);
  put(fields, 'policy-name', policy);
  put(fields, 'source-zone-name', from);
  put(fields, 'destination-zone-name', to);
  put(fields, 'session-id-32', session);
  const sent = /^(\d+)\((\d+)\)$/.exec(tail[0] ?? '');
  const received = /^(\d+)\((\d+)\)$/.exec(tail[1] ?? '');
  if (sent === null || received === null) return readUser(tail, fields);
  put(fields, 'packets-from-client', sent[1]);
  put(fields, 'bytes-from-client', sent[2]);
  put(fields, 'packets-from-server', received[1]);
  put(fields, 'bytes-from-server', received[2]);
  put(fields, 'elapsed-time', tail[2]);
  readUser(tail.slice(3), fields);
}

/** `user(roles) interface`; before them the application in some versions. */
function readUser(rest: readonly string[], fields: Fields): void {
  const at = rest.findIndex((word) => /^[^()]+\([^()]*\)$/.test(word));
  if (at < 0) return;
  const [user = '', roles = ''] = (rest[at] ?? '').split(/[()]/);
  put(fields, 'username', user);
  put(fields, 'roles', roles);
  put(fields, 'packet-incoming-interface', rest[at + 1]);
  if (at >= 2) put(fields, 'application', rest[at - 2]);
}

function readIdp(text: string, fields: Fields): void {
  const match =
    /for (\S{1,16}) protocol and service (\S{1,64}) application (\S{1,64}) by rule (\S{1,64}) of rulebase (\S{1,64}) in policy (\S{1,64}?)\.(?= |$)/.exec(
      text,
    );
  const names = 'protocol-name service-name application rule-name rulebase-name policy-name'.split(
    ' ',
  );
  for (const [index, name] of names.entries()) put(fields, name, match?.[index + 1]);
  put(fields, 'action', /\baction=([^,\s]{1,32})/.exec(text)?.[1]);
  put(fields, 'threat-severity', /\bthreat-severity=([^,\s]{1,32})/.exec(text)?.[1]);
  put(fields, 'attack-name', /\bname=([^,]{1,128})/.exec(text)?.[1]);
}

/** `TCP sweep! source: a:p, destination: b:p, zone name: z, interface name: i, action: drop` */
function readScreen(text: string, fields: Fields): void {
  put(fields, 'attack-name', /^([^!]{1,64})!/.exec(text)?.[1]);
  for (const side of ['source', 'destination'] as const) {
    const match = new RegExp(
      `\\b${side}: ([0-9a-f.:]{2,45}?)(?::(\\d{1,5}))?(?=,|\\s|$)`,
      'i',
    ).exec(text);
    put(fields, `${side}-address`, match?.[1]);
    put(fields, `${side}-port`, match?.[2]);
  }
  put(fields, 'source-zone-name', /zone name: ([^,]{1,64})/.exec(text)?.[1]);
  put(fields, 'interface-name', /interface name: ([^,]{1,64})/.exec(text)?.[1]);
  put(fields, 'action', /action: (\w{1,32})/.exec(text)?.[1]);
}

/** UTM: `ACTION="URL Blocked" <pair> CATEGORY="…" … username x roles y`. */
function readPairs(text: string, fields: Fields): void {
  for (const [name, value] of parseKeyValues(text))
    if (/^[A-Z]{2,32}$/.test(name)) fields.set(name.toLowerCase(), value);
  put(fields, 'username', /\busername (\S{1,128})/.exec(text)?.[1]);
  put(fields, 'roles', /\broles (\S{1,128})/.exec(text)?.[1]);
}

function put(fields: Fields, name: string, value: string | undefined): void {
  if (value !== undefined && value !== '') fields.set(name, value);
}
