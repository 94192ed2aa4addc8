import type { Location, Problem } from '../util/problem.ts';
import {
  readChoice,
  readInteger,
  readMap,
  readOptional,
  readString,
  report,
  type YamlMap,
  type YamlNode,
} from '../util/yaml-reader.ts';
import { readAddress } from './address.ts';
import { readId } from './identifier.ts';

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

const LISTENER_SHAPE = {
  what: 'a listener',
  required: ['id', 'protocol', 'port'],
  optional: ['address', 'cert', 'key', 'ca', 'max-connections'],
} as const;
type ListenerKey = (typeof LISTENER_SHAPE)['required' | 'optional'][number];

const LOOPBACK = '127.0.0.1';
const DEFAULT_MAX_CONNECTIONS = 1024;

export interface PlacedListener {
  readonly value: ListenerConfig;
  readonly at: Location;
}

/** Problems: `bad-address`, `tls-only`, `missing-key`. */
export function readListener(node: YamlNode, problems: Problem[]): PlacedListener | null {
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

/** Problem: `duplicate-listener`. */
export function checkPorts(listeners: readonly PlacedListener[], problems: Problem[]): void {
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
