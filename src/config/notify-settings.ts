// Who is told of alerts, how and when.
import type { Layer } from '../alert/alert.ts';
import { NEWS_KINDS, type NewsKind } from '../lifecycle/news.ts';
import type { Location, Problem } from '../util/problem.ts';
import {
  readChoice,
  readInteger,
  readList,
  readMap,
  readOptional,
  readString,
  report,
  type YamlNode,
} from '../util/yaml-reader.ts';
import { readChannel, type ChannelConfig, type PlacedChannel } from './channel-settings.ts';
import { readDuration } from './duration.ts';
import { checkReference, readId } from './identifier.ts';
import { readCeiling, readQuietHours, type Rate } from './route-limits.ts';

export interface NotifySettings {
  readonly channels: readonly ChannelConfig[];
  readonly routes: readonly RouteConfig[];
  readonly giveUpMs: number;
}

const SEVERITIES = ['informational', 'low', 'medium', 'high', 'critical'] as const;
const UNKNOWN = 'unknown';

export interface RouteConfig {
  readonly id: string;
  readonly channels: readonly string[];
  /** Units with those below them; null = unknown unit. Null instead of a list = every unit. */
  readonly units: readonly (string | null)[] | null;
  readonly layers: readonly Layer[] | null;
  readonly minimumSeverity: (typeof SEVERITIES)[number];
  readonly rules: readonly string[] | null;
  readonly reasons: readonly NewsKind[];
  readonly digestMs: number | null;
  readonly quietHours: { readonly fromMinute: number; readonly untilMinute: number } | null;
  readonly ceiling: { readonly rule: Rate | null; readonly unit: Rate | null };
}

export interface ReadNotifySettings {
  readonly settings: NotifySettings;
  readonly unitReferences: readonly { readonly id: string; readonly at: Location }[];
}

const DAY_MS = 86_400_000;
const NONE: NotifySettings = { channels: [], routes: [], giveUpMs: DAY_MS };

/** The section `notify`. Problems: those of channels and routes, `duplicate-id`, `unknown-channel`, `unused-channel`. */
export function readNotifySettings(
  node: YamlNode | undefined,
  problems: Problem[],
): ReadNotifySettings {
  const shape = { what: 'notify', optional: ['channels', 'routes', 'give-up-after'] } as const;
  const map = node === undefined ? null : readMap(node, shape, problems);
  if (map === null) return { settings: NONE, unitReferences: [] };
  const channels = readList(map.get('channels'), 'channels', problems, (item) =>
    readChannel(item, problems),
  );
  const routes = readList(map.get('routes'), 'routes', problems, (item) =>
    readRoute(item, channels, problems),
  );
  checkIds(channels, 'channel', problems);
  checkIds(routes, 'route', problems);
  warnUnused(channels, routes, problems);
  const giveUp = map.get('give-up-after');
  const range = { what: 'give-up-after', minMs: 60_000 };
  return {
    settings: {
      channels: channels.map(({ value }) => value),
      routes: routes.map(({ value }) => value),
      giveUpMs: (giveUp && readDuration(giveUp, range, problems)) ?? DAY_MS,
    },
    unitReferences: routes.flatMap(({ unitReferences }) => unitReferences),
  };
}

interface PlacedRoute {
  readonly value: RouteConfig;
  readonly at: Location;
  readonly unitReferences: ReadNotifySettings['unitReferences'];
}

const ROUTE_SHAPE = {
  what: 'a route',
  required: ['id', 'channels'],
  optional: [
    'units',
    'layers',
    'minimum-severity',
    'rules',
    'reasons',
    'digest',
    'quiet-hours',
    'ceiling',
  ],
} as const;

