import type { Location, Problem } from '../util/problem.ts';
import {
  readChoice,
  readEntries,
  readList,
  readMap,
  readOptional,
  readString,
  report,
  type YamlMap,
  type YamlNode,
} from '../util/yaml-reader.ts';
import { readAlertSettings, type AlertSettings } from './alert-settings.ts';
import { readDuration } from './duration.ts';
import { readId } from './identifier.ts';
import {
  LISTEN_KEYS,
  readListenSettings,
  type ListenSettings,
  type ReadListenSettings,
} from './listen-settings.ts';
import { readLimitSettings, type LimitSettings } from './limit-settings.ts';
import { readMetricsSettings, type MetricsSettings } from './metrics-settings.ts';
import { QUEUE_KEYS, readQueueSettings, type QueueSettings } from './queue-settings.ts';
import { readNotifySettings, type NotifySettings } from './notify-settings.ts';
import { readZone } from './zone.ts';

/** What soclite.yml says besides the inventory, defaults filled in. */
export interface Settings extends QueueSettings {
  readonly language: 'vi' | 'en';
  /** Zone of log times that are written without one, and of the display; a name that `parseTimeZone` knows. */
  readonly zone: string;
  /** Rule files and folders; [] = the bundled rules. */
  readonly rules: readonly string[];
  /** What `%name%` stands for in rules with the modifier `expand`, by name; each value may hold wildcards. */
  readonly placeholders: ReadonlyMap<string, readonly string[]>;
  /** Pipelines that rewrite the rules before they are compiled: files or folders. */
  readonly pipelines: readonly string[];
  readonly mappings: readonly string[];
  readonly indicators: readonly string[];
  readonly sources: readonly SourceConfig[];
  readonly alerts: AlertSettings;
  readonly listen: ListenSettings;
  readonly limits: LimitSettings;
  readonly notify: NotifySettings;
  /** Null = nothing is served. */
  readonly metrics: MetricsSettings | null;
  /** Folder of the store and the spool, as written. */
  readonly data: string;
  /** Folder of archives that are taken once each, as written; null = there is none. */
  readonly inbox: string | null;
}

/** One stream of log lines, or one for each unit where the path holds `{unit}`. */
interface SourceConfig {
  readonly id: string;
  /** As written; may hold `*` and `{unit}`. */
  readonly path: string;
  /** Unit of events whose machine the inventory does not know; null for a central source or a `{unit}` path. */
  readonly unit: string | null;
  /** Null = the zone of the configuration. */
  readonly zone: string | null;
  /** Where a file that is seen for the first time is read from. */
  readonly from: 'start' | 'end';
  /** Longest silence that is normal; null = the default of what the source sends (layers/silence). */
  readonly cadenceMs: number | null;
}

export interface PlacedSource {
  readonly value: SourceConfig;
  readonly at: Location;
  readonly unitAt: Location;
}

export const SETTING_KEYS = [
  'language',
  'zone',
  'rules',
  'placeholders',
  'pipelines',
  'mappings',
  'indicators',
  'sources',
  'alerts',
  ...LISTEN_KEYS,
  ...QUEUE_KEYS,
  'limits',
  'notify',
  'metrics',
  'data',
  'inbox',
] as const;
type SettingKey = (typeof SETTING_KEYS)[number];

const DEFAULT_ZONE = 'Asia/Ho_Chi_Minh';
const DEFAULT_DATA = 'data';

export interface ReadSettings extends Omit<ReadListenSettings, 'settings'> {
  readonly settings: Settings;
  readonly placedSources: readonly PlacedSource[];
}

