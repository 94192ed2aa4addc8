import type { Command } from '../command.ts';
import { SEVERITIES } from '../dashboard-data.ts';
import type { Action } from '../keys.ts';
import { NO_FILTER, QUEUE_SORTS, UNIT_SORTS } from '../model.ts';
import type { Filter, Model } from '../model.ts';
import { copyText } from '../view/copy-text.ts';
import { beginAct, toggleMark, undoLast } from './act-state.ts';
import { unitFilterOf } from './alert-list.ts';
import { eraseLetter } from './erase.ts';
import { choose, eraseInForm, otherField, sendForm } from './form-state.ts';
import { move } from './move.ts';
import {
  isFiltered,
  relist,
  selectIndex,
  selectedAlert,
  selectedIndex,
  takeIn,
  togglePause,
} from './queue-state.ts';
import { queueHeight } from './places.ts';
import { selectedUnitIndex, sortUnits } from './unit-state.ts';

interface Outcome {
  readonly model: Model;
  readonly commands: readonly Command[];
}

type Handler = (model: Model) => Outcome;

/** What each action does; `keys.ts` says when it is offered. */
export const ACTIONS: Readonly<Record<Action, Handler>> = {
  overview: stay((model) => goTo(model, 'overview')),
  queue: stay((model) => goTo(model, 'queue')),
  next: stay((model) => move(model, { kind: 'by', rows: 1 })),
  previous: stay((model) => move(model, { kind: 'by', rows: -1 })),
  'next-page': stay((model) => move(model, { kind: 'page', pages: 1 })),
  'previous-page': stay((model) => move(model, { kind: 'page', pages: -1 })),
  first: stay((model) => move(model, { kind: 'first' })),
  last: stay((model) => move(model, { kind: 'last' })),
  left: stay((model) => move(model, { kind: 'column', columns: -1 })),
  right: stay((model) => move(model, { kind: 'column', columns: 1 })),
  'other-pane': stay((model) => ({ ...model, pane: model.pane === 'queue' ? 'units' : 'queue' })),
  open: stay((model) => (isOnUnits(model) ? openUnit(model) : openReader(model, 'detail'))),
  search: stay((model) => ({ ...model, pane: 'queue', searchBefore: model.queue.filter.search })),
  'cycle-severity': stay(cycleSeverity),
  'toggle-unit': stay(toggleUnit),
  'cycle-sort': stay(cycleSort),
  'take-in': stay((model) => ({ ...model, queue: takeIn(model.queue, model.data) })),
  'toggle-pause': stay((model) => ({ ...model, queue: togglePause(model.queue, model.data) })),
  raw: stay((model) => openReader(model, 'raw')),
  copy: (model) => ({
    model: { ...model, notice: 'copied' },
    commands: [{ kind: 'copy', text: copyText(model) }],
  }),
  'next-alert': stay((model) => otherAlert(model, 1)),
  'previous-alert': stay((model) => otherAlert(model, -1)),
  back: stay(goBack),
  language: stay((model) =>
    change(model, { language: other(model.settings.language, 'vi', 'en') }),
  ),
  theme: stay((model) => change(model, { theme: other(model.settings.theme, 'default', 'mono') })),
  help: stay((model) => ({ ...model, helpTop: model.helpTop === null ? 0 : null })),
  redraw: effect('redraw'),
  suspend: effect('suspend'),
  quit: effect('quit'),
  ack: (model) => beginAct(model, 'ack'),
  escalate: (model) => beginAct(model, 'escalate'),
  close: (model) => beginAct(model, 'close'),
  reopen: (model) => beginAct(model, 'reopen'),
  release: (model) => beginAct(model, 'release'),
  note: (model) => beginAct(model, 'note'),
  except: (model) => beginAct(model, 'except'),
  undo: undoLast,
  mark: stay(toggleMark),
  'form-send': sendForm,
  'form-cancel': stay((model) => ({ ...model, form: null })),
  'next-field': stay((model) => otherField(model, 1)),
  'previous-field': stay((model) => otherField(model, -1)),
  'next-choice': (model) => choose(model, 1),
  'previous-choice': (model) => choose(model, -1),
  'form-erase-letter': stay((model) => eraseInForm(model, 'letter')),
  'form-erase-word': stay((model) => eraseInForm(model, 'word')),
  'form-erase-all': stay((model) => eraseInForm(model, 'all')),
  'search-apply': stay((model) => ({ ...model, searchBefore: null })),
  'search-cancel': stay((model) => ({
    ...withFilter(model, { search: model.searchBefore ?? '' }),
    searchBefore: null,
  })),
  'erase-letter': stay((model) => withFilter(model, { search: eraseLetter(searchOf(model)) })),
  'erase-word': stay((model) =>
    withFilter(model, { search: searchOf(model).replace(/\S*\s*$/u, '') }),
  ),
  'erase-all': stay((model) => withFilter(model, { search: '' })),
};

function stay(next: (model: Model) => Model): Handler {
  return (model) => ({ model: next(model), commands: [] });
}

