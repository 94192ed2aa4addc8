// How long closed alerts are kept. Floors by level of the system: TCVN 11930:2017 and its successor TCVN 14423:2026, on
// keeping system logs: level 2 one month, level 3 three, level 4 six, level 5 twelve. Level 1 has none and is kept as 2.
import type { Inventory, System } from '../layers/inventory.ts';
import type { QueueStore } from '../ports/store.ts';
import { invariant } from '../util/invariant.ts';
import { civilToMs, msToCivil } from '../util/utc-time.ts';

/** What is kept, and what is over its time, for one unit. */
export interface UnitRetention {
  /** Null = alerts of no single unit: unknown, or the province's. */
  readonly unit: string | null;
  /** Highest level of the unit's systems; null = no system is known: kept as long as level 5. */
  readonly level: System['level'] | null;
  readonly months: number;
  /** Closed alerts whose last finding is older are over their time. */
  readonly keptFromMs: number;
  /** Closed alerts over their time; deleted unless it was a dry run. */
  readonly alerts: number;
}

interface RetentionOptions {
  readonly nowMs: number;
  /** Kept at least so long, whatever the level; 0 = the floors alone. */
  readonly leastMonths: number;
  readonly isDryRun: boolean;
}

const FLOOR_MONTHS: Readonly<Record<System['level'], number>> = { 1: 1, 2: 1, 3: 3, 4: 6, 5: 12 };
const UNKNOWN_LEVEL = 5;
const MONTHS_PER_YEAR = 12;

/** One entry a unit of the inventory and one for alerts of no single unit, last. @throws StoreError */
export function retain(
  inventory: Inventory,
  store: QueueStore,
  { nowMs, leastMonths, isDryRun }: RetentionOptions,
): readonly UnitRetention[] {
  return [...inventory.units.map(({ id }) => id), null].map((unit) => {
    const level = highestLevel(inventory, unit);
    const months = Math.max(FLOOR_MONTHS[level ?? UNKNOWN_LEVEL], leastMonths);
    const keptFromMs = monthsBefore(nowMs, months);
    const alerts = store.deleteClosedAlerts(keptFromMs, unit, isDryRun);
    return { unit, level, months, keptFromMs, alerts };
  });
}

/** Of the systems that the unit has, or that its machines and networks belong to; null for a unit = of all systems. */
function highestLevel(
  { systems, machines, networks }: Inventory,
  unit: string | null,
): System['level'] | null {
  const served = new Set(
    [...machines, ...networks].filter((part) => part.unit === unit).map(({ system }) => system),
  );
  const levels = systems
    .filter((system) => unit === null || system.unit === unit || served.has(system.id))
    .map(({ level }) => level);
  return levels.toSorted((a, b) => b - a)[0] ?? null;
}

/** The same day and time `months` earlier, in UTC; of the days 29 to 31 the 28th, which every month has. */
function monthsBefore(nowMs: number, months: number): number {
  const now = msToCivil(nowMs);
  const count = now.year * MONTHS_PER_YEAR + now.month - 1 - months;
  const year = Math.floor(count / MONTHS_PER_YEAR);
  const month = (count % MONTHS_PER_YEAR) + 1;
  const beforeMs = civilToMs({ ...now, year, month, day: Math.min(now.day, 28) });
  invariant(beforeMs !== null, 'every month has 28 days');
  return beforeMs;
}
