// Limits of the service: how much disk must stay free, how far it may be behind.
import type { Problem } from '../util/problem.ts';
import { readMap, type YamlNode } from '../util/yaml-reader.ts';
import { readByteSize } from './byte-size.ts';
import { readDuration } from './duration.ts';

export interface LimitSettings {
  /** Reading stops while less is free on the disk of the data folder. */
  readonly freeDiskBytes: number;
  /** Further behind than this is an alert. */
  readonly lagMs: number;
}

const MIB = 2 ** 20;
const DEFAULTS: LimitSettings = { freeDiskBytes: 500 * MIB, lagMs: 60_000 };

/** The section `limits`; absent = the defaults. */
export function readLimitSettings(node: YamlNode | undefined, problems: Problem[]): LimitSettings {
  const map =
    node === undefined
      ? null
      : readMap(node, { what: 'limits', optional: ['free-disk', 'lag'] }, problems);
  const disk = map?.get('free-disk');
  const lag = map?.get('lag');
  const diskRange = { what: 'free-disk', minBytes: MIB };
  const lagRange = { what: 'the lag', minMs: 1000 };
  return {
    freeDiskBytes: (disk && readByteSize(disk, diskRange, problems)) ?? DEFAULTS.freeDiskBytes,
    lagMs: (lag && readDuration(lag, lagRange, problems)) ?? DEFAULTS.lagMs,
  };
}