function effect(kind: 'redraw' | 'suspend' | 'quit'): Handler {
  return (model) => ({ model, commands: [{ kind }] });
}

function isOnUnits(model: Model): boolean {
  return model.screen === 'overview' && model.pane === 'units';
}

/** A list screen by its number: the person asks for the present state, so what waits comes in. */
function goTo(model: Model, screen: 'overview' | 'queue'): Model {
  return {
    ...model,
    screen,
    back: screen === 'overview' ? [] : ['overview'],
    pane: 'queue',
    queue: model.queue.isPaused ? model.queue : fit(model, takeIn(model.queue, model.data), screen),
    units: sortUnits(model.units, model.data, model.units.sort),
  };
}

/** The cursor in sight on `screen`, whose list may be shorter. */
function fit(model: Model, queue: Model['queue'], screen: Model['screen']): Model['queue'] {
  if (queue.selected === null) return { ...queue, top: 0 };
  return selectIndex(queue, selectedIndex(queue), queueHeight({ ...model, screen }));
}

function openUnit(model: Model): Model {
  const id = model.units.order[selectedUnitIndex(model.units)];
  if (id === undefined) return model;
  const filter: Filter = { ...NO_FILTER, unit: { kind: 'unit', id } };
  return {
    ...model,
    screen: 'queue',
    back: ['overview'],
    queue: relist(model.queue, model.data, { filter }),
  };
}

function openReader(model: Model, screen: 'detail' | 'raw'): Model {
  const back = [...model.back, model.screen];
  if (model.screen === 'detail') return { ...model, screen, back };
  const alert = selectedAlert(model.queue);
  if (alert === null) return model;
  return {
    ...model,
    screen,
    back,
    // from here on the list is held: coming back, the person finds it as it was
    queue: selectIndex(model.queue, selectedIndex(model.queue), queueHeight(model)),
    reader: { alert, detailTop: 0, rawTop: 0, story: null, askedAt: null },
  };
}

function otherAlert(model: Model, step: 1 | -1): Model {
  const queue = selectIndex(model.queue, selectedIndex(model.queue) + step, queueHeight(model));
  const alert = selectedAlert(queue);
  if (alert === null) return model;
  return {
    ...model,
    queue,
    reader: { alert, detailTop: 0, rawTop: 0, story: null, askedAt: null },
  };
}

/**
 * Esc: first the marks, then what narrows the list, then the pane, then the screen; it never quits. A list opened for one unit
 * and not narrowed further goes back at once.
 */
function goBack(model: Model): Model {
  if (isOnUnits(model)) return { ...model, pane: 'queue' };
  const { marks } = model.queue;
  const isReading = model.screen === 'detail' || model.screen === 'raw';
  if (!isReading && marks.length > 0) return { ...model, queue: { ...model.queue, marks: [] } };
  const screen = model.back.at(-1);
  if (isReading && screen !== undefined) {
    const next = { ...model, screen, back: model.back.slice(0, -1) };
    return { ...next, queue: fit(next, next.queue, screen) };
  }
  const { filter } = model.queue;
  const isDrillDown =
    filter.unit.kind === 'unit' && filter.search === '' && filter.minimum === null;
  const cleared = isFiltered(filter) ? withFilter(model, NO_FILTER) : model;
  if (screen === undefined || (isFiltered(filter) && !isDrillDown)) return cleared;
  return { ...cleared, screen, back: model.back.slice(0, -1) };
}

function withFilter(model: Model, part: Partial<Filter>): Model {
  const filter = { ...model.queue.filter, ...part };
  return { ...model, queue: relist(model.queue, model.data, { filter }) };
}

/** All, then from the worst down: the first press shows what matters most. */
function cycleSeverity(model: Model): Model {
  const steps = [null, ...SEVERITIES.slice(0, -1)];
  const at = steps.indexOf(model.queue.filter.minimum);
  return withFilter(model, { minimum: steps[(at + 1) % steps.length] ?? null });
}

function toggleUnit(model: Model): Model {
  const alert = selectedAlert(model.queue);
  if (model.queue.filter.unit.kind !== 'all' || alert === null) {
    return withFilter(model, { unit: { kind: 'all' } });
  }
  return withFilter(model, { unit: unitFilterOf(alert) });
}

function cycleSort(model: Model): Model {
  if (isOnUnits(model)) {
    const sort = after(UNIT_SORTS, model.units.sort);
    return { ...model, units: sortUnits(model.units, model.data, sort) };
  }
  const sort = after(QUEUE_SORTS, model.queue.sort);
  return { ...model, queue: relist(model.queue, model.data, { sort }) };
}

function after<T>(values: readonly [T, ...T[]], value: T): T {
  return values[(values.indexOf(value) + 1) % values.length] ?? values[0];
}

function searchOf(model: Model): string {
  return model.queue.filter.search;
}

function change(model: Model, settings: Partial<Model['settings']>): Model {
  return { ...model, settings: { ...model.settings, ...settings } };
}

function other<T>(value: T, one: T, two: T): T {
  return value === one ? two : one;
}
