import type { GroupWindow, Slot } from './group-window.ts';
import type { PresenceLog } from './presence-log.ts';

/** A match that opens a window of a deferred condition. */
export interface Opening {
  readonly window: GroupWindow<PresenceLog>;
  readonly slot: Slot;
}

/** What a closed window came to. */
export interface Decision {
  readonly count: number;
  readonly isStart: boolean;
  /** The rules of the alternatives that hold. */
  readonly present: ReadonlySet<number>;
}
