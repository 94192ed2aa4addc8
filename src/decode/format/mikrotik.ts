import type { FieldValue } from '../../event/event.ts';
import type { MessageFormat, StreamContext } from '../format.ts';
import { readSyslogTime } from '../time/syslog-time.ts';
import { MIKROTIK_SAMPLES } from './mikrotik-samples.ts';

/** RouterOS's topics that a message may begin with (RouterOS documentation, "Log"). */
const TOPICS =
  'account|async|backup|bfd|bgp|bridge|calc|caps|certificate|container|critical|ddns|debug|dhcp|dns|dot1x|dude|e-mail|error|event|evpn|firewall|gps|gsm|hotspot|igmp-proxy|info|interface|iot|ipsec|iscsi|isdn|isis|kidcontrol|kvm|l2tp|ldp|lora|lte|mac-telnet|manager|mme|mpls|mqtt|mvrp|natpmp|netinstall|netwatch|ntp|ospf|ovpn|package|packet|pim|poe-out|ppp|pppoe|pptp|ptp|queue|radius|radvd|rip|route|rpki|rsvp|script|sertcp|simulator|smb|snmp|ssh|sstp|state|stp|store|supout|system|telephony|telnet|tftp|timer|tr069|update|upnp|ups|vpls|vrrp|warning|watchdog|web-proxy|wiliot|wireguard|wireless|write|zerotier';

/** Month first, as RouterOS writes files up to 7.9; later it writes ISO times, which syslog's header reads. */
const FILE_TIME = /([A-Za-z]{3})\/(\d{2})(?:\/(\d{4}))? (\d{2}:\d{2}:\d{2}) /y;

/** `[time ]topics `, or the firewall's message by itself, as senders leave the topics out. */
const BEGINNING = new RegExp(
  `(?:${FILE_TIME.source})?(?:${TOPICS})(?:,!?[a-z0-9-]{2,16}){1,6} |.{0,120}?in:[^,]{1,64} out:[^,]{1,64},`,
  'y',
);

/** MikroTik RouterOS: topics, then prose; the firewall's, log-ins and DHCP leases are taken apart. */
export const mikrotik: MessageFormat = {
  name: 'mikrotik',
  title: 'MikroTik RouterOS',
  reference: 'https://help.mikrotik.com/docs/spaces/ROS/pages/328094/Log',
  samples: MIKROTIK_SAMPLES,
  programs: [],
  begins: BEGINNING,
  isBare: true,
  read(text, envelope, context) {
    FILE_TIME.lastIndex = 0;
    const written = FILE_TIME.exec(text);
    const rest = text.slice(written?.[0].length ?? 0);
    const topics = readTopics(rest);
    if (topics === null && envelope.timeMs === null && envelope.priority === null)
      return 'no topics of RouterOS';
    const fields = new Map<string, FieldValue>();
    put(fields, 'topics', topics ?? undefined);
    // Without topics the chain stands where others have the program
    const isCut = topics === null && rest.startsWith('in:');
    const message = isCut
      ? `${envelope.program ?? ''}: ${rest}`
      : rest.slice(topics === null ? 0 : topics.length + 1);
    put(fields, 'message', message);
    readMessage(message, fields);
    if (topics === null && !fields.has('chain')) return 'neither topics nor a packet of RouterOS';
    return {
      dialect: 'mikrotik',
      timeMs: written === null ? null : readFileTime(written, context),
      host: null,
      fields,
    };
  },
};

function readFileTime(match: RegExpExecArray, context: StreamContext): number | null {
  const [, month = '', day = '', year, clock = ''] = match;
  const text = `${month} ${day} ${year === undefined ? '' : `${year} `}${clock}`;
  return readSyslogTime(text, 0, context)?.timeMs ?? null;
}

function readTopics(text: string): string | null {
  const end = text.indexOf(' ');
  const word = text.slice(0, Math.max(end, 0));
  return /^[a-z][a-z0-9-]*(?:,!?[a-z0-9-]+)+$/.test(word) ? word : null;
}

