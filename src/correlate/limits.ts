/** What bounds a correlator's state, whatever the logs hold. */
export interface CorrelatorLimits {
  /** Groups of one correlation; the one that was longest without a match gives way. */
  readonly maxGroups: number;
  /** Events in the window of one group; at least twice the largest count that a condition names in any case. */
  readonly maxGroupEvents: number;
  /** Events in all windows. */
  readonly maxEvents: number;
  /** Events that one finding shows. */
  readonly maxEvidence: number;
  /** Whole events kept as evidence for later findings; beyond it findings show fewer events and count the same. */
  readonly maxHeldEvents: number;
  /** The same by rough bytes in memory (`weighEvent`). */
  readonly maxHeldWeight: number;
  /** Machines that one finding names. */
  readonly maxMachines: number;
}

export const DEFAULT_LIMITS: CorrelatorLimits = {
  maxGroups: 100_000,
  maxGroupEvents: 100_000,
  maxEvents: 1_000_000,
  maxEvidence: 10,
  maxHeldEvents: 50_000,
  maxHeldWeight: 128 * 1024 * 1024,
  maxMachines: 100,
};
