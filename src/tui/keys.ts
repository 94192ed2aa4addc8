// The one table of keys: the bar, the help, the tests and `update` read it. A key that could do nothing where the
// person is is not listed there (`when`), so no key on the screen is dead.
import { ACT_BINDINGS, FORM_BINDINGS } from './act-keys.ts';
import { LISTS, READERS, SCREENS, type Action, type Binding, type Context } from './binding.ts';
import { breadth, isTooSmall, overviewLayout } from './layout.ts';
import type { Model } from './model.ts';
import { helpHeight, readerHeight } from './state/places.ts';
import { isFiltered } from './state/queue-state.ts';
import { helpNote } from './view/help-note.ts';
import { detailHeight, rawHeight } from './view/reader-document.ts';

export type { Action, Binding, Context } from './binding.ts';

export function contextOf(model: Model): Context {
  if (isTooSmall(model.size)) return 'small';
  if (model.form !== null) return 'form';
  if (model.helpTop !== null) return 'help';
  if (model.searchBefore !== null) return 'search';
  if (model.screen === 'detail' || model.screen === 'raw') return model.screen;
  return hasUnitPane(model) && model.pane === 'units' ? 'units' : 'queue';
}

/** The keys that work now, in the order of the help. */
export function bindingsOf(model: Model): readonly Binding[] {
  const context = contextOf(model);
  return BINDINGS.filter(
    (binding) => binding.contexts.includes(context) && (binding.when?.(model) ?? true),
  );
}

export function actionOf(model: Model, key: string): Action | null {
  for (const binding of bindingsOf(model)) {
    if (Object.hasOwn(binding.keys, key)) return binding.keys[key] ?? null;
  }
  return null;
}

function hasUnitPane(model: Model): boolean {
  return model.screen === 'overview' && breadth(model.size) !== 'compact';
}

/** Whether there is another row, or a line below the screen's end. */
function canMove(model: Model): boolean {
  switch (contextOf(model)) {
    case 'units':
      return model.units.order.length > 1;
    case 'queue':
    case 'search':
      return model.queue.rows.length > 1;
    case 'detail':
      return model.reader !== null && detailHeight(model, model.reader) > readerHeight(model);
    case 'raw':
      return model.reader !== null && rawHeight(model, model.reader) > readerHeight(model);
    case 'help': {
      const keys = bindingsOf({ ...model, helpTop: null }).length;
      return keys + 1 + helpNote(model).length > helpHeight(model);
    }
    case 'form':
    case 'small':
      return false;
  }
}

function hasMarks(model: Model): boolean {
  return model.queue.marks.length > 0;
}

function hasUnitGrid(model: Model): boolean {
  return overviewLayout(model.size, model.units.order.length).units?.kind === 'grid';
}

