import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FieldValue } from '../../src/event/event.ts';
import {
  createIndicatorMatcher,
  parseIndicators,
  type IndicatorList,
} from '../../src/layers/indicators.ts';

const MD5 = 'd41d8cd98f00b204e9800998ecf8427e';
const SHA1 = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';
const SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

function parse(text: string, file = 'lists/ncsc-2026.txt'): IndicatorList {
  const list = parseIndicators(text, file);
  if (!list.ok) throw new Error(JSON.stringify(list.problems));
  return list.value;
}

test.each([
  ['203.0.113.7', 'address', '203.0.113.7'],
  ['203[.]0[.]113[.]7', 'address', '203.0.113.7'],
  ['203.0.113.7:8080', 'address', '203.0.113.7'],
  ['198.51.100.0/24', 'address', '198.51.100.0/24'],
  ['2001:DB8::1', 'address', '2001:db8::1'],
  ['2001:db8::/32', 'address', '2001:db8::/32'],
  ['hxxp://203.0.113[.]7', 'address', '203.0.113.7'],
  ['hxxp://203.0.113[.]7/9', 'url', '203.0.113.7/9'],
  ['Evil.Example.', 'domain', 'evil.example'],
  ['evil(dot)example', 'domain', 'evil.example'],
  ['*.evil.example', 'domain', 'evil.example'],
  ['hxxps[:]//evil[.]example/', 'domain', 'evil.example'],
  ['độc-hại.vn', 'domain', 'độc-hại.vn'],
  ['https://u:p@Evil.example:443/A/b?c=D#e', 'url', 'evil.example/A/b?c=D'],
  ['evil.example:8080/x', 'url', 'evil.example:8080/x'],
  [MD5.toUpperCase(), 'hash', MD5],
  [SHA1, 'hash', SHA1],
  [SHA256, 'hash', SHA256],
])('%s is the %s %s', (line, type, value) => {
  expect(parse(`# list\n\n${line}   # note\n`)).toEqual({
    name: 'ncsc-2026',
    indicators: [{ type, value }],
  });
});

test.each([
  ['a word', 'malware', 'not an address, network, domain, URL or hash: "malware"'],
  [
    'an address with a part too large',
    '300.1.1.1',
    'not an address, network, domain, URL or hash: "300.1.1.1"',
  ],
  ['a prefix too long', '10.0.0.0/33', 'not a network: "10.0.0.0/33"'],
  ['host bits', '10.0.0.1/24', 'the network has bits set after its prefix: "10.0.0.1/24"'],
  ['half the Internet', '0.0.0.0/1', 'the network is too wide: "0.0.0.0/1"'],
  ['all government sites', 'gov.vn', 'everybody’s domains end so: "gov.vn"'],
  [
    'a hash one digit short',
    MD5.slice(1),
    `not an address, network, domain, URL or hash: "${MD5.slice(1)}"`,
  ],
  [
    'a name with a space',
    'evil example.com',
    'not an address, network, domain, URL or hash: "evil example.com"',
  ],
])('%s is a warning and the rest of the list is kept', (_name, line, message) => {
  const list = parseIndicators(`203.0.113.7\n${line}`, 'l.txt');
  expect(list).toEqual({
    ok: true,
    value: { name: 'l', indicators: [{ type: 'address', value: '203.0.113.7' }] },
    problems: [
      {
        code: 'bad-indicator',
        severity: 'warning',
        message,
        hint: 'one a line: 203.0.113.7, 203.0.113.0/24, bad.example, https://bad.example/x, or a hash',
        at: { file: 'l.txt', line: 2, column: 1 },
      },
    ],
  });
});

test.each([
  ['commas', 'type,value,note\nip,203.0.113.7,C2\ndomain,evil.example,"a, b"\n'],
  [
    'semicolons and Vietnamese',
    '\uFEFFGhi chú;Loại;Giá trị\r\nx;Địa chỉ;203.0.113.7\r\ny;Tên miền;"evil.example"\r\n',
  ],
  ['tabs and MISP types', 'indicator\tioc_type\n203.0.113.7\tip-dst\nevil.example\thostname\n'],
  ['no type column', '# export\nioc,when\n203.0.113.7,2026\nevil.example,2026\n'],
])('CSV with a header: %s', (_name, text) => {
  expect(parse(text).indicators).toEqual([
    { type: 'address', value: '203.0.113.7' },
    { type: 'domain', value: 'evil.example' },
  ]);
});

test('a value that is not of its declared type is a warning', () => {
  const list = parseIndicators(
    `type,value\nmd5,evil.example\nemail,a@b.example\nip,1.1.1.1`,
    'l.csv',
  );
  expect(list.problems.map(({ message }) => message)).toEqual([
    '"evil.example" is a domain, not "md5"',
    'not an address, network, domain, URL or hash: "a@b.example"',
  ]);
  expect(list.ok && list.value.indicators).toEqual([{ type: 'address', value: '1.1.1.1' }]);
});

test('a file without any indicator is refused, and not on ten thousand lines', () => {
  const list = parseIndicators('not an indicator\n'.repeat(10_000), 'l.txt');
  expect(list.ok).toBe(false);
  expect(list.problems.length).toBe(22);
  expect(
    list.problems.slice(-2).map(({ code, severity, message }) => [code, severity, message]),
  ).toEqual([
    ['bad-indicator', 'warning', '9980 more lines are no indicators'],
    ['no-indicators', 'error', 'no line of this file is an indicator'],
  ]);
});

