import type { FieldValue } from '../../../event/event.ts';
import type { Message, MessageFormat } from '../../format.ts';
import { readIsoTime } from '../../time/iso-time.ts';
import { toUtcMs } from '../../timestamp.ts';
import { ASA_MESSAGES, ASA_SESSIONS } from './asa-messages.ts';
import { CISCO_ASA_SAMPLES } from './asa-samples.ts';
import { findCiscoHeader } from './cisco-header.ts';
import { readFirepowerPairs } from './firepower-pairs.ts';
import { matchTemplate } from './template.ts';

/** `%ASA-6-302013: `, with the class that `logging emblem` and newer releases may add; some relays eat the sign. */
const SIGN = /%?(ASA|FTD|PIX|FWSM)-(?:[a-z]{2,16})?-?(\d)-(\d{6}):? ?/y;

/**
 * Cisco's firewalls: ASA, Firepower Threat Defense, PIX and the firewall module. A number says which message it is, and
 * its wording which words are addresses; a number that the table lacks gives number, severity and message.
 */
export const ciscoAsa: MessageFormat = {
  name: 'cisco-asa',
  title: 'Cisco ASA, FTD, PIX and FWSM messages by number',
  reference: 'https://www.cisco.com/c/en/us/td/docs/security/asa/syslog/b_syslog.html',
  samples: CISCO_ASA_SAMPLES,
  programs: ['sfims'],
  begins: /[^%]{0,160}%(?:ASA|FTD|PIX|FWSM)-|(?:ASA|FTD|PIX|FWSM)-/y,
  isBare: true,
  read(text, envelope, context) {
    if (envelope.program?.toUpperCase() === 'SFIMS' && text.includes(', SrcIP: '))
      return message(readFirepowerPairs(text, new Map([['product', 'FTD']])), null);
    const header = findCiscoHeader(text, SIGN, envelope);
    if (header === null) return 'without %ASA-severity-number';
    const [, product = '', severity = '', number = ''] = header.match;
    const body = text.slice(header.end).trim();
    const fields = new Map<string, FieldValue>([
      ['product', product],
      ['severity', severity],
      ['message_id', number],
      ['message', body],
    ]);
    if (number.startsWith('43000')) {
      readFirepowerPairs(body, fields);
      const first = fields.get('FirstPacketSecond');
      const reading = typeof first === 'string' ? readIsoTime(first) : null;
      return message(fields, reading === null ? null : toUtcMs(reading, context.zone));
    }
    const wordings = ASA_MESSAGES.get(number) ?? [];
    if (!wordings.some((wording) => matchTemplate(wording, body, fields)))
      ASA_SESSIONS.some((wording) => matchTemplate(wording, body, fields));
    turnOutbound(fields);
    dropPortsOfIcmp(fields);
    return message(fields, null);
  },
};

function message(fields: Map<string, FieldValue>, timeMs: number | null): Message {
  return { dialect: 'cisco-asa', timeMs, host: null, fields };
}

const ENDS = [
  ['src_ip', 'dst_ip'],
  ['src_port', 'dst_port'],
  ['src_intf', 'dst_intf'],
  ['source.nat.ip', 'destination.nat.ip'],
  ['source.nat.port', 'destination.nat.port'],
  ['username', 'destination.user.name'],
] as const;

/**
 * Connections are written with the less trusted side first, whoever opened them (Cisco on 302013: for an outbound
 * connection the first address is the destination). 302020 names the sides itself, by `faddr` and `laddr`.
 */
function turnOutbound(fields: Map<string, FieldValue>): void {
  const direction = fields.get('direction');
  if (typeof direction !== 'string' || fields.get('outcome') !== 'Built') return;
  if ((direction === 'outbound') === fields.has('nat_id')) return;
  for (const [source, destination] of ENDS) {
    const [a, b] = [fields.get(source), fields.get(destination)];
    fields.delete(source);
    fields.delete(destination);
    if (a !== undefined) fields.set(destination, a);
    if (b !== undefined) fields.set(source, b);
  }
}

/** Behind an address of ICMP stands the sequence number or the type, not a port; `message` keeps it. */
function dropPortsOfIcmp(fields: Map<string, FieldValue>): void {
  const proto = fields.get('proto');
  if (typeof proto !== 'string' || !/^icmp/i.test(proto)) return;
  fields.delete('src_port');
  fields.delete('dst_port');
}
