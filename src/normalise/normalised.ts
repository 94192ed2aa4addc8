import type { FieldValue, LogSource } from '../event/event.ts';

/** A record in Sigma's taxonomy. */
export interface Normalised {
  /** Interned: records of one kind share one array. */
  readonly logSources: readonly LogSource[];
  /** A fresh map that the caller may add to. */
  readonly fields: Map<string, FieldValue>;
}
