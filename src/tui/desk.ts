// What people do with alerts, as the dashboard shows it. Absent where no store stands behind it (the demo): then there
// is nothing to do, and no key for it.
import type { AckLimits } from '../lifecycle/ack-clock.ts';
import type { AlertStatus, Step, Verdict } from '../lifecycle/act.ts';
import { UNTOUCHED } from '../lifecycle/history.ts';
import type { Person } from '../lifecycle/role.ts';

export interface DeskView {
  /** Who sits at the dashboard. */
  readonly person: Person;
  readonly acknowledge: AckLimits;
  /** Where alerts stand that somebody touched, by id; all others are new. */
  readonly statuses: ReadonlyMap<string, AlertStatus>;
}

/** What became of an alert and of those like it, told when it is opened. */
export interface AlertStory {
  /** Oldest first. */
  readonly steps: readonly Step[];
  /** How often the rule matched before, in the alert's unit and in others. */
  readonly inUnit: number;
  readonly elsewhere: number;
  /** The latest of them that people closed: how they judged it. */
  readonly judged: readonly {
    readonly unit: string | null;
    readonly firstMs: number;
    readonly verdict: Verdict;
    readonly reason: string;
  }[];
}

/** An alert to act on, at the version that the person saw. */
export interface ActTarget {
  readonly id: string;
  readonly version: number;
}

/** How long an act can be taken back by a key. */
export const UNDO_MS = 10_000;

export function statusOf({ desk }: { readonly desk?: DeskView }, id: string): AlertStatus {
  return desk?.statuses.get(id) ?? UNTOUCHED;
}
