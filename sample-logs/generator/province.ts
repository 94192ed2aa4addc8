// The province the samples are about, read from seeds/ so that names and networks agree with the inventory.
import { CORE_SCHEMA, load } from 'js-yaml';

export interface Unit {
  readonly id: string;
  /** Position in the inventory, from 1. */
  readonly number: number;
  readonly nameVi: string;
  readonly shortName: string;
  /** Names the antivirus console knows the unit by; empty where the unit has no central antivirus. */
  readonly consoleGroups: readonly string[];
  /** `10.95.17`: the first three parts of the unit's IPv4 network. */
  readonly prefix4: string;
  /** `fd95:6861:7567:17`. */
  readonly prefix6: string;
  /** Short code in machine names: `SYT` in `PC-SYT-014`. */
  readonly code: string;
  readonly firewall: string;
}

export interface Server {
  readonly name: string;
  readonly address: string;
}

export interface Province {
  readonly units: readonly Unit[];
  /** Servers of the data centre with an IPv4 address (10.95.101.0 and above). */
  readonly servers: readonly Server[];
}

type Entry = Readonly<Record<string, unknown>>;

/** @param read reads a file of the inventory's folder, `networks.yml`. */
export function readProvince(read: (name: string) => string): Province {
  const inventory = entriesOf(read('inventory.yml'), 'units');
  const networks = entriesOf(read('networks.yml'), 'networks');
  const machines = entriesOf(read('machines.yml'), 'machines');
  const units = inventory.map((entry, index) => toUnit(entry, index + 1, { networks, machines }));
  const servers = machines
    .filter((machine) => machine['role'] === 'server')
    .map((machine) => ({
      name: text(machine['name']),
      address: texts(machine['addresses'])[0] ?? '',
    }))
    .filter(({ address }) => Number(address.split('.')[2]) > 100);
  return { units, servers };
}


interface Tables {
  readonly networks: readonly Entry[];
  readonly machines: readonly Entry[];
}

function toUnit(entry: Entry, number: number, { networks, machines }: Tables): Unit {
  const id = text(entry['id']);
  const own = networks.filter(
    (network) => network['unit'] === id && network['system'] === undefined,
  );
  const cidrs = own.map((network) => text(network['cidr']));
  const cidr4 = cidrs.find((cidr) => cidr.endsWith('.0/24'));
  const cidr6 = cidrs.find((cidr) => cidr.endsWith('::/64'));
  const firewall = machines.find(
    (machine) =>
      machine['unit'] === id && machine['role'] === 'firewall' && machine['system'] === undefined,
  );
  if (cidr4 === undefined || cidr6 === undefined || firewall === undefined)
    throw new Error(`the inventory lacks a /24, a /64 or a firewall of ${id}`);
  const name = entry['name'] as Entry;
  return {
    id,
    number,
    nameVi: text(name['vi']),
    shortName: text(entry['short-name']),
    consoleGroups: texts(entry['console-groups']),
    prefix4: cidr4.slice(0, -'.0/24'.length),
    prefix6: cidr6.slice(0, -'::/64'.length),
    code: toCode(id),
    firewall: text(firewall['name']),
  };
}

/** Initials, with abbreviations (no vowel) kept whole: so-y-te -> SYT, so-tttt -> STTTT; at most 8 characters. */
function toCode(id: string): string {
  const parts = id.split('-').map((part) => (/[aeiouy]/.test(part) ? part.slice(0, 1) : part));
  return parts.join('').toUpperCase().slice(0, 8);
}

function entriesOf(yaml: string, key: string): readonly Entry[] {
  const document = load(yaml, { schema: CORE_SCHEMA }) as Entry;
  return (document[key] ?? []) as readonly Entry[];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(text) : [];
}
