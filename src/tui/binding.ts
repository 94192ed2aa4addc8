// One entry of the table of keys.
import type { Model } from './model.ts';
import type { KeyLabel } from './strings.ts';

/** What a key asks for; `update.ts` has one handler for each. */
export type Action =
  | 'overview'
  | 'queue'
  | 'next'
  | 'previous'
  | 'next-page'
  | 'previous-page'
  | 'first'
  | 'last'
  | 'left'
  | 'right'
  | 'other-pane'
  | 'open'
  | 'search'
  | 'cycle-severity'
  | 'toggle-unit'
  | 'cycle-sort'
  | 'take-in'
  | 'toggle-pause'
  | 'raw'
  | 'copy'
  | 'next-alert'
  | 'previous-alert'
  | 'back'
  | 'language'
  | 'theme'
  | 'help'
  | 'redraw'
  | 'suspend'
  | 'quit'
  | 'ack'
  | 'escalate'
  | 'close'
  | 'reopen'
  | 'release'
  | 'note'
  | 'except'
  | 'undo'
  | 'mark'
  | 'form-send'
  | 'form-cancel'
  | 'next-field'
  | 'previous-field'
  | 'next-choice'
  | 'previous-choice'
  | 'form-erase-letter'
  | 'form-erase-word'
  | 'form-erase-all'
  | 'search-apply'
  | 'search-cancel'
  | 'erase-letter'
  | 'erase-word'
  | 'erase-all';

/** Where the keys go. */
export type Context = 'units' | 'queue' | 'detail' | 'raw' | 'help' | 'search' | 'form' | 'small';

export interface Binding {
  readonly label: KeyLabel;
  /** Key name to action, in the order of the help. */
  readonly keys: Readonly<Record<string, Action>>;
  readonly contexts: readonly Context[];
  /** How the bar writes the keys; absent = the first key. */
  readonly shown?: string;
  /** Place in the bar, least first; absent = only in the help. */
  readonly bar?: number;
  readonly when?: (model: Model) => boolean;
}

export const LISTS = ['units', 'queue'] as const;
export const READERS = ['detail', 'raw'] as const;
export const SCREENS = [...LISTS, ...READERS] as const;
