// Where a running service tells monitoring systems how it is.
import { isInNetwork, parseCidr, parseIpAddress } from '../util/ip-address.ts';
import { invariant } from '../util/invariant.ts';
import type { Problem } from '../util/problem.ts';
import { readBoolean, readInteger, readMap, report, type YamlNode } from '../util/yaml-reader.ts';
import { readAddress } from './address.ts';

export interface MetricsSettings {
  /** IP address of the interface; one that is not of this machine alone was agreed to with `public: true`. */
  readonly address: string;
  readonly port: number;
}

/** 9464 is what the Prometheus wiki of default ports has for exporters of OpenTelemetry: free on most machines. */
const DEFAULTS: MetricsSettings = { address: '127.0.0.1', port: 9464 };
const LOOPBACK = ['127.0.0.0/8', '::1/128'].map((text) => {
  const network = parseCidr(text);
  invariant(network !== null, 'written above');
  return network;
});

/** The section `metrics`; null where it is absent: nothing is served. Problem: `metrics-public`. */
export function readMetricsSettings(
  node: YamlNode | undefined,
  problems: Problem[],
): MetricsSettings | null {
  const shape = { what: 'metrics', optional: ['address', 'port', 'public'] } as const;
  const map = node === undefined ? null : readMap(node, shape, problems);
  if (map === null) return null;
  const [addressNode, portNode, publicNode] = [
    map.get('address'),
    map.get('port'),
    map.get('public'),
  ];
  const address = (addressNode && readAddress(addressNode, problems)) ?? DEFAULTS.address;
  const range = { what: 'the port', min: 1, max: 65_535 };
  const port = (portNode && readInteger(portNode, range, problems)) ?? DEFAULTS.port;
  const isPublic = (publicNode && readBoolean(publicNode, '"public"', problems)) ?? false;
  if (addressNode !== undefined && !isLoopback(address) && !isPublic)
    report(problems, addressNode.at, {
      code: 'metrics-public',
      message: `the metrics would be open to the network at ${address}, without a password`,
      hint: 'use 127.0.0.1, or agree to it with "public: true"',
    });
  return { address, port };
}

function isLoopback(address: string): boolean {
  const parsed = parseIpAddress(address);
  return parsed !== null && LOOPBACK.some((network) => isInNetwork(parsed, network));
}
