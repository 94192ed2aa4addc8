// Acts on alerts: on which ones, whether the person may, and what comes back.
import type { Alert } from '../../alert/alert.ts';
import { mayDo } from '../../lifecycle/role.ts';
import { isAllowedFrom } from '../../lifecycle/transitions.ts';
import type { Command } from '../command.ts';
import { statusOf, UNDO_MS, type ActTarget } from '../desk.ts';
import { openForm, scopeOf, submitForm, type FormKind } from '../form.ts';
import type { ActedMessage } from '../message.ts';
import type { Model } from '../model.ts';
import { queueHeight } from './places.ts';
import { selectedAlert, selectedIndex, selectIndex } from './queue-state.ts';

interface Outcome {
  readonly model: Model;
  readonly commands: readonly Command[];
}

/** The alerts that an act would be on: the open one, else the marked ones, else the one under the cursor. */
function chosenAlerts(model: Model): readonly Alert[] {
  const isReading = model.screen === 'detail' || model.screen === 'raw';
  if (isReading) return model.reader === null ? [] : [model.reader.alert];
  const marked = model.queue.rows.filter(({ id }) => model.queue.marks.includes(id));
  if (marked.length > 0) return marked;
  const alert = selectedAlert(model.queue);
  return alert === null ? [] : [alert];
}

/** Those of them whose state allows it. */
function targetsOf(model: Model, kind: FormKind): readonly ActTarget[] {
  return chosenAlerts(model)
    .map(({ id }) => ({ id, status: statusOf(model.data, id) }))
    .filter(({ status }) => kind === 'except' || isAllowedFrom(status.state, kind))
    .map(({ id, status }) => ({ id, version: status.version }));
}

export function canAct(model: Model, kind: FormKind): boolean {
  const { desk } = model.data;
  if (desk === undefined || !mayDo(desk.person.role, kind === 'except' ? 'suppress' : kind)) {
    return false;
  }
  return targetsOf(model, kind).length > 0;
}

/** A person who may not act has nothing to mark alerts for. */
export function canMark({ data, queue }: Model): boolean {
  return data.desk !== undefined && mayDo(data.desk.person.role, 'ack') && queue.rows.length > 0;
}

export function canUndo({ data, undo }: Model): boolean {
  return data.desk !== undefined && undo !== null && data.nowMs - undo.atMs <= UNDO_MS;
}

/** Asks what there is to ask, or acts at once. */
export function beginAct(model: Model, kind: FormKind): Outcome {
  const targets = targetsOf(model, kind);
  const alert = chosenAlerts(model).find(({ id }) => id === targets[0]?.id);
  if (alert === undefined) return { model, commands: [] };
  const form = openForm(kind, targets, alert);
  if (form.fields.length > 0) {
    const commands: readonly Command[] =
      kind === 'except' ? [{ kind: 'count-past', scope: scopeOf(form) }] : [];
    return { model: { ...model, form }, commands };
  }
  const sent = submitForm(form);
  return { model, commands: sent.ok ? [sent.command] : [] };
}

export function undoLast(model: Model): Outcome {
  const targets = (model.undo?.ids ?? []).map((id) => ({
    id,
    version: statusOf(model.data, id).version,
  }));
  return {
    model: { ...model, undo: null },
    commands: [{ kind: 'act', targets, act: { kind: 'undo' } }],
  };
}

/** Marks the alert under the cursor, or takes the mark away; the list stands still from then on. */
export function toggleMark(model: Model): Model {
  const alert = selectedAlert(model.queue);
  if (alert === null) return model;
  const { marks } = model.queue;
  const next = marks.includes(alert.id)
    ? marks.filter((id) => id !== alert.id)
    : [...marks, alert.id];
  const queue = selectIndex(model.queue, selectedIndex(model.queue), queueHeight(model));
  return { ...model, queue: { ...queue, marks: next } };
}

/** What became of an act: the new states at once, the marks of what is done away, and a sentence. */
export function takeActed(model: Model, message: ActedMessage): Model {
  const { outcomes } = message;
  const done = outcomes.filter(({ refusal }) => refusal === null).map(({ id }) => id);
  const refused = outcomes.find(({ refusal }) => refusal !== null) ?? null;
  const statuses = new Map(model.data.desk?.statuses);
  for (const { id, status } of outcomes) if (status !== null) statuses.set(id, status);
  const { desk } = model.data;
  return {
    ...model,
    data: desk === undefined ? model.data : { ...model.data, desk: { ...desk, statuses } },
    queue: { ...model.queue, marks: model.queue.marks.filter((id) => !done.includes(id)) },
    undo: done.length > 0 && message.act !== 'undo' ? { ids: done, atMs: model.data.nowMs } : null,
    notice: {
      kind: 'acted',
      act: message.act,
      done: done.length,
      refused: outcomes.length - done.length,
      refusal:
        refused?.refusal === null || refused === null
          ? null
          : { ...refused.refusal, status: refused.status },
    },
  };
}
