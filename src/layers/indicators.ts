// Indicators of compromise (chỉ dấu tấn công): lists from the national centre or one's own, looked up in every event,
// in the fields named below. Not in free text (the message of a syslog line, a command line) and not in fields of other
// names: what looks like an address there may be a version, a file name or a quotation, and soclite does not guess.
// A log that says its addresses in text needs a format that makes fields of them.
import { scalarText, listLeaves } from '../event/scalar.ts';
import type { Fields } from '../event/event.ts';
import { parseCidr, parseIpAddress } from '../util/ip-address.ts';
import type { IndicatorList } from './indicator/indicator-list.ts';
import {
  normaliseDomain,
  normaliseUrl,
  splitHost,
  type IndicatorType,
} from './indicator/indicator-value.ts';
import { createNetworkTable, type NetworkTable } from '../util/network-table.ts';

export { parseIndicators, type IndicatorList } from './indicator/indicator-list.ts';

interface IndicatorMatch {
  /** The indicator in its normal form; a network when a range matched. */
  readonly value: string;
  readonly type: IndicatorType;
  /** Name of the list. */
  readonly list: string;
  /** The event's field that holds it. */
  readonly field: string;
}

export interface IndicatorMatcher {
  /** The first match in the fixed order of fields below: hashes, URLs, names, then addresses, target before source. */
  find(fields: Fields): IndicatorMatch | null;
}

type Reader = 'hashes' | 'url' | 'host' | 'addresses';

const FIELDS: readonly (readonly [string, Reader])[] = [
  ...[
    'Hashes',
    'sha256',
    'sha1',
    'md5',
    'SHA256',
    'SHA1',
    'MD5',
    'Hash',
    'FileHash',
    'filehash',
  ].map((name) => [name, 'hashes'] as const),
  ...['url', 'c-uri', 'cs-uri', 'Url', 'URL'].map((name) => [name, 'url'] as const),
  ...[
    'hostname',
    'QueryName',
    'qname',
    'query',
    'DestinationHostname',
    'domain',
    'cs-host',
    'r-dns',
    'dstname',
  ].map((name) => [name, 'host'] as const),
  ...[
    'dst_ip',
    'DestinationIp',
    'dest_ip',
    'id.resp_h',
    'r-ip',
    'QueryResults',
    'src_ip',
    'SourceIp',
    'id.orig_h',
    'c-ip',
    'IpAddress',
    'remip',
  ].map((name) => [name, 'addresses'] as const),
];
/** A path in `url` is on the host that one of these names. */
const HOST_FIELDS = ['hostname', 'cs-host', 'dst_ip'] as const;
const MAX_HOST_CHARS = 260;
const DIGEST =
  /(?:^|[,;\s])(?:(?:md5|sha1|sha256)[=:])?([\da-f]{64}|[\da-f]{40}|[\da-f]{32})(?=$|[,;\s])/gi;

type Found = Omit<IndicatorMatch, 'field'>;

/** A value in several lists is told by the first of them. */
export function createIndicatorMatcher(lists: readonly IndicatorList[]): IndicatorMatcher {
  const tables = tablesOf(lists);
  const readers = readersOf(tables);
  const fieldsInUse = FIELDS.filter(([, reader]) => readers[reader].isUsed);
  return {
    find(fields) {
      for (const [field, reader] of fieldsInUse) {
        const value = fields.get(field);
        if (value === undefined) continue;
        for (const leaf of listLeaves(value)) {
          const text = scalarText(leaf);
          const found = text === null || text === '' ? null : readers[reader].find(text, fields);
          if (found !== null) return { ...found, field };
        }
      }
      return null;
    },
  };
}

interface Tables {
  readonly hashes: ReadonlyMap<string, Found>;
  readonly urls: ReadonlyMap<string, Found>;
  readonly domains: ReadonlyMap<string, Found>;
  readonly addresses: NetworkTable<Found>;
  readonly hasAddresses: boolean;
}

function tablesOf(lists: readonly IndicatorList[]): Tables {
  const maps = {
    hash: new Map<string, Found>(),
    url: new Map<string, Found>(),
    domain: new Map<string, Found>(),
    address: new Map<string, Found>(),
  } as const satisfies Record<IndicatorType, Map<string, Found>>;
  for (const { name: list, indicators } of lists)
    for (const { type, value } of indicators)
      if (!maps[type].has(value)) maps[type].set(value, { value, type, list });
  // the first list last: of two equal networks written differently the table keeps the later one
  const networks = [...maps.address.values()].toReversed().flatMap((found) => {
    const network = parseCidr(found.value);
    return network === null ? [] : [[network, found] as const];
  });
  return {
    hashes: maps.hash,
    urls: maps.url,
    domains: maps.domain,
    addresses: createNetworkTable(networks),
    hasAddresses: networks.length > 0,
  };
}

interface FieldReader {
  readonly isUsed: boolean;
  find(text: string, fields: Fields): Found | null;
}

function readersOf(tables: Tables): Readonly<Record<Reader, FieldReader>> {
  const { hashes, urls, domains, hasAddresses } = tables;
  const isHostUsed = domains.size > 0 || hasAddresses;
  return {
    hashes: { isUsed: hashes.size > 0, find: (text) => findHash(text, hashes) },
    url: {
      isUsed: urls.size > 0 || isHostUsed,
      find(text, fields) {
        const url = normaliseUrl(text, text.startsWith('/') ? hostOf(fields) : null);
        if (url === null) return null;
        const slash = url.indexOf('/');
        return urls.get(url) ?? findHost(slash < 0 ? url : url.slice(0, slash), tables);
      },
    },
    host: { isUsed: isHostUsed, find: (text) => findHost(text, tables) },
    addresses: { isUsed: hasAddresses, find: (text) => findAddresses(text, tables) },
  };
}

/** Sysmon's `SHA1=…,MD5=…,IMPHASH=…` or a bare digest; an import hash is no file's hash. */
function findHash(text: string, hashes: ReadonlyMap<string, Found>): Found | null {
  for (const match of text.matchAll(DIGEST)) {
    const found = hashes.get((match[1] ?? '').toLowerCase());
    if (found !== undefined) return found;
  }
  return null;
}

/** The name itself or a domain above it; a host may also be an address. */
function findHost(text: string, { domains, addresses }: Tables): Found | null {
  if (text.length > MAX_HOST_CHARS) return null;
  const { host } = splitHost(text);
  const address = parseIpAddress(host);
  if (address !== null) return addresses.find(address);
  let name = normaliseDomain(host);
  for (;;) {
    const found = domains.get(name);
    if (found !== undefined) return found;
    const dot = name.indexOf('.');
    if (dot < 0) return null;
    name = name.slice(dot + 1);
  }
}

/** One address, or the answers of a DNS query: `type: 5 x.example;::ffff:203.0.113.7;`. */
function findAddresses(text: string, { addresses }: Tables): Found | null {
  const parts = text.includes(';') ? text.slice(0, 4 * MAX_HOST_CHARS).split(';') : [text];
  for (const part of parts) {
    const address = parseIpAddress(part.trim());
    const found = address === null ? null : addresses.find(address);
    if (found !== null) return found;
  }
  return null;
}

function hostOf(fields: Fields): string | null {
  for (const name of HOST_FIELDS) {
    const value = fields.get(name);
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}
