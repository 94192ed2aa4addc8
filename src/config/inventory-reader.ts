import type { Machine, Network, System, Unit } from '../layers/inventory.ts';
import { displayWidth } from '../util/display-text.ts';
import { parseCidr, parseIpAddress } from '../util/ip-address.ts';
import type { Location, Problem } from '../util/problem.ts';
import {
  readBoolean,
  readChoice,
  readInteger,
  readList,
  readMap,
  readOptional,
  readString,
  report,
  type YamlMap,
  type YamlNode,
} from '../util/yaml-reader.ts';
import { readId } from './identifier.ts';

export const INVENTORY_KEYS = ['name', 'units', 'systems', 'machines', 'networks'] as const;
type InventoryKey = (typeof INVENTORY_KEYS)[number];

/** Where an entry of the inventory comes from, for entries that say so. */
export interface Provenance {
  readonly kind: 'unit' | 'system' | 'machine' | 'network';
  /** Id, name or network of the entry. */
  readonly entry: string;
  /** File name of the report that states it; null = none. */
  readonly source: string | null;
  /** Concluded, not stated. */
  readonly isInferred: boolean;
  readonly isDoubtful: boolean;
}

/** An entry and where it stands; `refs` are the places of what it refers to. */
export interface Placed<T> {
  readonly value: T;
  readonly at: Location;
  readonly refs: Refs;
}

interface Refs {
  readonly unit: Location;
  readonly system: Location;
}

/** What the files have said so far, not yet checked against each other. */
export interface InventoryDraft {
  /** Names of the province or agency, in file order. */
  readonly names: string[];
  readonly units: Placed<Unit>[];
  readonly systems: Placed<System>[];
  readonly machines: Placed<Machine>[];
  readonly networks: Placed<Network>[];
  readonly provenance: Provenance[];
}

export function emptyDraft(): InventoryDraft {
  return { names: [], units: [], systems: [], machines: [], networks: [], provenance: [] };
}

/** Adds one file's entries. An entry whose id can be read is kept despite other faults, so that references to it hold. */
export function readInventory(
  map: YamlMap<InventoryKey>,
  draft: InventoryDraft,
  problems: Problem[],
): void {
  const read = <T>(
    key: Exclude<InventoryKey, 'name'>,
    into: T[],
    readItem: (node: YamlNode, reading: Reading) => T | null,
  ): void => {
    const reading = { provenance: draft.provenance, problems };
    into.push(...readList(map.get(key), key, problems, (item) => readItem(item, reading)));
  };
  const name = readText(map.get('name'), 'the name', problems);
  if (name !== null) draft.names.push(name);
  read('units', draft.units, readUnit);
  read('systems', draft.systems, readSystem);
  read('machines', draft.machines, readMachine);
  read('networks', draft.networks, readNetwork);
}

interface Reading {
  readonly provenance: Provenance[];
  readonly problems: Problem[];
}

const PROVENANCE_KEYS = ['source', 'inferred', 'doubtful'] as const;
const SHORT_NAME_CELLS = 12;

const UNIT_SHAPE = {
  what: 'a unit',
  required: ['id', 'name', 'short-name'],
  optional: [
    'contact',
    'parent',
    'console-groups',
    'monitored',
    'anti-malware',
    ...PROVENANCE_KEYS,
  ],
} as const;

function readUnit(node: YamlNode, reading: Reading): Placed<Unit> | null {
  const { problems } = reading;
  const map = readMap(node, UNIT_SHAPE, problems);
  const id = readId(map?.get('id'), 'the id of a unit', problems);
  if (map === null || id === null) return null;
  takeProvenance(map, { kind: 'unit', entry: id }, reading);
  const groups = readTexts(map.get('console-groups'), 'console-groups', problems);
  const value: Unit = {
    id,
    name: readName(map.get('name'), id, problems),
    shortName: readShortName(map.get('short-name'), problems) ?? id,
    contact: readText(map.get('contact'), 'the contact', problems),
    parent: readText(map.get('parent'), 'the parent', problems),
    consoleGroups: groups,
    isMonitored: readFlag(map.get('monitored'), { what: 'monitored', otherwise: true }, problems),
    hasAntiMalware: readFlag(
      map.get('anti-malware'),
      { what: 'anti-malware', otherwise: false },
      problems,
    ),
  };
  return { value, at: map.at, refs: refsOf(map, 'parent') };
}

