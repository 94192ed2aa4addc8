// SonicWall: addresses come with port, interface and name in one value, the protocol with its service.
import type { FieldValue } from '../event/event.ts';
import { createInterner, logSource } from './log-source.ts';
import { applyTable, firstOf, type NameTable } from './name-table.ts';
import type { Normalised } from './normalised.ts';

/** Names of SonicOS's log events reference guide; `src`, `dst` and `proto` are taken apart besides. */
const SONICWALL_NAMES: NameTable = {
  text: [
    ['src_ip', ['srcV6', 'src']],
    ['dst_ip', ['dstV6', 'dst']],
    ['username', ['usr', 'user']],
    ['action', ['fw_action']],
    ['policy_id', ['rule', 'af_polid']],
    ['level', ['pri']],
    ['cs-host', ['dstname']],
    ['c-uri', ['arg']],
  ],
  numbers: [
    ['bytes_sent', ['sent']],
    ['bytes_received', ['rcvd']],
    ['sc-status', ['result']],
  ],
  lowerCase: ['action'],
  empty: ['NA', 'N/A', 'Unknown'],
};

/** Where the line has no `fw_action`: messages (`m`) that say by themselves what was done. */
const ACTIONS: ReadonlyMap<string, string> = new Map([
  ...['14', '30', '32', '33', '35', '36', '37', '38', '41', '173', '174', '175', '522', '524'].map(
    (message) => [message, 'deny'] as const,
  ),
  ...['29', '31', '98', '537'].map((message) => [message, 'allow'] as const),
]);

const intern = createInterner();

export function normaliseSonicwall(decoded: ReadonlyMap<string, FieldValue>): Normalised {
  const fields = applyTable(decoded, SONICWALL_NAMES);
  addEndpoint(fields, 'src', firstOf(decoded, ['src']));
  addEndpoint(fields, 'dst', firstOf(decoded, ['dst']));
  addProtocol(fields, firstOf(decoded, ['proto']));
  const action = ACTIONS.get(firstOf(decoded, ['m']) ?? '');
  if (!fields.has('action') && action !== undefined) fields.set('action', action);
  const logSources = intern('', () => [logSource({ category: 'firewall', product: 'sonicwall' })]);
  return { logSources, fields };
}

/** `address[:port[:interface[:name]]]`; an IPv6 address stands alone. */
function addEndpoint(
  fields: Map<string, FieldValue>,
  side: 'src' | 'dst',
  value: string | null,
): void {
  const match = /^([\d.]{7,15})(?::(\d{0,5}))?(?::([^:]{0,64}))?(?::(.{0,255}))?$/.exec(
    value ?? '',
  );
  if (match === null) return;
  const [, address = '', port = '', place = '', name = ''] = match;
  const isReplaced = firstOf(fields, [`${side}V6`]) !== null;
  if (!isReplaced) fields.set(`${side}_ip`, address);
  if (port !== '') fields.set(`${side}_port`, Number(port));
  if (place !== '') fields.set(`${side}_intf`, place);
  if (name !== '') fields.set(side === 'src' ? 'hostname' : 'destination.domain', name);
}

/** `tcp/https`, `udp/53` */
function addProtocol(fields: Map<string, FieldValue>, value: string | null): void {
  const slash = value?.indexOf('/') ?? -1;
  if (value === null || slash < 0) return;
  fields.set('proto', value.slice(0, slash).toLowerCase());
  fields.set('service', value.slice(slash + 1));
}