/** Null = there is no soclite.yml: all defaults. */
export function readSettings(map: YamlMap<SettingKey> | null, problems: Problem[]): ReadSettings {
  const language = map?.get('language');
  const zone = map?.get('zone');
  const alerts = map?.get('alerts');
  const paths = (key: 'rules' | 'pipelines' | 'mappings' | 'indicators'): readonly string[] =>
    readList(map?.get(key), key, problems, (item) => readString(item, 'a path', problems));
  const placedSources = readList(map?.get('sources'), 'sources', problems, (item) =>
    readSource(item, problems),
  );
  const { settings: listen, ...placedListen } = readListenSettings(map, problems);
  const { settings: notify, unitReferences } = readNotifySettings(map?.get('notify'), problems);
  return {
    placedSources,
    ...placedListen,
    unitReferences: [...placedListen.unitReferences, ...unitReferences],
    settings: {
      language:
        (language && readChoice(language, { what: 'the language', of: ['vi', 'en'] }, problems)) ??
        'vi',
      zone: (zone && readZone(zone, problems)) ?? DEFAULT_ZONE,
      rules: paths('rules'),
      placeholders: readPlaceholders(map?.get('placeholders'), problems),
      pipelines: paths('pipelines'),
      mappings: paths('mappings'),
      indicators: paths('indicators'),
      sources: placedSources.map(({ value }) => value),
      alerts: readAlertSettings(alerts, problems),
      listen,
      notify,
      metrics: readMetricsSettings(map?.get('metrics'), problems),
      ...readQueueSettings(map, problems),
      limits: readLimitSettings(map?.get('limits'), problems),
      data:
        readOptional(map?.get('data'), (node) => readString(node, 'the folder "data"', problems)) ??
        DEFAULT_DATA,
      inbox: readOptional(map?.get('inbox'), (node) =>
        readString(node, 'the folder "inbox"', problems),
      ),
    },
  };
}

/** Problem: `bad-placeholder` for a name that no rule can write. */
function readPlaceholders(
  node: YamlNode | undefined,
  problems: Problem[],
): Settings['placeholders'] {
  const lists = new Map<string, readonly string[]>();
  if (node === undefined) return lists;
  for (const { key, at, value } of readEntries(node, 'placeholders', problems)) {
    if (key === '' || key.includes('%'))
      report(problems, at, {
        code: 'bad-placeholder',
        message: `${JSON.stringify(key)} cannot be the name of a placeholder`,
        hint: 'write the name without the signs %',
      });
    else {
      const what = `the placeholder ${key}`;
      lists.set(
        key,
        readList(value, what, problems, (item) => readWord(item, `a value of ${what}`, problems)),
      );
    }
  }
  return lists;
}

/** Text, or a number or boolean as it is written: `dc: [10, 4688]`. */
function readWord(node: YamlNode, what: string, problems: Problem[]): string | null {
  const isPlain = node.kind === 'scalar' && node.value !== null && typeof node.value !== 'string';
  return isPlain ? node.source : readString(node, what, problems);
}

const SOURCE_SHAPE = {
  what: 'a source',
  required: ['id', 'path'],
  optional: ['unit', 'zone', 'from', 'cadence'],
} as const;

function readSource(node: YamlNode, problems: Problem[]): PlacedSource | null {
  const map = readMap(node, SOURCE_SHAPE, problems);
  const id = readId(map?.get('id'), 'the id of a source', problems);
  const text = (key: 'path' | 'unit'): string | null =>
    readOptional(map?.get(key), (value) => readString(value, `the ${key} of a source`, problems));
  const path = text('path');
  const unit = text('unit');
  if (map === null || id === null || path === null) return null;
  const zone = map.get('zone');
  const from = map.get('from');
  const cadence = map.get('cadence');
  if (unit !== null && path.includes('{unit}'))
    report(problems, map.keyAt('unit'), {
      code: 'unit-twice',
      message: `the source "${id}" takes its unit from {unit} in its path and from "unit"`,
      hint: 'keep one of them',
    });
  checkPlaceholders(path, map.keyAt('path'), problems);
  const cadenceRange = { what: 'the cadence', minMs: 1000 };
  return {
    at: map.at,
    unitAt: map.get('unit')?.at ?? map.at,
    value: {
      id,
      path,
      unit,
      zone: zone === undefined ? null : readZone(zone, problems),
      from: (from && readChoice(from, { what: 'from', of: ['start', 'end'] }, problems)) ?? 'start',
      cadenceMs: cadence === undefined ? null : readDuration(cadence, cadenceRange, problems),
    },
  };
}

/** `{unit}` is the only name that a path may capture; a misspelt one would never match a unit. */
function checkPlaceholders(path: string, at: Location, problems: Problem[]): void {
  for (const [placeholder] of path.matchAll(/\{[^}]*\}/g)) {
    if (placeholder === '{unit}') continue;
    report(problems, at, {
      code: 'unknown-placeholder',
      message: `a path knows no ${placeholder}`,
      hint: 'write {unit} for the folder of a unit, * for any part of a name',
    });
  }
}
