// What each message does to the model. Effects are values: the caller carries out the commands.
import type { SuppressionScope } from '../lifecycle/act.ts';
import { toDisplayText } from '../util/display-text.ts';
import type { Command } from './command.ts';
import type { DashboardData } from './dashboard-data.ts';
import { statusOf, type AlertStory } from './desk.ts';
import { scopeOf, type PastCount } from './form.ts';
import { actionOf, contextOf } from './keys.ts';
import type { Size } from './layout.ts';
import type { Message } from './message.ts';
import type { Model, Settings } from './model.ts';
import { takeActed } from './state/act-state.ts';
import { ACTIONS } from './state/actions.ts';
import { typeIntoForm } from './state/form-state.ts';
import {
  createQueue,
  isLive,
  refreshQueue,
  relist,
  selectIndex,
  selectedIndex,
} from './state/queue-state.ts';
import { createUnits, refreshUnits } from './state/unit-state.ts';
import { queueHeight } from './state/places.ts';

/** The dashboard before the first message. */
export function createModel(data: DashboardData, size: Size, settings: Settings): Model {
  return {
    data,
    size,
    settings,
    screen: 'overview',
    back: [],
    pane: 'queue',
    queue: createQueue(data),
    units: createUnits(data),
    reader: null,
    helpTop: null,
    searchBefore: null,
    form: null,
    undo: null,
    notice: null,
  };
}

export interface Update {
  readonly model: Model;
  readonly commands: readonly Command[];
}

export function update(model: Model, message: Message): Update {
  return askForStory(take(model, message));
}

/** The open alert's story is asked for when it is opened, and again when somebody does something with it. */
function askForStory(done: Update): Update {
  const { model, commands } = done;
  const { reader, data, screen } = model;
  if (reader === null || data.desk === undefined || screen !== 'detail') return done;
  const { id } = reader.alert;
  const { version } = statusOf(data, id);
  if (reader.askedAt === version) return done;
  return {
    model: { ...model, reader: { ...reader, askedAt: version } },
    commands: [...commands, { kind: 'tell-story', id }],
  };
}

function take(model: Model, message: Message): Update {
  switch (message.kind) {
    case 'key':
      return pressKey({ ...model, notice: null }, message.key);
    case 'paste':
      return { model: type(model, message.text), commands: [] };
    case 'resize':
      return { model: resize(model, message), commands: [] };
    case 'data':
      return { model: refresh(model, message.data), commands: [] };
    case 'acted':
      return { model: takeActed(model, message), commands: [] };
    case 'suppressed':
      return { model: { ...model, notice: message }, commands: [] };
    case 'past-counted':
      return { model: takePast(model, message.scope, message.past), commands: [] };
    case 'story':
      return { model: takeStory(model, message.id, message.story), commands: [] };
    case 'act-failed':
      return { model: { ...model, notice: { kind: 'failed', text: message.text } }, commands: [] };
    case 'end':
      return { model, commands: [{ kind: 'quit' }] };
  }
}

function pressKey(model: Model, key: string): Update {
  const action = actionOf(model, key);
  if (action !== null) return ACTIONS[action](model);
  const isLetter = key.length === String.fromCodePoint(key.codePointAt(0) ?? 0).length;
  const context = contextOf(model);
  if (context === 'search' || context === 'form') {
    const text = key === 'space' ? ' ' : isLetter ? key : '';
    return { model: type(model, text), commands: [] };
  }
  // an input method turned the key into a letter with marks: say so instead of doing nothing
  return { model: isLetter && key > '~' ? { ...model, notice: 'ime' } : model, commands: [] };
}

/** Longest search in code units; more is not read. */
const MAX_SEARCH = 100;

/** Text typed or pasted into the search prompt or a form; elsewhere a paste does nothing, so that it cannot press keys. */
function type(model: Model, text: string): Model {
  if (text !== '' && contextOf(model) === 'form') return typeIntoForm(model, text);
  if (text === '' || contextOf(model) !== 'search') return model;
  const typed = toDisplayText((model.queue.filter.search + text).slice(0, MAX_SEARCH));
  const filter = { ...model.queue.filter, search: typed.slice(0, MAX_SEARCH) };
  return { ...model, queue: relist(model.queue, model.data, { filter }) };
}

function takeStory(model: Model, id: string, story: AlertStory | null): Model {
  const { reader } = model;
  if (reader === null || reader.alert.id !== id) return model;
  return { ...model, reader: { ...reader, story } };
}

/** The answer counts only while the form still asks that question. */
function takePast(model: Model, scope: SuppressionScope, past: PastCount): Model {
  const { form } = model;
  if (form === null || JSON.stringify(scopeOf(form)) !== JSON.stringify(scope)) return model;
  return { ...model, form: { ...form, past } };
}

function resize(model: Model, { columns, rows }: Size): Model {
  const next = { ...model, size: { columns, rows } };
  const queue = next.queue;
  if (queue.selected === null) return next;
  return { ...next, queue: selectIndex(queue, selectedIndex(queue), queueHeight(next)) };
}

function refresh(model: Model, data: DashboardData): Model {
  const open = model.reader;
  const fresh = data.alerts.find((alert) => alert.id === open?.alert.id);
  return {
    ...model,
    data,
    queue: refreshQueue(model.queue, data),
    units: refreshUnits(model.units, data, isLive(model.queue) && model.pane === 'queue'),
    reader: open === null || fresh === undefined ? open : { ...open, alert: fresh },
  };
}
