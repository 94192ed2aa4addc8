// What the last run left, taken up. A text that is damaged stops the service: to begin anew in silence would lose lines
// or raise alerts twice, and only a person can tell which data folder is the right one.
import type { SavedTexts } from '../../ports.ts';
import { StoreError, type ServiceStore } from '../../ports/store.ts';
import type { RuleSet } from '../../sigma/rule.ts';
import { sealText, unsealText } from '../../util/sealed-text.ts';
import { isCoreKey, readCore } from '../core-snapshot.ts';
import { MonitorCore, type MonitorCoreOptions } from '../monitor-core.ts';
import type { SavedMonitor } from '../monitor.ts';

const MONITOR = 'monitor';
const PLACES = 'places';
const MONITOR_SEAL = { kind: 'soclite-monitor', version: 1 } as const;
const PLACES_SEAL = { kind: 'soclite-places', version: 1 } as const;

/** How far the service has come in what others append to. */
export interface Places {
  /** Sequence number of the last step of a person that it knows. */
  readonly step: number;
  /** The last change that was printed by `--headless`; null = it never was. */
  readonly printed: number | null;
}

export interface Restored {
  readonly core: MonitorCore;
  readonly monitor: SavedMonitor | null;
  readonly places: Places;
  /** All texts in the store but the snapshot, which is long. */
  readonly state: SavedTexts;
  /** Of the snapshot and the journal after it, in UTF-16 code units. */
  readonly snapshotChars: number;
  readonly journalChars: number;
}

/** The service's own texts, beside the core's and those of tailer and intake. */
export function saveState(monitor: SavedMonitor, places: Places): SavedTexts {
  return new Map([
    [MONITOR, sealText(MONITOR_SEAL, monitor)],
    [PLACES, sealText(PLACES_SEAL, places)],
  ]);
}

/** @throws StoreError `corrupt` for a text that is not as it was written; and those of the store */
export function restoreState(
  store: ServiceStore,
  folder: string,
  ruleSet: RuleSet,
  options: MonitorCoreOptions,
): Restored {
  const { state, journal } = store.load();
  const saved = readCore(state);
  if (saved?.ok === false) throw damaged(folder, saved.reason);
  const core = new MonitorCore(ruleSet, options, saved?.value ?? null);
  for (const text of journal) {
    const fault = core.replay(text);
    if (fault !== null) throw damaged(folder, fault);
  }
  // it was stored with the journal
  core.takeChanged();
  const read = <T>(seal: typeof MONITOR_SEAL | typeof PLACES_SEAL, key: string): T | null => {
    const text = state.get(key);
    if (text === undefined) return null;
    const opened = unsealText<T>(seal, text);
    if (!opened.ok) throw damaged(folder, opened.reason);
    return opened.value;
  };
  return {
    core,
    monitor: read<SavedMonitor>(MONITOR_SEAL, MONITOR),
    places: read<Places>(PLACES_SEAL, PLACES) ?? { step: 0, printed: null },
    state: new Map([...state].filter(([key]) => !isCoreKey(key))),
    snapshotChars: measureTexts(new Map([...state].filter(([key]) => isCoreKey(key)))),
    journalChars: journal.reduce((sum, text) => sum + text.length, 0),
  };
}

/** Length of all texts together. */
export function measureTexts(texts: SavedTexts): number {
  return [...texts.values()].reduce((sum, text) => sum + text.length, 0);
}

/** Says what to do; the store itself may be sound. */
export function damaged(folder: string, reason: string): StoreError {
  return new StoreError(
    'corrupt',
    `${folder}: ${reason}; nothing was changed. Restore the data folder from a backup (soclite backup), or move it away and start anew: logs are then read from their beginning`,
  );
}
