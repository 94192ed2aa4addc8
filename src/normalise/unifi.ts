// UniFi access points and switches.
import type { FieldValue } from '../event/event.ts';
import { createInterner, logSource } from './log-source.ts';
import { applyTable, type NameTable } from './name-table.ts';
import type { Normalised } from './normalised.ts';

/** ECS names: the messages are prose. */
const UNIFI_NAMES: NameTable = {
  text: [
    ['process.name', ['process']],
    ['observer.mac', ['device_mac']],
    ['observer.version', ['device_version']],
    ['client.mac', ['client_mac']],
  ],
  numbers: [],
  lowerCase: [],
  empty: [],
};

const intern = createInterner();

export function normaliseUnifi(decoded: ReadonlyMap<string, FieldValue>): Normalised {
  const logSources = intern('', () => [
    logSource({ product: 'unifi' }),
    logSource({ product: 'linux', service: 'syslog' }),
  ]);
  return { logSources, fields: applyTable(decoded, UNIFI_NAMES) };
}
