import type { Alert } from '../alert.ts';
import type { SavedCeiling } from '../ceiling.ts';
import type { SavedMarks } from './alert-draft.ts';
import type { SavedKnown } from './draft-index.ts';

/** All that a grouper knows, as JSON can hold it. */
export interface SavedGrouper {
  readonly drafts: readonly {
    readonly alert: Alert;
    readonly marks: SavedMarks;
    readonly isClosed: boolean;
  }[];
  /** Ids of the alerts that nobody has taken since they changed. */
  readonly changed: readonly string[];
  readonly known: SavedKnown;
  readonly ceiling: SavedCeiling;
  readonly forgottenMs: number | null;
  readonly overflowed: number;
  readonly cutShort: number;
}
