// MikroTik RouterOS: a rule's prefix is all that says what became of a packet.
import type { FieldValue } from '../event/event.ts';
import { createInterner, logSource } from './log-source.ts';
import { applyTable, type NameTable } from './name-table.ts';
import type { Normalised } from './normalised.ts';
import { prefixAction } from './prefix-action.ts';

/** RouterOS's own words for the parts of its messages. `(unknown 0)` is how it says that there is no interface. */
const MIKROTIK_NAMES: NameTable = {
  text: [
    ['src_ip', ['src-address']],
    ['dst_ip', ['dst-address']],
    ['src_intf', ['in']],
    ['dst_intf', ['out']],
    ['username', ['user']],
    ['hostname', ['host-name']],
    ['policy_id', ['prefix']],
    ['type', ['topics']],
  ],
  numbers: [
    ['src_port', ['src-port']],
    ['dst_port', ['dst-port']],
  ],
  lowerCase: ['proto', 'action'],
  empty: ['(unknown 0)'],
};

const intern = createInterner();

export function normaliseMikrotik(decoded: ReadonlyMap<string, FieldValue>): Normalised {
  const fields = applyTable(decoded, MIKROTIK_NAMES);
  const { prefix, result } = { prefix: fields.get('prefix'), result: fields.get('result') };
  const action = typeof prefix === 'string' ? prefixAction(prefix) : null;
  if (action !== null) fields.set('action', action);
  else if (typeof result === 'string') fields.set('action', `login-${result}`);
  // topics begin with what the message is about
  const topics = fields.get('topics');
  const service =
    typeof topics === 'string' ? (SERVICES.get(topics.split(',')[0] ?? '') ?? null) : null;
  const logSources = intern(service ?? '', () => [
    logSource({ category: 'firewall', product: 'mikrotik', service }),
  ]);
  return { logSources, fields };
}

const SERVICES: ReadonlyMap<string, string> = new Map(
  'firewall system dhcp dns wireless ppp ipsec hotspot'.split(' ').map((topic) => [topic, topic]),
);
