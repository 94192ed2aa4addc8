// The keys of acts on alerts, and of the forms that describe them.
import { READERS, SCREENS, type Binding } from './binding.ts';
import { canAct, canMark, canUndo } from './state/act-state.ts';
import { hasFormText, isOnChoice } from './state/form-state.ts';

export const ACT_BINDINGS: readonly Binding[] = [
  {
    label: 'ack',
    keys: { a: 'ack' },
    contexts: ['queue', ...READERS],
    bar: 3,
    when: (model) => canAct(model, 'ack'),
  },
  {
    label: 'escalate',
    keys: { e: 'escalate' },
    contexts: ['queue', ...READERS],
    bar: 3,
    when: (model) => canAct(model, 'escalate'),
  },
  {
    label: 'close',
    keys: { c: 'close' },
    contexts: ['queue', ...READERS],
    bar: 3,
    when: (model) => canAct(model, 'close'),
  },
  {
    label: 'reopen',
    keys: { r: 'reopen' },
    contexts: ['queue', ...READERS],
    bar: 3,
    when: (model) => canAct(model, 'reopen'),
  },
  {
    label: 'release',
    keys: { R: 'release' },
    contexts: ['queue', ...READERS],
    bar: 9,
    when: (model) => canAct(model, 'release'),
  },
  {
    label: 'note',
    keys: { m: 'note' },
    contexts: ['queue', ...READERS],
    bar: 6,
    when: (model) => canAct(model, 'note'),
  },
  {
    label: 'except',
    keys: { x: 'except' },
    contexts: ['queue', ...READERS],
    bar: 9,
    when: (model) => canAct(model, 'except'),
  },
  { label: 'undo', keys: { u: 'undo' }, contexts: SCREENS, bar: 1, when: canUndo },
  { label: 'mark', keys: { space: 'mark' }, contexts: ['queue'], bar: 6, when: canMark },
];

export const FORM_BINDINGS: readonly Binding[] = [
  { label: 'send', keys: { enter: 'form-send' }, contexts: ['form'], shown: 'Enter', bar: 1 },
  {
    label: 'cancelForm',
    keys: { escape: 'form-cancel' },
    contexts: ['form'],
    shown: 'Esc',
    bar: 2,
  },
  {
    label: 'field',
    keys: {
      tab: 'next-field',
      down: 'next-field',
      'shift-tab': 'previous-field',
      up: 'previous-field',
    },
    contexts: ['form'],
    shown: 'Tab',
    bar: 3,
    when: (model) => (model.form?.fields.length ?? 0) > 1,
  },
  {
    label: 'choose',
    keys: { right: 'next-choice', space: 'next-choice', left: 'previous-choice' },
    contexts: ['form'],
    shown: '←/→',
    bar: 2,
    when: isOnChoice,
  },
  {
    label: 'erase',
    keys: {
      backspace: 'form-erase-letter',
      'ctrl-w': 'form-erase-word',
      'ctrl-u': 'form-erase-all',
    },
    contexts: ['form'],
    when: hasFormText,
  },
];
