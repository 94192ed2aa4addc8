import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';

const UNITS = 'units: [{ id: so-y-te, name: Sở Y tế, short-name: SYT }]\n';

function parse(text: string) {
  return parseConfig([{ text: UNITS + text, file: 'soclite.yml' }]);
}

test('listeners, senders and the spool with their defaults', () => {
  const config = parse(`
listeners:
  - { id: fw, protocol: udp, port: 514 }
  - { id: relay, protocol: tcp, port: 601, address: 0.0.0.0, max-connections: 20 }
  - { id: sealed, protocol: tls, port: 6514, address: '::', cert: soc.pem, key: soc.key, ca: ca.pem }
senders:
  - { address: 10.1.1.1, unit: so-y-te, source: fortigate, zone: UTC }
  - { network: 10.1.0.0/16, unit: so-y-te }
  - { address: '2001:db8::1' }
spool: { size: 64MiB, keep: 2d, min-free: 1 GiB }
`);
  expect(config.problems).toEqual([]);
  expect(config.ok && config.value.listen).toEqual({
    listeners: [
      {
        id: 'fw',
        protocol: 'udp',
        address: '127.0.0.1',
        port: 514,
        tls: null,
        maxConnections: 1024,
      },
      {
        id: 'relay',
        protocol: 'tcp',
        address: '0.0.0.0',
        port: 601,
        tls: null,
        maxConnections: 20,
      },
      {
        id: 'sealed',
        protocol: 'tls',
        address: '::',
        port: 6514,
        tls: { cert: 'soc.pem', key: 'soc.key', ca: 'ca.pem' },
        maxConnections: 1024,
      },
    ],
    senders: [
      { network: '10.1.1.1', unit: 'so-y-te', source: 'fortigate', zone: 'UTC' },
      { network: '10.1.0.0/16', unit: 'so-y-te', source: null, zone: null },
      { network: '2001:db8::1', unit: null, source: null, zone: null },
    ],
    spool: { maxBytes: 64 * 2 ** 20, keepMs: 172_800_000, minFreeBytes: 2 ** 30 },
  });
});

test.each([
  ['a port out of range', 'listeners: [{ id: a, protocol: udp, port: 70000 }]', ['2 not-a-number']],
  ['an unknown protocol', 'listeners: [{ id: a, protocol: upd, port: 1 }]', ['2 not-a-choice']],
  ['no port', 'listeners: [{ id: a, protocol: udp }]', ['2 missing-key']],
  [
    'a name for an address',
    'listeners: [{ id: a, protocol: udp, port: 1, address: localhost }]',
    ['2 bad-address'],
  ],
  [
    'a certificate without TLS',
    'listeners: [{ id: a, protocol: tcp, port: 1, cert: x }]',
    ['2 tls-only'],
  ],
  [
    'TLS without a certificate',
    'listeners: [{ id: a, protocol: tls, port: 1, ca: x }]',
    ['2 missing-key', '2 missing-key'],
  ],
  [
    'two listeners of one port',
    'listeners:\n- { id: a, protocol: tcp, port: 1 }\n- { id: b, protocol: udp, port: 1 }\n- { id: c, protocol: tls, port: 1, cert: x, key: x }',
    ['5 duplicate-listener'],
  ],
  [
    'a listener and a source of one id',
    'sources: [{ id: a, path: x }]\nlisteners: [{ id: a, protocol: tcp, port: 1 }]',
    ['3 duplicate-id'],
  ],
  ['a sender without address', 'senders: [{ unit: so-y-te }]', ['2 missing-key']],
  [
    'a sender with both',
    'senders: [{ address: 10.1.1.1, network: 10.0.0.0/8 }]',
    ['2 sender-twice'],
  ],
  ['a network with host bits', 'senders: [{ network: 10.1.1.1/8 }]', ['2 bad-network']],
  ['an unknown unit', 'senders: [{ address: 10.1.1.1, unit: so-y }]', ['2 unknown-unit']],
  ['a source that is no id', 'senders: [{ address: 10.1.1.1, source: ../x }]', ['2 bad-id']],
  [
    'a network twice',
    'senders:\n- { address: 10.1.1.1 }\n- { network: 10.1.1.1/32 }',
    ['4 duplicate-sender'],
  ],
  [
    'two zones in one file',
    'senders:\n- { address: 10.1.1.1, source: fw, zone: UTC }\n- { address: 10.1.1.2, source: fw }',
    ['4 sender-zones'],
  ],
  ['a size without unit', 'spool: { size: 10 }', ['2 bad-size']],
  ['a size too small', 'spool: { size: 1MiB }', ['2 bad-size']],
  ['an unknown key', 'spool: { sise: 1GiB }', ['2 unknown-key']],
])('%s', (_, text, expected) => {
  const config = parse(text);
  expect(config.problems.map(({ code, at }) => `${at.line} ${code}`)).toEqual(expected);
});
