import type { Clock, TextFiles } from '../ports.ts';
import type { DiskSpace, Machine } from '../ports/machine.ts';
import { StoreError, type QueueStore, type StoreOpener } from '../ports/store.ts';
import type { Config } from '../config/config.ts';
import { parseConfig } from '../config/config.ts';
import { parseTimeZone, type TimeZone } from '../decode/timestamp.ts';
import { invariant } from '../util/invariant.ts';
import type { Checked } from '../util/problem.ts';
import { readConfigFiles } from './load-config.ts';
import { readNotes } from './notify/note-keys.ts';
import { readStatus, STATUS_KEY, type ServiceStatus } from './service/status.ts';

/**
 * `running`; `late` = its process is there and has written nothing for long (the store is full or busy, the disk
 * stands still); `stopped` as it was told to; `died` without a word; `never` = there is no store yet.
 */
export type ServicePhase = 'running' | 'late' | 'stopped' | 'died' | 'never';

/** How the service on a data folder is, as seen from beside it. */
export interface ServiceState {
  readonly phase: ServicePhase;
  readonly dataFolder: string;
  /** What it wrote last; null when it never wrote. */
  readonly status: ServiceStatus | null;
  /** Open alerts in the queue; null when there is no store. */
  readonly openAlerts: number | null;
  /** Notifications that wait to be sent, and those given up; null when there is no store. */
  readonly notifications: { readonly pending: number; readonly dead: number } | null;
  readonly disk: DiskSpace | null;
  readonly nowMs: number;
  readonly zone: TimeZone;
  readonly language: Config['language'];
}

/** A service that runs writes every five seconds. */
const STALE_MS = 15_000;

export interface StateEffects {
  readonly files: TextFiles;
  readonly stores: StoreOpener;
  readonly machine: Machine;
  readonly clock: Clock;
  readonly host: string;
}

/** @throws FileError; StoreError for a store that is there and cannot be read */
export async function readServiceState(
  configPath: string | null,
  effects: StateEffects,
): Promise<Checked<ServiceState>> {
  const { files, stores, machine, clock } = effects;
  const config = parseConfig(await readConfigFiles(configPath, files));
  if (!config.ok) return config;
  const { data, zone: zoneName, language } = config.value;
  const dataFolder = files.resolve(configPath, data);
  const zone = parseTimeZone(zoneName);
  invariant(zone !== null, 'the configuration was checked to hold a time zone');
  const store = openIfThere(stores, dataFolder);
  try {
    const status = store === null ? null : readStatus(store.readState(STATUS_KEY));
    const nowMs = clock.nowMs();
    const value: ServiceState = {
      phase: judgePhase(status, nowMs, effects),
      dataFolder,
      status,
      openAlerts: store?.count({ states: ['new', 'acked', 'escalated'] }) ?? null,
      notifications: store === null ? null : countNotifications(store),
      disk: machine.disk(dataFolder),
      nowMs,
      zone,
      language,
    };
    return { ok: true, value, problems: config.problems };
  } finally {
    store?.close();
  }
}

function countNotifications(store: QueueStore): ServiceState['notifications'] {
  const { queue, dead } = readNotes(store);
  return { pending: queue?.pending.length ?? 0, dead: dead.length };
}

function openIfThere(stores: StoreOpener, folder: string): QueueStore | null {
  try {
    return stores.openQueue(folder);
  } catch (error) {
    if (error instanceof StoreError && error.fault === 'unavailable') return null;
    throw error;
  }
}

export function judgePhase(
  status: ServiceStatus | null,
  nowMs: number,
  { machine, host }: Pick<StateEffects, 'machine' | 'host'>,
): ServicePhase {
  if (status === null) return 'never';
  if (status.isStopped) return 'stopped';
  // a number of another machine says nothing here
  if (status.host === host && !machine.hasProcess(status.pid)) return 'died';
  return Math.abs(nowMs - status.nowMs) <= STALE_MS ? 'running' : 'late';
}