export const BINDINGS: readonly Binding[] = [
  {
    label: 'overview',
    keys: { '1': 'overview' },
    contexts: SCREENS,
    bar: 12,
    when: (model) => model.screen !== 'overview',
  },
  {
    label: 'queue',
    keys: { '2': 'queue' },
    contexts: SCREENS,
    bar: 12,
    when: (model) => model.screen !== 'queue',
  },
  {
    label: 'move',
    keys: { j: 'next', down: 'next', k: 'previous', up: 'previous' },
    contexts: LISTS,
    shown: 'j/k',
    bar: 2,
    when: canMove,
  },
  {
    label: 'scroll',
    keys: { j: 'next', down: 'next', k: 'previous', up: 'previous' },
    contexts: [...READERS, 'help'],
    shown: 'j/k',
    bar: 2,
    when: canMove,
  },
  {
    label: 'move',
    keys: { down: 'next', up: 'previous' },
    contexts: ['search'],
    when: canMove,
  },
  {
    label: 'columns',
    keys: { l: 'right', right: 'right', h: 'left', left: 'left' },
    contexts: ['units'],
    when: hasUnitGrid,
  },
  {
    label: 'page',
    keys: {
      pagedown: 'next-page',
      'ctrl-d': 'next-page',
      pageup: 'previous-page',
      'ctrl-u': 'previous-page',
    },
    contexts: [...LISTS, ...READERS, 'help'],
    when: canMove,
  },
  {
    label: 'ends',
    keys: { g: 'first', home: 'first', G: 'last', end: 'last' },
    contexts: [...LISTS, ...READERS, 'help'],
    when: canMove,
  },
  {
    label: 'openAlert',
    keys: { enter: 'open' },
    contexts: ['queue'],
    shown: 'Enter',
    bar: 3,
    when: (model) => model.queue.rows.length > 0,
  },
  {
    label: 'openUnit',
    keys: { enter: 'open' },
    contexts: ['units'],
    shown: 'Enter',
    bar: 3,
    when: (model) => model.units.order.length > 0,
  },
  {
    label: 'pane',
    keys: { tab: 'other-pane', 'shift-tab': 'other-pane' },
    contexts: LISTS,
    shown: 'Tab',
    bar: 6,
    when: hasUnitPane,
  },
  { label: 'search', keys: { '/': 'search' }, contexts: LISTS, bar: 4 },
  { label: 'severity', keys: { f: 'cycle-severity' }, contexts: LISTS, bar: 5 },
  {
    label: 'unit',
    keys: { '=': 'toggle-unit' },
    contexts: ['queue'],
    bar: 8,
    when: (model) => model.queue.rows.length > 0 || model.queue.filter.unit.kind !== 'all',
  },
  { label: 'sort', keys: { s: 'cycle-sort' }, contexts: LISTS, bar: 9 },
  {
    label: 'takeIn',
    keys: { '.': 'take-in' },
    contexts: LISTS,
    bar: 2,
    when: (model) => model.queue.pending > 0,
  },
  { label: 'pause', keys: { p: 'toggle-pause' }, contexts: LISTS, bar: 7 },
  {
    label: 'otherAlert',
    keys: { J: 'next-alert', K: 'previous-alert' },
    contexts: READERS,
    shown: 'J/K',
    bar: 3,
    when: (model) => model.queue.rows.length > 1,
  },
  {
    label: 'raw',
    keys: { v: 'raw' },
    contexts: ['queue', 'detail'],
    bar: 8,
    when: (model) => model.screen === 'detail' || model.queue.rows.length > 0,
  },
  { label: 'copy', keys: { y: 'copy' }, contexts: READERS, bar: 8 },
  ...ACT_BINDINGS,
  {
    label: 'clearMarks',
    keys: { escape: 'back' },
    contexts: ['queue'],
    shown: 'Esc',
    bar: 3,
    when: hasMarks,
  },
  {
    label: 'clear',
    keys: { escape: 'back' },
    contexts: ['queue'],
    shown: 'Esc',
    bar: 3,
    when: (model) => isFiltered(model.queue.filter) && !hasMarks(model),
  },
  {
    label: 'back',
    keys: { escape: 'back' },
    contexts: LISTS,
    shown: 'Esc',
    bar: 10,
    when: (model) =>
      contextOf(model) === 'units' ||
      (model.screen === 'queue' && !isFiltered(model.queue.filter) && !hasMarks(model)),
  },
  { label: 'back', keys: { escape: 'back' }, contexts: READERS, shown: 'Esc', bar: 1 },
  {
    label: 'back',
    keys: { escape: 'help', '?': 'help', f1: 'help' },
    contexts: ['help'],
    shown: 'Esc',
    bar: 1,
  },
  { label: 'apply', keys: { enter: 'search-apply' }, contexts: ['search'], shown: 'Enter', bar: 1 },
  {
    label: 'cancel',
    keys: { escape: 'search-cancel' },
    contexts: ['search'],
    shown: 'Esc',
    bar: 2,
  },
  {
    label: 'erase',
    keys: { backspace: 'erase-letter', 'ctrl-w': 'erase-word', 'ctrl-u': 'erase-all' },
    contexts: ['search'],
  },
  ...FORM_BINDINGS,
  { label: 'language', keys: { L: 'language' }, contexts: [...SCREENS, 'help', 'small'], bar: 10 },
  { label: 'theme', keys: { T: 'theme' }, contexts: [...SCREENS, 'help'] },
  {
    label: 'redraw',
    keys: { 'ctrl-l': 'redraw' },
    contexts: [...SCREENS, 'help', 'search', 'form', 'small'],
  },
  {
    label: 'suspend',
    keys: { 'ctrl-z': 'suspend' },
    contexts: [...SCREENS, 'help', 'search', 'form', 'small'],
  },
  { label: 'help', keys: { '?': 'help', f1: 'help' }, contexts: SCREENS, bar: 0 },
  { label: 'quit', keys: { q: 'quit' }, contexts: [...SCREENS, 'help', 'small'], bar: 0 },
  {
    label: 'quitNow',
    keys: { 'ctrl-c': 'quit' },
    contexts: [...SCREENS, 'help', 'search', 'form', 'small'],
  },
];

/** How a key is written: `ctrl-d` as Ctrl-D, `pagedown` as PgDn. */
export function keyName(key: string): string {
  const named = KEY_NAMES.get(key);
  if (named !== undefined) return named;
  if (key.startsWith('ctrl-')) return `Ctrl-${key.slice(5).toUpperCase()}`;
  return key;
}

const KEY_NAMES: ReadonlyMap<string, string> = new Map([
  ['up', '↑'],
  ['down', '↓'],
  ['left', '←'],
  ['right', '→'],
  ['pagedown', 'PgDn'],
  ['pageup', 'PgUp'],
  ['home', 'Home'],
  ['end', 'End'],
  ['enter', 'Enter'],
  ['escape', 'Esc'],
  ['space', 'Space'],
  ['tab', 'Tab'],
  ['shift-tab', 'Shift-Tab'],
  ['backspace', 'Backspace'],
  ['f1', 'F1'],
]);
