// What a line of an indicator list means, and the one form in which indicators and event values meet.
import { parseCidr, parseIpAddress } from '../../util/ip-address.ts';

export type IndicatorType = 'address' | 'domain' | 'url' | 'hash';

export interface Indicator {
  readonly type: IndicatorType;
  /** Normal form: lower case, no defanging; an address, a network (`10.0.0.0/8`), a domain, `host/path`, hex digits. */
  readonly value: string;
}

export type ParsedIndicator =
  | { readonly ok: true; readonly indicator: Indicator }
  | { readonly ok: false; readonly reason: string; readonly hint: string };

const HASH = /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64})$/;
const LABEL = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}])?$/u;
const MAX_CHARS = 2048;
const MAX_DOMAIN_CHARS = 253;
/** Wider networks hold half the Internet: a slip, not an indicator. */
const MIN_PREFIX = { 4: 8, 6: 16 } as const;
/** Second levels under which anybody registers (VNNIC): as an indicator each would match a whole country's bodies. */
const SHARED_VN = /^(?:com|net|org|edu|gov|int|ac|biz|info|name|pro|health|id|io|ai)\.vn$/;

/** Accepts defanged forms: `hxxp://`, `1.2.3[.]4`, `evil(dot)com`, `[:]`. */
export function parseIndicator(text: string): ParsedIndicator {
  const value = refang(text.trim());
  if (value.length > MAX_CHARS) return refuse('the value is too long');
  const lower = value.toLowerCase();
  if (HASH.test(lower)) return accept('hash', lower);
  const network = parseCidr(value);
  if (network !== null) {
    if (!value.includes('/')) return accept('address', lower);
    if (network.hasHostBits) return refuse('the network has bits set after its prefix');
    const isWide = network.prefixLength < MIN_PREFIX[network.family];
    return isWide ? refuse('the network is too wide') : accept('address', lower);
  }
  if (lower.includes('/')) return parseUrlIndicator(value);
  const { host } = splitHost(lower);
  if (parseIpAddress(host) !== null) return accept('address', host);
  return parseDomain(host);
}

function parseUrlIndicator(value: string): ParsedIndicator {
  const url = normaliseUrl(value, null);
  if (url === null) return refuse('not a URL');
  const slash = url.indexOf('/');
  const { host } = splitHost(slash < 0 ? url : url.slice(0, slash));
  const isAddress = parseIpAddress(host) !== null;
  // `10.0.0.0/33` is a network gone wrong, not a page
  if (isAddress && /^\d*$/.test(url.slice(slash + 1)) && !value.includes('://'))
    return refuse('not a network');
  const name = isAddress ? accept('address', host) : parseDomain(host);
  return slash >= 0 && name.ok ? accept('url', url) : name;
}

function parseDomain(text: string): ParsedIndicator {
  const domain = normaliseDomain(text.startsWith('*.') ? text.slice(2) : text);
  const labels = domain.split('.');
  const isDomain =
    domain.length <= MAX_DOMAIN_CHARS &&
    labels.length > 1 &&
    labels.every((label) => LABEL.test(label)) &&
    !/^\d+$/.test(labels.at(-1) ?? '');
  if (!isDomain) return refuse('not an address, network, domain, URL or hash');
  if (SHARED_VN.test(domain)) return refuse('everybody’s domains end so');
  return accept('domain', domain);
}

/** Lower case, no dot at the end. */
export function normaliseDomain(text: string): string {
  const lower = text.normalize('NFC').toLowerCase();
  return lower.endsWith('.') ? lower.slice(0, -1) : lower;
}

/**
 * `host/path?query` of an absolute URL, or of a path on `host`: no scheme, user, fragment or default port. Null when
 * there is no host to be found. A URL without a path gives the host alone.
 */
export function normaliseUrl(text: string, host: string | null): string | null {
  const scheme = /^([a-z][a-z\d+.-]*):\/\//i.exec(text);
  const isPath = scheme === null && text.startsWith('/');
  if (isPath && host === null) return null;
  const rest = isPath ? `${host ?? ''}${text}` : text.slice(scheme?.[0].length ?? 0);
  const end = rest.search(/[/?#]/);
  const authority = normaliseAuthority(
    end < 0 ? rest : rest.slice(0, end),
    scheme?.[1]?.toLowerCase() === 'https' ? '443' : '80',
  );
  return authority === null || end < 0
    ? authority
    : `${authority}${normalisePath(rest.slice(end))}`;
}

function normaliseAuthority(text: string, defaultPort: string): string | null {
  const { host, port } = splitHost(text.slice(text.lastIndexOf('@') + 1));
  if (host === '') return null;
  const shownPort = port === null || port === defaultPort ? '' : `:${port}`;
  return `${normaliseDomain(host)}${shownPort}`;
}

/** Path and query, no fragment; the root path is nothing. */
function normalisePath(text: string): string {
  const [path = ''] = text.split('#', 1);
  if (path.startsWith('?')) return `/${path}`;
  return path === '/' ? '' : path;
}

/** `host:port`, `[v6]:port` and bare forms apart. */
export function splitHost(text: string): { readonly host: string; readonly port: string | null } {
  const bracketed = /^\[([^\]]*)\](?::(\d{1,5}))?$/.exec(text);
  if (bracketed !== null) return { host: bracketed[1] ?? '', port: bracketed[2] ?? null };
  const named = /^([^:]*):(\d{1,5})$/.exec(text);
  if (named !== null) return { host: named[1] ?? '', port: named[2] ?? null };
  return { host: text, port: null };
}

function refang(text: string): string {
  return text
    .replace(/^hxxp/i, 'http')
    .replace(/^(\w+)\[:\]\/\//, '$1://')
    .replaceAll(/[[({](?:\.|dot)[\])}]/gi, '.')
    .replaceAll('[:]', ':')
    .replaceAll('[/]', '/');
}

function accept(type: IndicatorType, value: string): ParsedIndicator {
  return { ok: true, indicator: { type, value } };
}

function refuse(reason: string): ParsedIndicator {
  const hint =
    'one a line: 203.0.113.7, 203.0.113.0/24, bad.example, https://bad.example/x, or a hash';
  return { ok: false, reason, hint };
}
