import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isInNetwork, parseCidr, parseIpAddress } from '../../src/util/ip-address.ts';

test.each([
  ['10.1.2.3', 4, 0x0a010203n],
  ['0.0.0.0', 4, 0n],
  ['255.255.255.255', 4, 0xffffffffn],
  ['::ffff:10.1.2.3', 4, 0x0a010203n],
  ['::FFFF:0a01:0203', 4, 0x0a010203n],
  ['::', 6, 0n],
  ['::1', 6, 1n],
  ['1::', 6, 1n << 112n],
  ['2001:0DB8:0:0::1', 6, 0x20010db8000000000000000000000001n],
  ['1:2:3:4:5:6:7:8', 6, 0x00010002000300040005000600070008n],
  ['1:2:3:4:5:6:1.2.3.4', 6, 0x00010002000300040005000601020304n],
  ['1:2:3:4:5:6:7::', 6, 0x00010002000300040005000600070000n],
  ['64:ff9b::1.2.3.4', 6, 0x0064ff9b000000000000000001020304n],
  ['fe80::1%eth0', 6, (0xfe80n << 112n) | 1n],
] as const)('%s is an address', (text, family, value) => {
  expect(parseIpAddress(text)).toEqual({ family, value });
});

test.each([
  '',
  '1.2.3',
  '1.2.3.4.5',
  '1.2.3.256',
  '01.2.3.4',
  '1.2.3.04',
  '1.2.3.4:443',
  '[::1]',
  '1.2.3.4 ',
  ' 1.2.3.4',
  '1.2.3.4%eth0',
  '10.0.0.0/8',
  '1..2.3',
  '1.2.3.',
  '.1.2.3',
  ':',
  ':::',
  '1::2::3',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1:2:3:4:5:6:7:8::',
  '::12345',
  '::g',
  '1.2.3.4::',
  '::1.2.3.4:5',
  '::1.2.3',
  'fe80::1%',
  '0x7f.0.0.1',
  'x',
  '-',
  '٣.0.0.1',
  ':'.repeat(100_000),
  '1'.repeat(100_000),
])('%j is no address', (text) => {
  expect(parseIpAddress(text)).toBeNull();
});

test.each([
  ['10.0.0.0/8', { family: 4, network: 0x0a000000n, prefixLength: 8, hasHostBits: false }],
  ['10.0.0.1/8', { family: 4, network: 0x0a000000n, prefixLength: 8, hasHostBits: true }],
  ['0.0.0.0/0', { family: 4, network: 0n, prefixLength: 0, hasHostBits: false }],
  ['10.1.2.3', { family: 4, network: 0x0a010203n, prefixLength: 32, hasHostBits: false }],
  ['::1', { family: 6, network: 1n, prefixLength: 128, hasHostBits: false }],
  [
    '2001:db8::/32',
    { family: 6, network: 0x20010db8n << 96n, prefixLength: 32, hasHostBits: false },
  ],
  ['::/0', { family: 6, network: 0n, prefixLength: 0, hasHostBits: false }],
  ['::ffff:10.0.0.0/104', { family: 4, network: 0x0a000000n, prefixLength: 8, hasHostBits: false }],
] as const)('%s is a network', (text, network) => {
  expect(parseCidr(text)).toEqual(network);
});

test.each([
  '10.0.0.0/33',
  '10.0.0.0/-1',
  '10.0.0.0/',
  '10.0.0.0/08',
  '10.0.0.0/8 ',
  '::/129',
  '/8',
  '',
  'fe80::%1/64',
  '10.0.0.0/8/8',
  '::ffff:10.0.0.0/8',
])('%j is no network', (text) => {
  expect(parseCidr(text)).toBeNull();
});

test.each([
  ['10.255.0.1', '10.0.0.0/8', true],
  ['11.0.0.0', '10.0.0.0/8', false],
  ['::ffff:10.1.2.3', '10.0.0.0/8', true],
  ['2001:DB8::1', '2001:db8::/32', true],
  ['2001:db9::1', '2001:db8::/32', false],
  ['1.2.3.4', '::/0', false],
  ['::1', '0.0.0.0/0', false],
  ['::ffff:1.2.3.4', '::/0', false],
  ['::1', '::/0', true],
])('%s in %s: %s', (address, network, expected) => {
  const [parsedAddress, parsedNetwork] = [parseIpAddress(address), parseCidr(network)];
  if (parsedAddress === null || parsedNetwork === null) throw new Error('bad case');
  expect(isInNetwork(parsedAddress, parsedNetwork)).toBe(expected);
});

test('every written address is read back as its number', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
      const address = parseIpAddress(text);
      expect(address).not.toBeNull();
      expect(parseCidr(text)?.network).toBe(address?.value);
    }),
  );
});