const SYSTEM_SHAPE = {
  what: 'a system',
  required: ['id', 'name', 'level'],
  optional: ['unit', 'owner', ...PROVENANCE_KEYS],
} as const;

function readSystem(node: YamlNode, reading: Reading): Placed<System> | null {
  const { problems } = reading;
  const map = readMap(node, SYSTEM_SHAPE, problems);
  const id = readId(map?.get('id'), 'the id of a system', problems);
  if (map === null || id === null) return null;
  takeProvenance(map, { kind: 'system', entry: id }, reading);
  const unit = readText(map.get('unit'), 'the unit', problems);
  const owner = readText(map.get('owner'), 'the owner', problems);
  if (map.get('unit') === undefined && map.get('owner') === undefined)
    report(problems, map.at, {
      code: 'no-owner',
      message: `the system "${id}" belongs to nobody`,
      hint: 'give a unit, or an owner outside the units as text',
    });
  const name = readName(map.get('name'), id, problems);
  const value: System = {
    id,
    name,
    unit,
    owner,
    level: readLevel(map.get('level'), problems),
  };
  return { value, at: map.at, refs: refsOf(map, 'unit') };
}

const MACHINE_SHAPE = {
  what: 'a machine',
  required: ['name', 'unit', 'role'],
  optional: ['aliases', 'addresses', 'system', ...PROVENANCE_KEYS],
} as const;
const ROLES = ['endpoint', 'server', 'firewall', 'sensor'] as const;

function readMachine(node: YamlNode, reading: Reading): Placed<Machine> | null {
  const { problems } = reading;
  const map = readMap(node, MACHINE_SHAPE, problems);
  const name = readText(map?.get('name'), 'the name of a machine', problems);
  if (map === null || name === null) return null;
  takeProvenance(map, { kind: 'machine', entry: name }, reading);
  const unit = readText(map.get('unit'), 'the unit', problems);
  const addresses = readList(map.get('addresses'), 'addresses', problems, (item) =>
    readAddress(item, problems),
  );
  if (unit === null) return null;
  const role = map.get('role');
  const value: Machine = {
    name,
    aliases: readTexts(map.get('aliases'), 'aliases', problems),
    addresses,
    unit,
    system: readText(map.get('system'), 'the system', problems),
    role: (role && readChoice(role, { what: 'the role', of: ROLES }, problems)) ?? 'endpoint',
  };
  return { value, at: map.at, refs: refsOf(map, 'unit', 'system') };
}

const NETWORK_SHAPE = {
  what: 'a network',
  required: ['cidr', 'unit'],
  optional: ['system', ...PROVENANCE_KEYS],
} as const;

function readNetwork(node: YamlNode, reading: Reading): Placed<Network> | null {
  const { problems } = reading;
  const map = readMap(node, NETWORK_SHAPE, problems);
  const cidr = readOptional(map?.get('cidr'), (value) => readCidr(value, problems));
  const unit = readText(map?.get('unit'), 'the unit', problems);
  if (map === null || cidr === null || unit === null) return null;
  takeProvenance(map, { kind: 'network', entry: cidr }, reading);
  const system = readText(map.get('system'), 'the system', problems);
  const value: Network = { cidr, unit, system };
  return { value, at: map.at, refs: refsOf(map, 'unit', 'system') };
}

function refsOf<Key extends string>(map: YamlMap<Key>, unitKey: Key, systemKey?: Key): Refs {
  const systemAt = systemKey === undefined ? undefined : map.get(systemKey)?.at;
  return { unit: map.get(unitKey)?.at ?? map.at, system: systemAt ?? map.at };
}

