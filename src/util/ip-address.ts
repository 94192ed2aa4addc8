// IP addresses and networks as numbers, so that `2001:DB8::1` and `2001:0db8:0::1` are one address.
// Text forms: RFC 4291 section 2.2 for IPv6 (zone index cut off, RFC 4007), strict dotted decimal for IPv4: a part
// with a leading zero is octal for some readers and decimal for others, so it is no address here.

export interface IpAddress {
  readonly family: 4 | 6;
  readonly value: bigint;
}

export interface IpNetwork {
  readonly family: 4 | 6;
  /** Network address, host bits zero. */
  readonly network: bigint;
  readonly prefixLength: number;
  /** The text had bits set to the right of the prefix (`10.0.0.1/8`): a fault in a rule, harmless elsewhere. */
  readonly hasHostBits: boolean;
}

/** Longest text of an address: an IPv6 address that ends in a dotted IPv4 address. */
const MAX_ADDRESS_CHARS = 45;
/** `::ffff:0:0/96`, RFC 4291 section 2.5.5.2. */
const MAPPED_PREFIX = 0xffffn;
const MAPPED_BITS = 96;

/**
 * The address that `text` is, or null. `::ffff:10.1.2.3` is the IPv4 address 10.1.2.3. Ports, brackets, prefix
 * lengths and white space are not part of an address.
 */
export function parseIpAddress(text: string): IpAddress | null {
  if (!text.includes(':')) {
    const value = text.length <= 15 ? parseIpv4(text) : null;
    return value === null ? null : { family: 4, value: BigInt(value) };
  }
  const zone = text.indexOf('%');
  if (zone === text.length - 1) return null;
  const address = zone < 0 ? text : text.slice(0, zone);
  if (address.length > MAX_ADDRESS_CHARS) return null;
  const value = parseIpv6(address);
  if (value === null) return null;
  if (value >> 32n === MAPPED_PREFIX) return { family: 4, value: value & 0xffffffffn };
  return { family: 6, value };
}

/** The network that `text` names: `10.0.0.0/8`, `2001:db8::/32`, or a bare address (/32, /128). Null when it names none. */
export function parseCidr(text: string): IpNetwork | null {
  const slash = text.indexOf('/');
  const address = parseIpAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === null || text.slice(0, Math.max(slash, 0)).includes('%')) return null;
  const bits = address.family === 4 ? 32 : 128;
  if (slash < 0) return { ...toNetwork(address, bits), hasHostBits: false };
  const length = text.slice(slash + 1);
  if (!/^(?:0|[1-9]\d{0,2})$/.test(length)) return null;
  const isMapped = address.family === 4 && text.includes(':');
  const prefixLength = Number(length) - (isMapped ? MAPPED_BITS : 0);
  if (prefixLength < 0 || prefixLength > bits) return null;
  const network = toNetwork(address, prefixLength);
  return { ...network, hasHostBits: network.network !== address.value };
}

/** Whether the address lies in the network. Families are apart: `0.0.0.0/0` holds no IPv6 address. */
export function isInNetwork(
  address: IpAddress,
  network: Pick<IpNetwork, 'family' | 'network' | 'prefixLength'>,
): boolean {
  if (address.family !== network.family) return false;
  const shift = BigInt((network.family === 4 ? 32 : 128) - network.prefixLength);
  return address.value >> shift === network.network >> shift;
}

function toNetwork(
  address: IpAddress,
  prefixLength: number,
): { readonly family: 4 | 6; readonly network: bigint; readonly prefixLength: number } {
  const shift = BigInt((address.family === 4 ? 32 : 128) - prefixLength);
  return { family: address.family, network: (address.value >> shift) << shift, prefixLength };
}

/** Four decimal parts as one unsigned 32-bit number; by hand because every address field of every event comes here. */
function parseIpv4(text: string): number | null {
  let value = 0;
  let part = -1;
  let dots = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 0x2e) {
      if (part < 0) return null;
      value = value * 256 + part;
      part = -1;
      dots += 1;
    } else if (code >= 0x30 && code <= 0x39) {
      if (part === 0) return null;
      part = part < 0 ? code - 0x30 : part * 10 + code - 0x30;
      if (part > 255) return null;
    } else return null;
  }
  return dots === 3 && part >= 0 ? value * 256 + part : null;
}

function parseIpv6(text: string): bigint | null {
  const gap = text.indexOf('::');
  if (gap < 0) {
    const groups = parseGroups(text, true);
    return groups?.length === 8 ? joinGroups(groups) : null;
  }
  if (text.indexOf('::', gap + 1) >= 0) return null;
  const head = gap === 0 ? [] : parseGroups(text.slice(0, gap), false);
  const tail = gap + 2 === text.length ? [] : parseGroups(text.slice(gap + 2), true);
  if (head === null || tail === null) return null;
  // `::` stands for at least one group of zeros
  const zeros = 8 - head.length - tail.length;
  if (zeros < 1) return null;
  return joinGroups([...head, ...Array.from({ length: zeros }, () => 0), ...tail]);
}

/** 16-bit groups of `a:b:c`; the last may be a dotted IPv4 address (two groups) where the address ends. */
function parseGroups(text: string, isEnd: boolean): readonly number[] | null {
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (isEnd && index === parts.length - 1 && part.includes('.')) {
      const ipv4 = parseIpv4(part);
      if (ipv4 === null) return null;
      groups.push(Math.floor(ipv4 / 65536), ipv4 % 65536);
    } else {
      if (!/^[\da-f]{1,4}$/i.test(part)) return null;
      groups.push(Number.parseInt(part, 16));
    }
  }
  return groups;
}

function joinGroups(groups: readonly number[]): bigint {
  let value = 0n;
  for (const group of groups) value = (value << 16n) | BigInt(group);
  return value;
}
