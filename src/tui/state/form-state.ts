import { toDisplayText } from '../../util/display-text.ts';
import type { Command } from '../command.ts';
import { choicesOf, MAX_FIELD_CHARS, scopeOf, submitForm, valueOf, type Form } from '../form.ts';
import type { Model } from '../model.ts';
import { eraseLetter } from './erase.ts';

interface Outcome {
  readonly model: Model;
  readonly commands: readonly Command[];
}

export function sendForm(model: Model): Outcome {
  const { form } = model;
  if (form === null) return { model, commands: [] };
  const sent = submitForm(form);
  if (sent.ok) return { model: { ...model, form: null }, commands: [sent.command] };
  const next = { ...form, at: sent.at };
  return { model: { ...model, form: next, notice: sent.fault }, commands: [] };
}

export function otherField(model: Model, step: 1 | -1): Model {
  return change(model, (form) => {
    const count = form.fields.length;
    return { ...form, at: (form.at + step + count) % count };
  });
}

/** The next value of the choice; for the scope of an exception the past is counted anew. */
export function choose(model: Model, step: 1 | -1): Outcome {
  const { form } = model;
  const name = form?.fields[form.at];
  const choices = form === null || name === undefined ? null : choicesOf(name, form);
  if (form === null || name === undefined || choices === null) return { model, commands: [] };
  const at = choices.indexOf(valueOf(form, name)) + step + choices.length;
  const values = { ...form.values, [name]: choices[at % choices.length] ?? '' };
  const next = { ...form, values };
  if (name !== 'scope') return { model: { ...model, form: next }, commands: [] };
  return {
    model: { ...model, form: { ...next, past: null } },
    commands: [{ kind: 'count-past', scope: scopeOf(next) }],
  };
}

export function isOnChoice({ form }: Model): boolean {
  const name = form?.fields[form.at];
  return form !== null && name !== undefined && (choicesOf(name, form)?.length ?? 0) > 1;
}

function isOnText({ form }: Model): boolean {
  const name = form?.fields[form.at];
  return form !== null && name !== undefined && choicesOf(name, form) === null;
}

/** Whether there is something to erase. */
export function hasFormText(model: Model): boolean {
  const { form } = model;
  const name = form?.fields[form.at];
  return isOnText(model) && form !== null && name !== undefined && valueOf(form, name) !== '';
}

/** Letters typed or pasted into the field; line ends of a paste are blanks, controls are shown, nothing is a key. */
export function typeIntoForm(model: Model, text: string): Model {
  return edit(model, (before) => toDisplayText(before + text.replaceAll(/[\r\n\t]+/g, ' ')));
}

export function eraseInForm(model: Model, what: 'letter' | 'word' | 'all'): Model {
  return edit(model, (before) => {
    if (what === 'letter') return eraseLetter(before);
    return what === 'word' ? before.replace(/\S*\s*$/u, '') : '';
  });
}

function edit(model: Model, next: (text: string) => string): Model {
  if (!isOnText(model)) return model;
  return change(model, (form) => {
    const name = form.fields[form.at];
    if (name === undefined) return form;
    const text = next(valueOf(form, name)).slice(0, MAX_FIELD_CHARS);
    return { ...form, values: { ...form.values, [name]: text } };
  });
}

function change(model: Model, next: (form: Form) => Form): Model {
  return model.form === null ? model : { ...model, form: next(model.form) };
}