function readRoute(
  node: YamlNode,
  channels: readonly PlacedChannel[],
  problems: Problem[],
): PlacedRoute | null {
  const map = readMap(node, ROUTE_SHAPE, problems);
  if (map === null) return null;
  const id = readId(map.get('id'), 'the id of a route', problems);
  const unitReferences: { readonly id: string; readonly at: Location }[] = [];
  const units = readSome(map.get('units'), 'units', problems, (item) => {
    const unit = readString(item, 'a unit', problems);
    if (unit !== null && unit !== UNKNOWN) unitReferences.push({ id: unit, at: item.at });
    return unit === null ? null : { unit: unit === UNKNOWN ? null : unit };
  });
  const layers = readSome(map.get('layers'), 'layers', problems, (item) => {
    const layer = readInteger(item, { what: 'a layer', min: 1, max: 4 }, problems);
    return ([1, 2, 3, 4] as const).find((known) => known === layer) ?? null;
  });
  const severity = map.get('minimum-severity');
  const level = { what: 'minimum-severity', of: SEVERITIES };
  const digest = map.get('digest');
  const value: RouteConfig = {
    id: id ?? '',
    channels: readChannels(map.get('channels'), channels, problems),
    units: units?.map(({ unit }) => unit) ?? null,
    layers,
    minimumSeverity: (severity && readChoice(severity, level, problems)) ?? 'low',
    rules: readSome(map.get('rules'), 'rules', problems, (item) =>
      readString(item, 'the id of a rule', problems),
    ),
    reasons:
      readSome(map.get('reasons'), 'reasons', problems, (item) =>
        readChoice(item, { what: 'a reason', of: NEWS_KINDS }, problems),
      ) ?? NEWS_KINDS,
    digestMs: readOptional(digest, (item) =>
      readDuration(item, { what: 'the digest', minMs: 10_000 }, problems),
    ),
    quietHours: readOptional(map.get('quiet-hours'), (item) => readQuietHours(item, problems)),
    ceiling: readCeiling(map.get('ceiling'), problems),
  };
  return id === null ? null : { value, at: map.at, unitReferences };
}

/** A list that restricts; absent = null, everything. Problem: `empty-list`, for nothing would ever match. */
function readSome<T>(
  node: YamlNode | undefined,
  what: string,
  problems: Problem[],
  readItem: (item: YamlNode) => T | null,
): readonly T[] | null {
  if (node === undefined) return null;
  if (node.kind === 'list' && node.items.length === 0)
    report(problems, node.at, {
      code: 'empty-list',
      message: `"${what}" is empty: nothing would ever be sent`,
      hint: `leave "${what}" out for everything`,
    });
  return readList(node, what, problems, readItem);
}

/** A name, or a list of them. */
function readChannels(
  node: YamlNode | undefined,
  known: readonly PlacedChannel[],
  problems: Problem[],
): readonly string[] {
  const list =
    node?.kind === 'scalar' ? { kind: 'list' as const, at: node.at, items: [node] } : node;
  const ids = new Map(known.map(({ value }) => [value.id, value]));
  const names = readSome(list, 'channels', problems, (item) => {
    const id = readString(item, 'a channel', problems);
    if (id !== null) checkReference({ id, at: item.at, what: 'channel' }, ids, problems);
    return id;
  });
  return [...new Set(names ?? [])];
}

function checkIds(
  placed: readonly { readonly value: { readonly id: string }; readonly at: Location }[],
  what: string,
  problems: Problem[],
): void {
  const seen = new Set<string>();
  for (const { value, at } of placed) {
    if (seen.has(value.id))
      report(problems, at, {
        code: 'duplicate-id',
        message: `two ${what}s have the id "${value.id}"`,
      });
    seen.add(value.id);
  }
}

function warnUnused(
  channels: readonly PlacedChannel[],
  routes: readonly PlacedRoute[],
  problems: Problem[],
): void {
  const used = new Set(routes.flatMap(({ value }) => value.channels));
  for (const { value, at } of channels)
    if (!used.has(value.id))
      problems.push({
        code: 'unused-channel',
        severity: 'warning',
        message: `no route sends anything to the channel "${value.id}"`,
        hint: 'add it to the "channels" of a route',
        at,
      });
}
