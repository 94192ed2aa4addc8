import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FieldValue, LogSource } from '../../src/event/event.ts';
import { createAttributor } from '../../src/layers/attribution.ts';
import type { Inventory, Machine, Unit } from '../../src/layers/inventory.ts';
import { createNetworkTable } from '../../src/util/network-table.ts';
import { isInNetwork, parseCidr, parseIpAddress } from '../../src/util/ip-address.ts';

function unit(id: string, consoleGroups: readonly string[] = []): Unit {
  return {
    id,
    name: { vi: id, en: id },
    shortName: id,
    contact: null,
    parent: null,
    consoleGroups,
    isMonitored: true,
    hasAntiMalware: true,
  };
}

function machine(name: string, unitId: string, rest: Partial<Machine> = {}): Machine {
  return { name, aliases: [], addresses: [], unit: unitId, system: null, role: 'server', ...rest };
}

const inventory: Inventory = {
  name: 'test',
  units: [
    unit('so-y-te', ['Sở Y tế', 'SYT']),
    unit('so-tttt', ['Sở TT&TT', 'chung']),
    unit('ubnd-h-long-my', ['UBND huyện Long Mỹ', 'chung']),
  ],
  systems: [],
  machines: [
    machine('FW-SO-Y-TE', 'so-y-te', { addresses: ['10.1.0.1'], role: 'firewall' }),
    machine('LGSP-01', 'so-tttt', { addresses: ['10.100.3.11', '2001:db8::11'], system: 'lgsp' }),
    machine('SRV-YT', 'so-y-te', { aliases: ['srv-yt.haugiang.local'], addresses: ['10.1.0.10'] }),
    machine('file01.yt.local', 'so-y-te', { system: 'kho' }),
    machine('ADMIN-PC', 'so-y-te'),
    machine('ADMIN-PC', 'ubnd-h-long-my'),
  ],
  networks: [
    { cidr: '10.1.0.0/24', unit: 'so-y-te', system: null },
    { cidr: '10.2.0.0/24', unit: 'ubnd-h-long-my', system: null },
    { cidr: '10.100.0.0/16', unit: 'so-tttt', system: 'trung-tam-du-lieu' },
    { cidr: '10.100.9.0/24', unit: 'so-y-te', system: 'kham-benh' },
    { cidr: 'fd95::/32', unit: 'so-tttt', system: null },
    { cidr: 'fd95:0:1::/64', unit: 'so-y-te', system: null },
  ],
};
const attributor = createAttributor(inventory);

const WINDOWS: readonly LogSource[] = [
  { category: 'process_creation', product: 'windows', service: null },
];
const FIREWALL: readonly LogSource[] = [
  { category: null, product: 'fortigate', service: 'traffic' },
  { category: 'firewall', product: 'fortigate', service: null },
];
const ANTIVIRUS: readonly LogSource[] = [{ category: 'antivirus', product: null, service: null }];

interface Case {
  readonly name: string;
  readonly logSources: readonly LogSource[];
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly host?: string;
  readonly defaultUnit?: string;
  readonly expected: readonly [string | null, string | null, string | null];
}

