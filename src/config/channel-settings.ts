// The receivers of notifications.
import type { Location, Problem } from '../util/problem.ts';
import {
  readChoice,
  readInteger,
  readList,
  readMap,
  readOptional,
  readString,
  report,
  type YamlMap,
  type YamlNode,
} from '../util/yaml-reader.ts';
import { readDuration } from './duration.ts';
import { readId } from './identifier.ts';
import { readMailAddress, readHost, readUrl } from './receiver-address.ts';
import { readSecret, type SecretPlace } from './secret-setting.ts';

export type ChannelConfig = WebhookConfig | SyslogConfig | EmailConfig | CommandConfig;

interface ChannelBase {
  readonly id: string;
  readonly timeoutMs: number;
}

/** PEM files, as written; null = the system's authorities, no certificate of our own. */
export interface TlsClientConfig {
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
}

export interface WebhookConfig extends ChannelBase {
  readonly kind: 'webhook';
  /** Itself a secret where it holds a token. */
  readonly url: SecretPlace | { readonly kind: 'plain'; readonly text: string };
  readonly token: SecretPlace | null;
  /** `Authorization` sends `Bearer <token>`, any other header the token alone. */
  readonly tokenHeader: string;
  readonly tls: TlsClientConfig;
}

export interface SyslogConfig extends ChannelBase {
  readonly kind: 'syslog';
  readonly protocol: 'udp' | 'tcp' | 'tls';
  readonly host: string;
  readonly port: number;
  readonly format: 'cef' | 'text';
  readonly facility: number;
  /** How messages are parted on a connection: by their length (RFC 6587 3.4.1) or by line feeds. */
  readonly framing: 'counted' | 'lines';
  readonly tls: TlsClientConfig;
}

export interface EmailConfig extends ChannelBase {
  readonly kind: 'email';
  readonly host: string;
  readonly port: number;
  readonly security: 'starttls' | 'tls' | 'none';
  readonly user: string | null;
  readonly password: SecretPlace | null;
  readonly from: string;
  readonly to: readonly string[];
  /** Null = the language of the configuration. */
  readonly language: 'vi' | 'en' | null;
  readonly tls: TlsClientConfig;
}

export interface CommandConfig extends ChannelBase {
  readonly kind: 'command';
  /** Program and arguments; no shell. */
  readonly run: readonly [program: string, ...rest: readonly string[]];
}

const COMMON = ['id', 'kind', 'timeout'] as const;
const TLS_KEYS = ['ca', 'cert', 'key'] as const;
const KINDS = ['webhook', 'syslog', 'email', 'command'] as const;
const KEYS = {
  webhook: [...COMMON, 'url', 'token', 'token-header', ...TLS_KEYS],
  syslog: [...COMMON, 'protocol', 'host', 'port', 'format', 'facility', 'framing', ...TLS_KEYS],
  email: [
    ...COMMON,
    'host',
    'port',
    'security',
    'user',
    'password',
    'from',
    'to',
    'language',
    ...TLS_KEYS,
  ],
  command: [...COMMON, 'run'],
} as const satisfies Record<ChannelConfig['kind'], readonly string[]>;
type Key = (typeof KEYS)[ChannelConfig['kind']][number];
type Channel = YamlMap<Key>;

const DEFAULT_TIMEOUT_MS = { webhook: 10_000, syslog: 10_000, email: 30_000, command: 30_000 };
const MAX_TIMEOUT_MS = 300_000;

export interface PlacedChannel {
  readonly value: ChannelConfig;
  readonly at: Location;
}

