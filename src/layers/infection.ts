// Infection state of machines from antivirus records, in event time (HG24: "tình trạng lây nhiễm các mã độc và kết
// quả xử lý trên các máy tính trạm"; rows L1-01 to L1-03 of the layer 1 duties).
import type { Event } from '../event/event.ts';
import { familyOf } from './infection/family.ts';
import { MachineRecord, type Report } from './infection/machine-record.ts';

export { familyOf } from './infection/family.ts';

/** From best to worst: the order of attention. */
export const INFECTION_STATES = [
  'clean',
  'handled',
  'infected',
  're-infected',
  'not-handled',
] as const;

/**
 * `clean` = reported on, nothing found; `infected` = found, not yet dealt with; `not-handled` = still not 15 minutes
 * later; `handled` = all dealt with; `re-infected` = a family came back within a week after it was dealt with.
 */
export type InfectionState = (typeof INFECTION_STATES)[number];

export interface MachineInfection {
  readonly unit: string | null;
  readonly machine: string;
  /** Address as last logged; null when never. */
  readonly address: string | null;
  readonly state: InfectionState;
  /** Malware families found, sorted; the first 64. */
  readonly families: readonly string[];
  /** Families found in three or more bouts within the last seven days (L1-03), sorted. */
  readonly recurringFamilies: readonly string[];
  /** Infected files not dealt with; at most 256 are counted. */
  readonly openInfections: number;
  /** Event times of the first and last record about the machine, ms since 1970-01-01 UTC. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** Handling result of the last record that has one. */
  readonly lastResult: string | null;
}

export interface InfectionTracker {
  /**
   * Any event; those that are no antivirus record only tell what time it is. What is open does not depend on records
   * arriving in order (up to 15 minutes late); the border between two bouts may.
   */
  push(event: Event): void;
  /**
   * Sorted by unit (unknown last) and machine. "Now" is the latest event time pushed, or `nowMs` when that is later:
   * for a caller that pushes antivirus events only and knows how far the other logs go.
   */
  machines(nowMs?: number): readonly MachineInfection[];
  /** Infections or machines forgotten to stay within memory. */
  readonly evictions: number;
}

export interface InfectionLimits {
  readonly maxMachines: number;
  /** Infected files remembered over all machines. */
  readonly maxItems: number;
}

const LIMITS: InfectionLimits = { maxMachines: 20_000, maxItems: 400_000 };
const PATIENCE_MS = 15 * 60_000;
const SUCCESSES: ReadonlySet<string> = new Set(['cleaned', 'deleted', 'quarantined', 'blocked']);
const UNNAMED = '?';

export function createInfectionTracker(limits: InfectionLimits = LIMITS): InfectionTracker {
  // least recently reported first
  const machines = new Map<string, MachineRecord>();
  let latestMs = Number.NEGATIVE_INFINITY;
  let evictions = 0;
  let items = 0;

  function makeRoom(): void {
    for (const [key, record] of machines) {
      if (machines.size <= limits.maxMachines && items <= limits.maxItems) return;
      machines.delete(key);
      items -= record.itemCount;
      evictions += 1;
    }
  }

  return {
    get evictions() {
      return evictions;
    },
    push(event) {
      latestMs = Math.max(latestMs, event.timeMs);
      const { unit, machine } = event;
      const report = machine === null ? null : readReport(event);
      if (report === null || machine === null) return;
      const key = `${unit ?? ''}\0${machine.toLowerCase()}`;
      const record = machines.get(key) ?? new MachineRecord(unit, machine);
      machines.delete(key);
      machines.set(key, record);
      items -= record.itemCount;
      evictions += record.add(report);
      items += record.itemCount;
      makeRoom();
    },
    machines(nowMs = latestMs) {
      const now = Math.max(nowMs, latestMs);
      return [...machines.values()]
        .map((record) => summarise(record, now))
        .toSorted(compareMachines);
    },
  };
}

function readReport({ timeMs, logSources, fields }: Event): Report | null {
  if (!logSources.some(({ category }) => category === 'antivirus')) return null;
  const text = (name: string): string | null => {
    const value = fields.get(name);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const signature = text('Signature');
  const status = text('ThreatStatus');
  const result = text('HandlingResult');
  // an agent's own news (updates, settings) says nothing about infection
  if (signature === null && status === null) return null;
  const isClean = status === 'clean';
  const family = signature === null ? (isClean ? null : UNNAMED) : familyOf(signature);
  const isSuccess = result === null || result === 'none' ? isClean : SUCCESSES.has(result);
  return {
    timeMs,
    address: text('ComputerIP'),
    family,
    file: text('Filename') ?? '',
    result,
    isSuccess,
    isAllClear: isClean && isSuccess,
  };
}

function summarise(record: MachineRecord, nowMs: number): MachineInfection {
  const { unit, machine, address, firstMs, lastMs, lastResult } = record;
  const { openInfections, openSinceMs, hasInfections, isReinfected, families, recurringFamilies } =
    record.summarise(nowMs);
  const isOverdue = openSinceMs !== null && nowMs - openSinceMs > PATIENCE_MS;
  const state = isOverdue
    ? 'not-handled'
    : isReinfected
      ? 're-infected'
      : openInfections > 0
        ? 'infected'
        : hasInfections
          ? 'handled'
          : 'clean';
  return {
    unit,
    machine,
    address,
    state,
    families,
    recurringFamilies,
    openInfections,
    firstMs,
    lastMs,
    lastResult,
  };
}

function compareMachines(a: MachineInfection, b: MachineInfection): number {
  if (a.unit !== b.unit) {
    if (a.unit === null || b.unit === null) return a.unit === null ? 1 : -1;
    return a.unit < b.unit ? -1 : 1;
  }
  return a.machine < b.machine ? -1 : a.machine > b.machine ? 1 : 0;
}
