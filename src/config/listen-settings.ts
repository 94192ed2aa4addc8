import { parseCidr, parseIpAddress } from '../util/ip-address.ts';
import type { Location, Problem } from '../util/problem.ts';
import {
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
import { readByteSize } from './byte-size.ts';
import { readDuration } from './duration.ts';
import { readId } from './identifier.ts';
import { readZone } from './zone.ts';

/** What soclite.yml says about receiving syslog, defaults filled in. */
export interface ListenSettings {
  readonly listeners: readonly ListenerConfig[];
  readonly senders: readonly SenderConfig[];
  readonly spool: SpoolConfig;
}

export interface ListenerConfig {
  readonly id: string;
  readonly protocol: 'udp' | 'tcp' | 'tls';
  /** IP address of the interface; `0.0.0.0` and `::` are all. */
  readonly address: string;
  readonly port: number;
  /** For `tls`; null for the others. */
  readonly tls: TlsConfig | null;
  /** Connections at a time; for udp without meaning. */
  readonly maxConnections: number;
}

/** PEM files, as written. */
interface TlsConfig {
  readonly cert: string;
  readonly key: string;
  /** Authorities of client certificates; clients must show one then. Null = clients need none. */
  readonly ca: string | null;
}

/** Whose messages a sender's are. */
export interface SenderConfig {
  /** CIDR; an address alone is the network of one. */
  readonly network: string;
  /** Null for a relay or console that sends for several units. */
  readonly unit: string | null;
  /** Null = named after the listener. */
  readonly source: string | null;
  /** Zone of times without one; null = the zone of the configuration. */
  readonly zone: string | null;
}

export interface SpoolConfig {
  /** Files that were read are deleted, oldest first, while the spool is larger. */
  readonly maxBytes: number;
  /** No file is deleted before that age, however large the spool is. */
  readonly keepMs: number;
  /** Receiving stops before the disk is that full. */
  readonly minFreeBytes: number;
}

export const LISTEN_KEYS = ['listeners', 'senders', 'spool'] as const;
type ListenKey = (typeof LISTEN_KEYS)[number];

export interface ReadListenSettings {
  readonly settings: ListenSettings;
  /** Listeners as `checkInventory` takes them: their ids are those of sources. */
  readonly placedListeners: readonly {
    readonly value: { readonly id: string; readonly unit: null };
    readonly at: Location;
    readonly unitAt: Location;
  }[];
  readonly unitReferences: readonly { readonly id: string; readonly at: Location }[];
}

/**
 * Problems: `bad-address`, `bad-network`, `duplicate-listener`, `duplicate-sender`, `sender-zones`, `tls-only`,
 * `missing-key`, `bad-size`.
 */
export function readListenSettings(
  map: YamlMap<ListenKey> | null,
  problems: Problem[],
): ReadListenSettings {
  const listeners = readList(map?.get('listeners'), 'listeners', problems, (item) =>
    readListener(item, problems),
  );
  const senders = readList(map?.get('senders'), 'senders', problems, (item) =>
    readSender(item, problems),
  );
  checkPorts(listeners, problems);
  checkSenders(senders, problems);
  return {
    settings: {
      listeners: listeners.map(({ value }) => value),
      senders: senders.map(({ value }) => value),
      spool: readSpool(map?.get('spool'), problems),
    },
    placedListeners: listeners.map(({ value: { id }, at }) => ({
      value: { id, unit: null },
      at,
      unitAt: at,
    })),
    unitReferences: senders.flatMap(({ value: { unit }, unitAt }) =>
      unit === null ? [] : [{ id: unit, at: unitAt }],
    ),
  };
}

const LISTENER_SHAPE = {
  what: 'a listener',
  required: ['id', 'protocol', 'port'],
  optional: ['address', 'cert', 'key', 'ca', 'max-connections'],
} as const;
type ListenerKey = (typeof LISTENER_SHAPE)['required' | 'optional'][number];

const LOOPBACK = '127.0.0.1';
const DEFAULT_MAX_CONNECTIONS = 1024;

interface PlacedListener {
  readonly value: ListenerConfig;
  readonly at: Location;
}

function readListener(node: YamlNode, problems: Problem[]): PlacedListener | null {
  const map = readMap(node, LISTENER_SHAPE, problems);
  if (map === null) return null;
  const id = readId(map.get('id'), 'the id of a listener', problems);
  const protocolNode = map.get('protocol');
  const choices = { what: 'the protocol', of: ['udp', 'tcp', 'tls'] } as const;
  const protocol = protocolNode === undefined ? null : readChoice(protocolNode, choices, problems);
  const port = readOptional(map.get('port'), (value) =>
    readInteger(value, { what: 'the port', min: 1, max: 65_535 }, problems),
  );
  const address = map.get('address');
  const connections = map.get('max-connections');
  const range = { what: 'max-connections', min: 1, max: 65_535 };
  const maxConnections = connections && readInteger(connections, range, problems);
  const listenAt = (address && readAddress(address, problems)) ?? LOOPBACK;
  if (id === null || protocol === null || port === null) return null;
  const tls = readTls(map, protocol === 'tls', problems);
  return {
    at: map.at,
    value: {
      id,
      protocol,
      address: listenAt,
      port,
      tls,
      maxConnections: maxConnections ?? DEFAULT_MAX_CONNECTIONS,
    },
  };
}

function readTls(map: YamlMap<ListenerKey>, isTls: boolean, problems: Problem[]): TlsConfig | null {
  const path = (key: 'cert' | 'key' | 'ca'): string | null =>
    readOptional(map.get(key), (value) => readString(value, `the path "${key}"`, problems));
  const [cert, key, ca] = [path('cert'), path('key'), path('ca')];
  if (!isTls) {
    for (const name of ['cert', 'key', 'ca'] as const)
      if (map.get(name) !== undefined)
        report(problems, map.keyAt(name), {
          code: 'tls-only',
          message: `only a listener with "protocol: tls" has a "${name}"`,
        });
    return null;
  }
  for (const name of ['cert', 'key'] as const)
    if (map.get(name) === undefined)
      report(problems, map.at, {
        code: 'missing-key',
        message: `a listener with "protocol: tls" needs a value for "${name}"`,
        hint: `write the path of the PEM file with the ${name === 'cert' ? 'certificate' : 'private key'}`,
      });
  return cert === null || key === null ? null : { cert, key, ca };
}

/** An IP address as it is written. Problem: `bad-address`. */
function readAddress(node: YamlNode, problems: Problem[]): string | null {
  const text = readString(node, 'the address', problems);
  if (text === null || parseIpAddress(text) !== null) return text;
  report(problems, node.at, {
    code: 'bad-address',
    message: `${JSON.stringify(text)} is no IP address`,
    hint: 'write one such as 127.0.0.1, or 0.0.0.0 for all interfaces',
  });
  return null;
}

const SENDER_SHAPE = {
  what: 'a sender',
  optional: ['address', 'network', 'unit', 'source', 'zone'],
} as const;

interface PlacedSender {
  readonly value: SenderConfig;
  readonly at: Location;
  readonly unitAt: Location;
}

function readSender(node: YamlNode, problems: Problem[]): PlacedSender | null {
  const map = readMap(node, SENDER_SHAPE, problems);
  if (map === null) return null;
  const address = map.get('address');
  const network = map.get('network');
  if ((address === undefined) === (network === undefined)) {
    report(problems, map.at, {
      code: address === undefined ? 'missing-key' : 'sender-twice',
      message: 'a sender needs an "address" or a "network", one of them',
    });
    return null;
  }
  const from =
    (address && readAddress(address, problems)) ?? (network && readNetwork(network, problems));
  const unit = readOptional(map.get('unit'), (value) =>
    readString(value, 'the unit of a sender', problems),
  );
  const source = readId(map.get('source'), 'the source of a sender', problems);
  const zone = readOptional(map.get('zone'), (value) => readZone(value, problems));
  if (from === undefined || from === null) return null;
  return {
    at: map.at,
    unitAt: map.get('unit')?.at ?? map.at,
    value: { network: from, unit, source, zone },
  };
}

/** Problem: `bad-network`. */
function readNetwork(node: YamlNode, problems: Problem[]): string | null {
  const text = readString(node, 'the network', problems);
  if (text === null) return null;
  const network = parseCidr(text);
  if (network !== null && !network.hasHostBits) return text;
  report(problems, node.at, {
    code: 'bad-network',
    message: `${JSON.stringify(text)} is no network`,
    hint:
      network === null
        ? 'write one such as 10.20.0.0/16'
        : 'the address has bits to the right of its prefix',
  });
  return null;
}

/** Problem: `duplicate-listener`. */
function checkPorts(listeners: readonly PlacedListener[], problems: Problem[]): void {
  const first = new Map<string, string>();
  for (const { value, at } of listeners) {
    const { protocol, address, port, id } = value;
    const key = `${protocol === 'udp' ? 'udp' : 'tcp'} ${address} ${port}`;
    const other = first.get(key);
    if (other === undefined) first.set(key, id);
    else
      report(problems, at, {
        code: 'duplicate-listener',
        message: `the listeners "${other}" and "${id}" share ${address} port ${port}`,
        hint: 'give one of them another port',
      });
  }
}

/** Problems: `duplicate-sender`; `sender-zones`, because one file of the spool has one zone. */
function checkSenders(senders: readonly PlacedSender[], problems: Problem[]): void {
  const networks = new Map<string, Location>();
  const zones = new Map<string, string | null>();
  for (const { value, at } of senders) {
    const parsed = parseCidr(value.network);
    const network = `${parsed?.family} ${parsed?.network} ${parsed?.prefixLength}`;
    const first = networks.get(network);
    if (first === undefined) networks.set(network, at);
    else
      report(problems, at, {
        code: 'duplicate-sender',
        message: `two senders have the network ${value.network}`,
        hint: `the first stands at ${first.file}:${first.line}`,
      });
    const file = `${value.unit ?? ''}/${value.source ?? ''}`;
    const zone = zones.get(file);
    if (zone !== undefined && zone !== value.zone)
      report(problems, at, {
        code: 'sender-zones',
        message: 'two senders of one unit and source write times of different zones',
        hint: 'give them a "source" each',
      });
    else zones.set(file, value.zone);
  }
}

const DEFAULT_SPOOL: SpoolConfig = {
  maxBytes: 20 * 2 ** 30,
  keepMs: 3_600_000,
  minFreeBytes: 512 * 2 ** 20,
};

function readSpool(node: YamlNode | undefined, problems: Problem[]): SpoolConfig {
  const shape = { what: 'the spool', optional: ['size', 'keep', 'min-free'] } as const;
  const map = node === undefined ? null : readMap(node, shape, problems);
  const size = map?.get('size');
  const keep = map?.get('keep');
  const free = map?.get('min-free');
  const sizeRange = { what: 'the size of the spool', minBytes: 16 * 2 ** 20 };
  const freeRange = { what: 'the free space', minBytes: 0 };
  const keepRange = { what: 'the time to keep', minMs: 0 };
  return {
    maxBytes: (size && readByteSize(size, sizeRange, problems)) ?? DEFAULT_SPOOL.maxBytes,
    keepMs: (keep && readDuration(keep, keepRange, problems)) ?? DEFAULT_SPOOL.keepMs,
    minFreeBytes: (free && readByteSize(free, freeRange, problems)) ?? DEFAULT_SPOOL.minFreeBytes,
  };
}