/** Problems: `plain-secret`, `plain-password`, `plain-http`, `bad-url`, `bad-host`, `bad-mail-address`, `bad-header`. */
export function readChannel(node: YamlNode, problems: Problem[]): PlacedChannel | null {
  const kind = readKind(node, problems);
  if (kind === null) return null;
  const map: Channel | null = readMap(
    node,
    { what: `a channel of kind ${kind}`, required: ['id', 'kind'], optional: KEYS[kind] },
    problems,
  );
  const id = readId(map?.get('id'), 'the id of a channel', problems);
  if (map === null) return null;
  const timeout = map.get('timeout');
  const read = timeout && readDuration(timeout, { what: 'the timeout', minMs: 100 }, problems);
  if (timeout !== undefined && read !== null && (read ?? 0) > MAX_TIMEOUT_MS)
    report(problems, timeout.at, {
      code: 'bad-duration',
      message: 'the timeout must be at most 5m',
    });
  const base = { id: id ?? '', timeoutMs: read ?? DEFAULT_TIMEOUT_MS[kind] };
  const value = READERS[kind](map, base, problems);
  return id === null || value === null ? null : { value, at: map.at };
}

function readKind(node: YamlNode, problems: Problem[]): ChannelConfig['kind'] | null {
  const entry =
    node.kind === 'map' ? node.entries.find(({ key }) => key === 'kind')?.value : undefined;
  if (entry !== undefined)
    return readChoice(entry, { what: 'the kind of a channel', of: KINDS }, problems);
  if (node.kind === 'map')
    report(problems, node.at, {
      code: 'missing-key',
      message: 'a channel needs a value for "kind"',
      hint: `one of ${KINDS.join(', ')}`,
    });
  else readMap(node, { what: 'a channel', required: ['id', 'kind'] }, problems);
  return null;
}

type Reader = (map: Channel, base: ChannelBase, problems: Problem[]) => ChannelConfig | null;

const READERS: Readonly<Record<ChannelConfig['kind'], Reader>> = {
  webhook(map, base, problems) {
    const url = needed(map, 'url', problems);
    const place = url === null ? null : readUrlPlace(url, problems);
    const token = readOptional(map.get('token'), (node) => readSecret(node, 'token', problems));
    const tokenHeader = readHeader(map.get('token-header'), problems) ?? 'Authorization';
    const tls = readTls(map, problems);
    return place === null
      ? null
      : { ...base, kind: 'webhook', url: place, token, tokenHeader, tls };
  },
  syslog(map, base, problems) {
    const [host, port] = [needed(map, 'host', problems), needed(map, 'port', problems)];
    const hostText = host === null ? null : readHost(host, problems);
    const portNumber = port === null ? null : readPort(port, problems);
    const protocol = pick(map, 'protocol', ['udp', 'tcp', 'tls'], problems) ?? 'udp';
    const facility = map.get('facility');
    const range = { what: 'the facility', min: 0, max: 23 };
    const rest = {
      format: pick(map, 'format', ['cef', 'text'], problems) ?? 'cef',
      facility: (facility && readInteger(facility, range, problems)) ?? 16,
      framing: pick(map, 'framing', ['counted', 'lines'], problems) ?? 'counted',
      tls: readTls(map, problems),
    } as const;
    if (protocol !== 'tls') refuseTls(map, '"protocol: tls"', problems);
    if (hostText === null || portNumber === null) return null;
    return { ...base, kind: 'syslog', protocol, host: hostText, port: portNumber, ...rest };
  },
  email: readEmail,
  command(map, base, problems) {
    const run = needed(map, 'run', problems);
    const [program, ...rest] = readList(run ?? undefined, 'run', problems, (item) =>
      readWord(item, problems),
    );
    if (program === undefined) {
      if (run?.kind === 'list' && run.items.length === 0)
        report(problems, run.at, { code: 'empty-text', message: 'run must name a program' });
      return null;
    }
    return { ...base, kind: 'command', run: [program, ...rest] };
  },
};

const DEFAULT_PORTS = { starttls: 587, tls: 465, none: 25 };

