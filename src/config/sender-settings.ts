import { parseCidr } from '../util/ip-address.ts';
import type { Location, Problem } from '../util/problem.ts';
import { readMap, readOptional, readString, report, type YamlNode } from '../util/yaml-reader.ts';
import { readAddress } from './address.ts';
import { readId } from './identifier.ts';
import { readZone } from './zone.ts';

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

const SENDER_SHAPE = {
  what: 'a sender',
  optional: ['address', 'network', 'unit', 'source', 'zone'],
} as const;

export interface PlacedSender {
  readonly value: SenderConfig;
  readonly at: Location;
  readonly unitAt: Location;
}

/** Problems: `missing-key`, `sender-twice`, `bad-address`, `bad-network`. */
export function readSender(node: YamlNode, problems: Problem[]): PlacedSender | null {
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

/** Problems: `duplicate-sender`; `sender-zones`, because one file of the spool has one zone. */
export function checkSenders(senders: readonly PlacedSender[], problems: Problem[]): void {
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
