import type { Location, Problem } from '../util/problem.ts';
import { readList, readMap, type YamlMap, type YamlNode } from '../util/yaml-reader.ts';
import { readByteSize } from './byte-size.ts';
import { readDuration } from './duration.ts';
import { checkPorts, readListener, type ListenerConfig } from './listener-settings.ts';
import { checkSenders, readSender, type SenderConfig } from './sender-settings.ts';

/** What soclite.yml says about receiving syslog, defaults filled in. */
export interface ListenSettings {
  readonly listeners: readonly ListenerConfig[];
  readonly senders: readonly SenderConfig[];
  readonly spool: SpoolConfig;
}

export interface SpoolConfig {
  /** Files that were read are deleted, oldest first, while the spool is larger. */
  readonly maxBytes: number;
  /** No file is deleted before that age, however large the spool is. */
  readonly keepMs: number;
  /** Receiving stops before the disk is that full. */
  readonly minFreeBytes: number;
}

export const LISTEN_KEYS = ['listeners', 'senders', 'spool'] as const;
type ListenKey = (typeof LISTEN_KEYS)[number];

export interface ReadListenSettings {
  readonly settings: ListenSettings;
  /** Listeners as `checkInventory` takes them: their ids are those of sources. */
  readonly placedListeners: readonly {
    readonly value: { readonly id: string; readonly unit: null };
    readonly at: Location;
    readonly unitAt: Location;
  }[];
  readonly unitReferences: readonly { readonly id: string; readonly at: Location }[];
}

/**
 * Problems: `bad-address`, `bad-network`, `duplicate-listener`, `duplicate-sender`, `sender-zones`, `tls-only`,
 * `missing-key`, `bad-size`.
 */
export function readListenSettings(
  map: YamlMap<ListenKey> | null,
  problems: Problem[],
): ReadListenSettings {
  const listeners = readList(map?.get('listeners'), 'listeners', problems, (item) =>
    readListener(item, problems),
  );
  const senders = readList(map?.get('senders'), 'senders', problems, (item) =>
    readSender(item, problems),
  );
  checkPorts(listeners, problems);
  checkSenders(senders, problems);
  return {
    settings: {
      listeners: listeners.map(({ value }) => value),
      senders: senders.map(({ value }) => value),
      spool: readSpool(map?.get('spool'), problems),
    },
    placedListeners: listeners.map(({ value: { id }, at }) => ({
      value: { id, unit: null },
      at,
      unitAt: at,
    })),
    unitReferences: senders.flatMap(({ value: { unit }, unitAt }) =>
      unit === null ? [] : [{ id: unit, at: unitAt }],
    ),
  };
}

const DEFAULT_SPOOL: SpoolConfig = {
  maxBytes: 20 * 2 ** 30,
  keepMs: 3_600_000,
  minFreeBytes: 512 * 2 ** 20,
};

function readSpool(node: YamlNode | undefined, problems: Problem[]): SpoolConfig {
  const shape = { what: 'the spool', optional: ['size', 'keep', 'min-free'] } as const;
  const map = node === undefined ? null : readMap(node, shape, problems);
  const size = map?.get('size');
  const keep = map?.get('keep');
  const free = map?.get('min-free');
  const sizeRange = { what: 'the size of the spool', minBytes: 16 * 2 ** 20 };
  const freeRange = { what: 'the free space', minBytes: 0 };
  const keepRange = { what: 'the time to keep', minMs: 0 };
  return {
    maxBytes: (size && readByteSize(size, sizeRange, problems)) ?? DEFAULT_SPOOL.maxBytes,
    keepMs: (keep && readDuration(keep, keepRange, problems)) ?? DEFAULT_SPOOL.keepMs,
    minFreeBytes: (free && readByteSize(free, freeRange, problems)) ?? DEFAULT_SPOOL.minFreeBytes,
  };
}