function readEmail(map: Channel, base: ChannelBase, problems: Problem[]): EmailConfig | null {
  const [host, from, to] = [
    needed(map, 'host', problems),
    needed(map, 'from', problems),
    needed(map, 'to', problems),
  ];
  const hostText = host === null ? null : readHost(host, problems);
  const sender = from === null ? null : readMailAddress(from, problems);
  const toList = to?.kind === 'scalar' ? { ...to, kind: 'list' as const, items: [to] } : to;
  const receivers = readList(toList ?? undefined, 'to', problems, (item) =>
    readMailAddress(item, problems),
  );
  const security = pick(map, 'security', ['starttls', 'tls', 'none'], problems) ?? 'starttls';
  const port = map.get('port');
  const user = readOptional(map.get('user'), (node) => readString(node, 'the user', problems));
  const password = readOptional(map.get('password'), (node) =>
    readSecret(node, 'password', problems),
  );
  if ((map.get('user') === undefined) !== (map.get('password') === undefined))
    report(problems, map.at, {
      code: 'missing-key',
      message: 'a mail server that asks who it is needs "user" and "password"',
    });
  if (security === 'none') {
    refuseTls(map, 'another "security"', problems);
    if (map.get('password') !== undefined)
      report(problems, map.keyAt('password'), {
        code: 'plain-password',
        message: 'with "security: none" the password would cross the network for all to read',
        hint: 'use "security: starttls" or "security: tls"',
      });
  }
  const portNumber = (port && readPort(port, problems)) ?? DEFAULT_PORTS[security];
  const language = pick(map, 'language', ['vi', 'en'], problems);
  const tls = readTls(map, problems);
  if (hostText === null || sender === null || receivers.length === 0) return null;
  return {
    ...base,
    kind: 'email',
    host: hostText,
    port: portNumber,
    security,
    user,
    password,
    from: sender,
    to: receivers,
    language,
    tls,
  };
}

/** Problem: `missing-key`. */
function needed(map: Channel, key: Key, problems: Problem[]): YamlNode | null {
  const node = map.get(key);
  if (node === undefined)
    report(problems, map.keyAt(key), {
      code: 'missing-key',
      message: `a channel of this kind needs a value for "${key}"`,
    });
  return node ?? null;
}

function pick<Choice extends string>(
  map: Channel,
  key: Key,
  of: readonly Choice[],
  problems: Problem[],
): Choice | null {
  const node = map.get(key);
  return node === undefined ? null : readChoice(node, { what: key, of }, problems);
}

function readPort(node: YamlNode, problems: Problem[]): number | null {
  return readInteger(node, { what: 'the port', min: 1, max: 65_535 }, problems);
}

function readUrlPlace(node: YamlNode, problems: Problem[]): WebhookConfig['url'] | null {
  if (node.kind !== 'scalar') return readSecret(node, 'url', problems);
  const text = readUrl(node, problems);
  return text === null ? null : { kind: 'plain', text };
}

function readHeader(node: YamlNode | undefined, problems: Problem[]): string | null {
  if (node === undefined) return null;
  const name = readString(node, 'the header', problems);
  // RFC 9110 section 5.1: a token
  if (name === null || /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/.test(name)) return name;
  report(problems, node.at, { code: 'bad-header', message: 'that cannot be the name of a header' });
  return null;
}

/** An argument; a number stands as it is written. */
function readWord(node: YamlNode, problems: Problem[]): string | null {
  if (node.kind === 'scalar' && typeof node.value === 'string') {
    if (!node.value.includes('\0')) return node.value;
    report(problems, node.at, { code: 'not-text', message: 'an argument may hold no NUL' });
    return null;
  }
  const isPlain = node.kind === 'scalar' && node.value !== null;
  return isPlain ? node.source : readString(node, 'an argument', problems);
}

function readTls(map: Channel, problems: Problem[]): TlsClientConfig {
  const path = (key: 'ca' | 'cert' | 'key'): string | null =>
    readOptional(map.get(key), (node) => readString(node, `the path "${key}"`, problems));
  if ((map.get('cert') === undefined) !== (map.get('key') === undefined))
    report(problems, map.at, {
      code: 'missing-key',
      message: 'a certificate needs both "cert" and "key"',
    });
  return { ca: path('ca'), cert: path('cert'), key: path('key') };
}

/** Problem: `tls-only`. */
function refuseTls(map: Channel, needs: string, problems: Problem[]): void {
  for (const key of TLS_KEYS)
    if (map.get(key) !== undefined)
      report(problems, map.keyAt(key), {
        code: 'tls-only',
        message: `"${key}" means something only with ${needs}`,
      });
}
