import type { FieldValue } from '../../event/event.ts';
import type { MessageFormat } from '../format.ts';
import { FILTERLOG_SAMPLES } from './filterlog-samples.ts';

const COMMON = 'rulenr subrulenr anchorname rid interface reason action dir version'.split(' ');
const IPV4 = 'tos ecn ttl id offset ipflags protonum protoname length src dst'.split(' ');
const IPV6 = 'class flowlabel hoplimit protoname protonum length src dst'.split(' ');
/** What follows, by the protocol's name in lower case. */
const BY_PROTOCOL: ReadonlyMap<string, readonly string[]> = new Map([
  ['tcp', 'srcport dstport datalen tcpflags seq ack window urg tcpopts'.split(' ')],
  ['udp', 'srcport dstport datalen'.split(' ')],
  ['carp', 'carptype carpttl vhid carpversion advbase advskew'.split(' ')],
]);
/** ICMP's own cells, by its type. */
const BY_ICMP_TYPE: ReadonlyMap<string, readonly string[]> = new Map([
  ['request', ['icmp_id', 'icmp_seq']],
  ['reply', ['icmp_id', 'icmp_seq']],
  ['unreachproto', ['icmp_dst', 'icmp_protonum']],
  ['unreachport', ['icmp_dst', 'icmp_protonum', 'icmp_port']],
  ['needfrag', ['icmp_dst', 'icmp_mtu']],
]);

/** pf's packet log as pfSense and OPNsense write it to syslog. The names are OPNsense's; the cells are the same. */
export const filterlog: MessageFormat = {
  name: 'filterlog',
  title: 'pfSense and OPNsense firewall log (filterlog)',
  reference: 'https://docs.netgate.com/pfsense/en/latest/monitoring/raw-filter-log-format.html',
  samples: FILTERLOG_SAMPLES,
  programs: ['filterlog'],
  begins:
    /\d{1,6},\d{0,6},[^,]{0,64},[^,]{0,64},[^,]{1,32},[\w-]{1,24},[\w-]{1,16},(?:in|out|in\/out),[46],/y,
  isBare: true,
  read(text) {
    const cells = text.split(',', 64);
    const direction = cells[7] ?? '';
    if (cells.length < COMMON.length || (direction !== 'in' && !direction.includes('out')))
      return 'comma-separated cells without a direction in the eighth';
    const fields = new Map<string, FieldValue>();
    let at = put(fields, COMMON, cells, 0);
    if (fields.get('version') === '4') at = put(fields, IPV4, cells, at);
    else if (fields.get('version') === '6') at = put(fields, IPV6, cells, at);
    putProtocol(fields, cells, at);
    return { dialect: 'filterlog', timeMs: null, host: null, fields };
  },
};

function putProtocol(
  fields: Map<string, FieldValue>,
  cells: readonly string[],
  start: number,
): void {
  const name = fields.get('protoname');
  if (typeof name !== 'string') return;
  const protocol = name.toLowerCase();
  const names = BY_PROTOCOL.get(protocol);
  if (names !== undefined) put(fields, names, cells, start);
  else if (protocol.startsWith('icmp')) putIcmp(fields, cells, start);
}

/** pfSense names the type in words; OPNsense has the length of the data there. */
function putIcmp(fields: Map<string, FieldValue>, cells: readonly string[], start: number): void {
  const type = cells[start] ?? '';
  if (/^(?:datalen=)?\d+$/.test(type)) fields.set('datalen', type.replace('datalen=', ''));
  else if (type !== '') {
    fields.set('icmp_type', type);
    put(fields, BY_ICMP_TYPE.get(type) ?? ['icmp_info'], cells, start + 1);
  }
}

/** Empty cells are no fields. Returns the index after the last cell. */
function put(
  fields: Map<string, FieldValue>,
  names: readonly string[],
  cells: readonly string[],
  start: number,
): number {
  for (const [index, name] of names.entries()) {
    const cell = cells[start + index]?.trim() ?? '';
    if (cell !== '') fields.set(name, cell);
  }
  return start + names.length;
}