function takeProvenance(
  map: YamlMap<(typeof PROVENANCE_KEYS)[number]>,
  of: Pick<Provenance, 'kind' | 'entry'>,
  { provenance, problems }: Reading,
): void {
  const source = readText(map.get('source'), 'the source', problems);
  const flag = (key: 'inferred' | 'doubtful'): boolean =>
    readFlag(map.get(key), { what: key, otherwise: false }, problems);
  const isInferred = flag('inferred');
  const isDoubtful = flag('doubtful');
  if (source !== null || isInferred || isDoubtful)
    provenance.push({ ...of, source, isInferred, isDoubtful });
}

/** `{ vi, en }`, or one text for both languages. */
function readName(
  node: YamlNode | undefined,
  fallback: string,
  problems: Problem[],
): { readonly vi: string; readonly en: string } {
  if (node === undefined) return { vi: fallback, en: fallback };
  if (node.kind === 'scalar') {
    const text = readString(node, 'the name', problems) ?? fallback;
    return { vi: text, en: text };
  }
  const map = readMap(node, { what: 'a name', required: ['vi'], optional: ['en'] }, problems);
  const vi = readText(map?.get('vi'), 'the name', problems) ?? fallback;
  const en = readText(map?.get('en'), 'the name', problems) ?? vi;
  return { vi, en };
}

function readShortName(node: YamlNode | undefined, problems: Problem[]): string | null {
  const name = readText(node, 'the short name', problems);
  if (name === null || node === undefined || displayWidth(name) <= SHORT_NAME_CELLS) return name;
  report(problems, node.at, {
    code: 'wide-name',
    message: `the short name ${JSON.stringify(name)} is ${displayWidth(name)} cells wide`,
    hint: `at most ${SHORT_NAME_CELLS}, so that all units fit on one screen`,
  });
  return name;
}

function readLevel(node: YamlNode | undefined, problems: Problem[]): System['level'] {
  const range = { what: 'the level', min: 1, max: 5 };
  const level = readOptional(node, (value) => readInteger(value, range, problems));
  return ([1, 2, 3, 4, 5] as const).find((known) => known === level) ?? 1;
}

/** Problem: `bad-address`. */
function readAddress(node: YamlNode, problems: Problem[]): string | null {
  const text = readString(node, 'an address', problems);
  if (text === null || parseIpAddress(text) !== null) return text;
  report(problems, node.at, {
    code: 'bad-address',
    message: `${JSON.stringify(text)} is no IP address`,
    hint: 'write one address, for example 10.1.2.3 or 2001:db8::1; a range belongs in "networks"',
  });
  return null;
}

/** Problem: `bad-network`. */
function readCidr(node: YamlNode, problems: Problem[]): string | null {
  const text = readString(node, 'the cidr', problems);
  if (text === null) return null;
  const network = parseCidr(text);
  if (network !== null && !network.hasHostBits) return text;
  report(problems, node.at, {
    code: 'bad-network',
    message: `${JSON.stringify(text)} is no network`,
    hint:
      network === null
        ? 'write an address and a prefix length, for example 10.1.2.0/24 or 2001:db8::/64'
        : 'the address has bits set after the prefix: write the first address of the network',
  });
  return null;
}

function readTexts(
  node: YamlNode | undefined,
  what: string,
  problems: Problem[],
): readonly string[] {
  return readList(node, what, problems, (item) => readString(item, `a value of ${what}`, problems));
}

function readFlag(
  node: YamlNode | undefined,
  flag: { readonly what: string; readonly otherwise: boolean },
  problems: Problem[],
): boolean {
  return readOptional(node, (value) => readBoolean(value, flag.what, problems)) ?? flag.otherwise;
}

function readText(node: YamlNode | undefined, what: string, problems: Problem[]): string | null {
  return readOptional(node, (value) => readString(value, what, problems));
}