test.each<Case>([
  {
    name: 'Windows: the computer, not the collector that forwarded it',
    logSources: WINDOWS,
    fields: { Computer: 'SRV-YT' },
    host: 'LGSP-01',
    expected: ['so-y-te', null, 'SRV-YT'],
  },
  {
    name: 'a name in any case with the alias’s domain',
    logSources: WINDOWS,
    fields: { Computer: 'Srv-YT.HauGiang.local.' },
    expected: ['so-y-te', null, 'SRV-YT'],
  },
  {
    name: 'a name with a domain that the inventory does not know',
    logSources: WINDOWS,
    fields: { Computer: 'lgsp-01.tinh.gov.vn' },
    expected: ['so-tttt', 'lgsp', 'LGSP-01'],
  },
  {
    name: 'a short name of a machine listed with its domain',
    logSources: WINDOWS,
    fields: { Computer: 'FILE01' },
    expected: ['so-y-te', 'kho', 'file01.yt.local'],
  },
  {
    name: 'the same short name in another domain is another machine',
    logSources: WINDOWS,
    fields: { Computer: 'file01.longmy.local' },
    expected: [null, null, 'file01.longmy.local'],
  },
  {
    name: 'a host that calls itself by its address',
    logSources: [],
    fields: {},
    host: '2001:0DB8:0::0011',
    expected: ['so-tttt', 'lgsp', 'LGSP-01'],
  },
  {
    name: 'an unknown host of a unit’s own source',
    logSources: WINDOWS,
    fields: { Computer: 'PC-77' },
    defaultUnit: 'so-y-te',
    expected: ['so-y-te', null, 'PC-77'],
  },
  {
    name: 'an unknown host of a central source stays unknown',
    logSources: WINDOWS,
    fields: { Computer: 'PC-77' },
    expected: [null, null, 'PC-77'],
  },
  {
    name: 'a name that two units use decides nothing alone',
    logSources: WINDOWS,
    fields: { Computer: 'ADMIN-PC' },
    expected: [null, null, 'ADMIN-PC'],
  },
  {
    name: 'a name that two units use is the one of the source’s unit',
    logSources: WINDOWS,
    fields: { Computer: 'admin-pc' },
    defaultUnit: 'ubnd-h-long-my',
    expected: ['ubnd-h-long-my', null, 'ADMIN-PC'],
  },
  {
    name: 'firewall: a known source, whatever device reports',
    logSources: FIREWALL,
    fields: { src_ip: '10.2.0.7', dst_ip: '10.100.3.11' },
    host: 'FW-SO-Y-TE',
    defaultUnit: 'so-y-te',
    expected: ['ubnd-h-long-my', null, '10.2.0.7'],
  },
  {
    name: 'firewall: an unknown source, a known target',
    logSources: FIREWALL,
    fields: { src_ip: '203.0.113.9', dst_ip: '10.100.3.11' },
    host: 'FW-TTDL',
    expected: ['so-tttt', 'lgsp', 'LGSP-01'],
  },
  {
    name: 'firewall: the longest network of several',
    logSources: FIREWALL,
    fields: { src_ip: '10.100.9.30' },
    expected: ['so-y-te', 'kham-benh', '10.100.9.30'],
  },
  {
    name: 'firewall: IPv6, the longest network of several',
    logSources: FIREWALL,
    fields: { src_ip: '2001:db8::bad', dst_ip: 'fd95:0:1::30' },
    expected: ['so-y-te', null, 'fd95:0:1::30'],
  },
  {
    name: 'firewall: an IPv4 address written as IPv6',
    logSources: FIREWALL,
    fields: { src_ip: '::ffff:10.2.0.7' },
    expected: ['ubnd-h-long-my', null, '::ffff:10.2.0.7'],
  },
  {
    name: 'data-centre firewall, neither end known: unknown, never the device’s unit',
    logSources: FIREWALL,
    fields: { src_ip: '203.0.113.9', dst_ip: '198.51.100.4' },
    host: 'FW-SO-Y-TE',
    expected: [null, null, '198.51.100.4'],
  },
  {
    name: 'a unit’s own firewall, neither end known: the unit, and the private end is the machine',
    logSources: FIREWALL,
    fields: { src_ip: '192.168.1.5', dst_ip: '198.51.100.4' },
    host: 'FW-SO-Y-TE',
    defaultUnit: 'so-y-te',
    expected: ['so-y-te', null, '192.168.1.5'],
  },
  {
    name: 'firewall without any address: the device’s own event',
    logSources: FIREWALL,
    fields: { logdesc: 'Attribute configured' },
    host: 'fw-so-y-te',
    expected: ['so-y-te', null, 'FW-SO-Y-TE'],
  },
  {
    name: 'antivirus: the computer before its address and group',
    logSources: ANTIVIRUS,
    fields: { Computer: 'SRV-YT', ComputerIP: '10.2.0.9', ConsoleGroup: 'Sở TT&TT' },
    host: 'AV-CONSOLE',
    defaultUnit: 'so-tttt',
    expected: ['so-y-te', null, 'SRV-YT'],
  },
  {
    name: 'antivirus: the address before the group',
    logSources: ANTIVIRUS,
    fields: { Computer: 'PC-5', ComputerIP: '10.2.0.9', ConsoleGroup: 'Sở TT&TT' },
    expected: ['ubnd-h-long-my', null, 'PC-5'],
  },
  {
    name: 'antivirus: a group without marks, in capitals',
    logSources: ANTIVIRUS,
    fields: { Computer: 'PC-5', ComputerIP: '192.168.1.3', ConsoleGroup: ' UBND  HUYEN LONG MY ' },
    expected: ['ubnd-h-long-my', null, 'PC-5'],
  },
  {
    name: 'antivirus: a decomposed (NFD) group at the end of a path',
    logSources: ANTIVIRUS,
    fields: { Computer: 'PC-5', ConsoleGroup: 'Hậu Giang/Sở Y tế'.normalize('NFD') },
    expected: ['so-y-te', null, 'PC-5'],
  },
  {
    name: 'antivirus: a group that two units claim decides nothing',
    logSources: ANTIVIRUS,
    fields: { Computer: 'PC-5', ConsoleGroup: 'chung' },
    expected: [null, null, 'PC-5'],
  },
  {
    name: 'antivirus: a shared name is the one of the group’s unit',
    logSources: ANTIVIRUS,
    fields: { Computer: 'ADMIN-PC', ConsoleGroup: 'SYT' },
    expected: ['so-y-te', null, 'ADMIN-PC'],
  },
  {
    name: 'antivirus: never the console’s unit',
    logSources: ANTIVIRUS,
    fields: { Computer: 'PC-5' },
    host: 'LGSP-01',
    expected: [null, null, 'PC-5'],
  },
  {
    name: 'nothing known at all',
    logSources: [],
    fields: { __proto__x: 1, Computer: '' },
    expected: [null, null, null],
  },
])('$name', ({ logSources, fields, host = null, defaultUnit = null, expected }) => {
  const [unitId, system, name] = expected;
  const subject = { host, fields: new Map(Object.entries(fields)), logSources, defaultUnit };
  expect(attributor.attribute(subject)).toEqual({ unit: unitId, system, machine: name });
  expect(attributor.attribute(subject)).toEqual({ unit: unitId, system, machine: name });
});

test('the network table finds the longest of the networks that hold an address', () => {
  const networkText = fc.oneof(
    fc
      .tuple(
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 32 }),
      )
      .map(([a, b, length]) => `10.${a}.${b}.0/${length}`),
    fc
      .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 128 }))
      .map(([a, length]) => `fd00:${a}::/${length}`),
  );
  const addressText = fc.oneof(
    fc
      .tuple(
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 255 }),
      )
      .map(([a, b, c]) => `10.${a}.${b}.${c}`),
    fc.integer({ min: 0, max: 3 }).map((a) => `fd00:${a}::5`),
  );
  fc.assert(
    fc.property(fc.array(networkText, { maxLength: 12 }), addressText, (texts, text) => {
      const networks = texts.map(parseCidr).filter((network) => network !== null);
      const address = parseIpAddress(text);
      if (address === null) throw new Error(`not an address: ${text}`);
      const table = createNetworkTable(networks.map((network) => [network, network] as const));
      const lengths = networks
        .filter((network) => isInNetwork(address, network))
        .map(({ prefixLength }) => prefixLength);
      const expected = lengths.length === 0 ? undefined : Math.max(...lengths);
      expect(table.find(address)?.prefixLength).toBe(expected);
    }),
  );
});
