import type { Alert } from '../alert/alert.ts';
import type { DashboardData, Severity } from './dashboard-data.ts';
import type { AlertAct, AlertStatus } from '../lifecycle/act.ts';
import type { Refusal } from '../lifecycle/refusal.ts';
import type { AlertStory } from './desk.ts';
import type { Form, FormFault } from './form.ts';
import type { Size } from './layout.ts';
import type { Language } from '../util/language.ts';
import type { ThemeName } from './theme.ts';

export type Screen = 'overview' | 'queue' | 'detail' | 'raw';

/** What a person chose once; app/ takes it from arguments and environment. */
export interface Settings {
  readonly language: Language;
  /** `mono` for NO_COLOR or `--no-color`. */
  readonly theme: ThemeName;
  /** Signs in ASCII (`--ascii`). */
  readonly isAsciiSigns: boolean;
  /** The terminal cannot show UTF-8 (LANG=C): letters lose their marks, and the header says so. */
  readonly isAsciiText: boolean;
}

export type UnitFilter =
  | { readonly kind: 'all' | 'province' | 'unknown' }
  | { readonly kind: 'unit'; readonly id: string };

export interface Filter {
  /** Least severity shown; null = all. */
  readonly minimum: Severity | null;
  readonly unit: UnitFilter;
  /** Words that must all be found, `!word` must not; compared without case and marks. */
  readonly search: string;
}

export const NO_FILTER: Filter = { minimum: null, unit: { kind: 'all' }, search: '' };

export const QUEUE_SORTS = ['worst', 'newest', 'unit'] as const;
export type QueueSort = (typeof QUEUE_SORTS)[number];

/**
 * The list a person reads: its rows and order change only when they ask (take in, filter, sort), or while it is
 * live: not paused, and the cursor never moved from the first row. Rows themselves are kept fresh in place.
 */
export interface QueueState {
  readonly rows: readonly Alert[];
  /** Alerts that pass the filter and wait outside the list. */
  readonly pending: number;
  /** Id of the row under the cursor; null = the first row, whatever it is. */
  readonly selected: string | null;
  /** First row on screen. */
  readonly top: number;
  /** Held by the person's `p`. */
  readonly isPaused: boolean;
  /** Ids of alerts marked for a bulk act; while there are any the list stands still. */
  readonly marks: readonly string[];
  readonly filter: Filter;
  readonly sort: QueueSort;
}

export const UNIT_SORTS = ['worst', 'inventory'] as const;
export type UnitSort = (typeof UNIT_SORTS)[number];

export interface UnitsState {
  /** Ids in the order shown; like the queue's rows it changes only when the person asks, or while all is live. */
  readonly order: readonly string[];
  readonly selected: string | null;
  /** First row of the grid or table on screen. */
  readonly top: number;
  readonly sort: UnitSort;
}

/** The alert that is open in detail or raw lines, kept even when the data no longer holds it. */
export interface ReaderState {
  readonly alert: Alert;
  readonly detailTop: number;
  readonly rawTop: number;
  /** What became of it; null = not told yet, or no desk. */
  readonly story: AlertStory | null;
  /** The version of the alert that its story was asked for at; null = never. */
  readonly askedAt: number | null;
}

export type Notice =
  | 'copied'
  | 'ime'
  | FormFault
  | {
      readonly kind: 'acted';
      readonly act: AlertAct['kind'];
      readonly done: number;
      readonly refused: number;
      /** Of the first that was refused. */
      readonly refusal: (Refusal & { readonly status: AlertStatus | null }) | null;
    }
  | { readonly kind: 'suppressed'; readonly id: string | null; readonly refusal: Refusal | null }
  | { readonly kind: 'failed'; readonly text: string };

/** All of the dashboard's state; replaced, never changed. */
export interface Model {
  readonly data: DashboardData;
  readonly size: Size;
  readonly settings: Settings;
  readonly screen: Screen;
  /** Screens that Esc goes back through, last one first to return to. */
  readonly back: readonly Screen[];
  /** Which list of the overview the keys move in. */
  readonly pane: 'queue' | 'units';
  readonly queue: QueueState;
  readonly units: UnitsState;
  readonly reader: ReaderState | null;
  /** First line of the help on screen; null = closed. */
  readonly helpTop: number | null;
  /** The search as it was before it was typed into; null = the prompt is closed. */
  readonly searchBefore: string | null;
  /** The act being described; null = none. */
  readonly form: Form | null;
  /** What the person did last, and when by the data's clock; null = nothing to take back. */
  readonly undo: { readonly ids: readonly string[]; readonly atMs: number } | null;
  /** Said in the message row until the next key. */
  readonly notice: Notice | null;
}
