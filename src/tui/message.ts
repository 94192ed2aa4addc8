import type { AlertAct, AlertStatus, SuppressionScope } from '../lifecycle/act.ts';
import type { Refusal } from '../lifecycle/refusal.ts';
import type { DashboardData } from './dashboard-data.ts';
import type { AlertStory } from './desk.ts';
import type { PastCount } from './form.ts';

/** What became of an act on each of its alerts. */
export interface ActedMessage {
  readonly kind: 'acted';
  readonly act: AlertAct['kind'];
  readonly outcomes: readonly {
    readonly id: string;
    /** Null = it was done. */
    readonly refusal: Refusal | null;
    /** As the alert stands now; null = there is no such alert. */
    readonly status: AlertStatus | null;
  }[];
}

/** What happens to the dashboard. */
export type Message =
  /** A key by name: the character itself, or `enter`, `escape`, `up`, `ctrl-c`, `f1`, `space` ... */
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'paste'; readonly text: string }
  | { readonly kind: 'resize'; readonly columns: number; readonly rows: number }
  | { readonly kind: 'data'; readonly data: DashboardData }
  | ActedMessage
  | { readonly kind: 'suppressed'; readonly id: string | null; readonly refusal: Refusal | null }
  | { readonly kind: 'past-counted'; readonly scope: SuppressionScope; readonly past: PastCount }
  | { readonly kind: 'story'; readonly id: string; readonly story: AlertStory | null }
  /** The store could not be used; the text says why. */
  | { readonly kind: 'act-failed'; readonly text: string }
  /** The input ended: the terminal is gone. */
  | { readonly kind: 'end' };