/** The end of a rule's prefix, the chain and the interfaces. */
const PACKET = /^(.{0,128}?)([\w-]{1,64}): in:([^,]{1,64}) out:([^,]{1,64}), ?/;
/** `TCP (SYN), 192.0.2.5:4000->203.0.113.9:80` */
const FLOW =
  /proto ([^,(]{1,32}?)(?: \(([^)]{0,64})\))?, (\[[^\]]{1,64}\]|[^\s,:]{1,64}|[0-9a-f:]{2,64}?)(?::(\d{1,5}))?->(\[[^\]]{1,64}\]|[^\s,:]{1,64}|[0-9a-f:]{2,64}?)(?::(\d{1,5}))?(?=,|\s|$)/i;

/** Messages besides the firewall's; `name:value` is a field that the sentence stands for. */
const MESSAGES: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /^login failure for user (.{0,128}?) from (\S{1,64}) via (\S{1,32})/,
    ['user', 'src-address', 'service', 'result:failure'],
  ],
  [/^login failure for user (.{0,128}?) via (\S{1,32})/, ['user', 'service', 'result:failure']],
  [
    /^user (.{1,128}?) logged in from (\S{1,64}) via (\S{1,32})/,
    ['user', 'src-address', 'service', 'result:success'],
  ],
  [
    /^user (.{1,128}?) logged out from (\S{1,64}) via (\S{1,32})/,
    ['user', 'src-address', 'service', 'result:logout'],
  ],
  [/^user (.{1,128}?) logged in via (\S{1,32})/, ['user', 'service', 'result:success']],
  [/^user (.{1,128}?) logged out via (\S{1,32})/, ['user', 'service', 'result:logout']],
  [
    /^(\S{1,64}) (?:de)?assigned (\S{1,64}) (?:to|for|from) ([0-9A-F:]{17})(?: (.{1,128}))?$/i,
    ['dhcp-server', 'address', 'mac-address', 'host-name'],
  ],
  [/^(.{1,80}) (?:changed|added|removed|moved|modified) by ([^\s(]{1,64})/, ['object', 'user']],
];

function readMessage(text: string, fields: Map<string, FieldValue>): void {
  const packet = PACKET.exec(text);
  if (packet !== null) {
    const [whole, prefix = '', chain = '', input = '', output = ''] = packet;
    put(fields, 'prefix', prefix.trim());
    put(fields, 'chain', chain);
    put(fields, 'in', input);
    put(fields, 'out', output);
    readPacket(text.slice(whole.length), fields);
    return;
  }
  for (const [pattern, names] of MESSAGES) {
    const match = pattern.exec(text);
    if (match === null) continue;
    for (const [index, name] of names.entries()) {
      const [key = '', value = match[index + 1]] = name.split(':');
      put(fields, key, value);
    }
    return;
  }
}

function readPacket(text: string, fields: Map<string, FieldValue>): void {
  put(
    fields,
    'connection-state',
    /connection-state:([\w,]{1,64}?)(?: |,(?= |$)|$)/.exec(text)?.[1],
  );
  put(fields, 'src-mac', /src-mac ([0-9a-f:]{17})/i.exec(text)?.[1]);
  put(fields, 'len', /, len (\d{1,6})/.exec(text)?.[1]);
  put(fields, 'nat', /, NAT (\S{1,200}?)(?:,|$)/.exec(text)?.[1]);
  const flow = FLOW.exec(text);
  if (flow === null) return;
  const [, proto, flags, source, sourcePort, destination, destinationPort] = flow;
  put(fields, 'proto', proto);
  put(fields, 'flags', flags);
  put(fields, 'src-address', bare(source));
  put(fields, 'src-port', sourcePort);
  put(fields, 'dst-address', bare(destination));
  put(fields, 'dst-port', destinationPort);
}

/** IPv6 addresses with a port stand in brackets. */
function bare(address: string | undefined): string | undefined {
  return address?.startsWith('[') === true ? address.slice(1, -1) : address;
}

function put(fields: Map<string, FieldValue>, name: string, value: string | undefined): void {
  if (value !== undefined && value !== '') fields.set(name, value);
}