const matcher = createIndicatorMatcher([
  parse(
    `203.0.113.7\n198.51.100.0/24\n2001:db8::bad\nevil.example\nhxxp://pages.example/login.php?id=1\n${MD5}\n${SHA256}`,
  ),
  parse('evil.example\n192.0.2.9\n198.51.100.77', 'own.txt'),
]);
const NCSC = 'ncsc-2026';

interface Case {
  readonly name: string;
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly expected: readonly [string, string, string, string] | null;
}

test.each<Case>([
  {
    name: 'a target',
    fields: { src_ip: '10.1.1.1', dst_ip: '203.0.113.7' },
    expected: ['203.0.113.7', 'address', NCSC, 'dst_ip'],
  },
  {
    name: 'a source in a range',
    fields: { src_ip: '198.51.100.200', dst_ip: '10.1.1.1' },
    expected: ['198.51.100.0/24', 'address', NCSC, 'src_ip'],
  },
  {
    name: 'an address inside a range of another list',
    fields: { dst_ip: '198.51.100.77' },
    expected: ['198.51.100.77', 'address', 'own', 'dst_ip'],
  },
  {
    name: 'the other list',
    fields: { DestinationIp: '192.0.2.9' },
    expected: ['192.0.2.9', 'address', 'own', 'DestinationIp'],
  },
  {
    name: 'IPv6 in another spelling',
    fields: { DestinationIp: '2001:0DB8:0:0::0BAD' },
    expected: ['2001:db8::bad', 'address', NCSC, 'DestinationIp'],
  },
  {
    name: 'an answer of a DNS query',
    fields: { QueryResults: 'type:  5 cdn.example;::ffff:203.0.113.7;' },
    expected: ['203.0.113.7', 'address', NCSC, 'QueryResults'],
  },
  {
    name: 'the domain',
    fields: { hostname: 'EVIL.example' },
    expected: ['evil.example', 'domain', NCSC, 'hostname'],
  },
  {
    name: 'a subdomain with a port',
    fields: { 'cs-host': 'a.b.evil.example:8443' },
    expected: ['evil.example', 'domain', NCSC, 'cs-host'],
  },
  { name: 'a name that only ends alike', fields: { QueryName: 'notevil.example' }, expected: null },
  { name: 'a domain above the indicator', fields: { QueryName: 'example' }, expected: null },
  {
    name: 'a host that is an address',
    fields: { hostname: '203.0.113.7' },
    expected: ['203.0.113.7', 'address', NCSC, 'hostname'],
  },
  {
    name: 'the host of a URL',
    fields: { url: 'https://evil.example/any?x' },
    expected: ['evil.example', 'domain', NCSC, 'url'],
  },
  {
    name: 'a URL in two fields',
    fields: { url: '/login.php?id=1', hostname: 'pages.example' },
    expected: ['pages.example/login.php?id=1', 'url', NCSC, 'url'],
  },
  {
    name: 'another page of that host',
    fields: { url: '/login.php?id=2', hostname: 'pages.example' },
    expected: null,
  },
  {
    name: 'Sysmon hashes',
    fields: { Hashes: `SHA1=${SHA1},MD5=${MD5.toUpperCase()},IMPHASH=${'0'.repeat(32)}` },
    expected: [MD5, 'hash', NCSC, 'Hashes'],
  },
  { name: 'an import hash is no file hash', fields: { Hashes: `IMPHASH=${MD5}` }, expected: null },
  { name: 'a bare hash', fields: { sha256: SHA256 }, expected: [SHA256, 'hash', NCSC, 'sha256'] },
  {
    name: 'one of several values',
    fields: { query: ['good.example', 'x.evil.example'] },
    expected: ['evil.example', 'domain', NCSC, 'query'],
  },
  {
    name: 'nothing listed',
    fields: { src_ip: '10.0.0.1', dst_ip: 'not an address', url: '/', hostname: '', Hashes: 7 },
    expected: null,
  },
])('$name', ({ fields, expected }) => {
  const found = matcher.find(new Map(Object.entries(fields)));
  expect(found === null ? null : [found.value, found.type, found.list, found.field]).toEqual(
    expected,
  );
});

test('without lists nothing is found', () => {
  expect(createIndicatorMatcher([]).find(new Map([['dst_ip', '203.0.113.7']]))).toBe(null);
});

const FIELD = { address: 'dst_ip', domain: 'hostname', url: 'url', hash: 'Hashes' } as const;

test('an indicator that was read is found again', () => {
  const text = fc.oneof(fc.webUrl(), fc.domain(), fc.ipV4(), fc.ipV6());
  fc.assert(
    fc.property(text, (line) => {
      const { indicators } = parse(line);
      const found = indicators.map(({ type, value }) =>
        createIndicatorMatcher([{ name: 'l', indicators }]).find(
          new Map([[FIELD[type], type === 'url' ? `http://${value}` : value]]),
        ),
      );
      expect(found.map((match) => match?.value)).toEqual(indicators.map(({ value }) => value));
      expect(found.length).toBe(1);
    }),
  );
});

test('no text breaks the parser or the look-up', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const fields = new Map(Object.values(FIELD).map((name) => [name, text]));
      expect(() => [parseIndicators(text, 'l.txt'), matcher.find(fields)]).not.toThrow();
    }),
  );
});
