// The small forms in which a person says how an act is meant: a choice, a reason. Data: which fields each form has.
import type { Alert } from '../alert/alert.ts';
import {
  ESCALATION_TARGETS,
  VERDICTS,
  type AlertAct,
  type SuppressionScope,
} from '../lifecycle/act.ts';
import type { Command } from './command.ts';
import type { ActTarget } from './desk.ts';

export type FormKind = 'ack' | 'escalate' | 'close' | 'reopen' | 'release' | 'note' | 'except';

export type FieldName =
  'to' | 'ticket' | 'verdict' | 'reason' | 'text' | 'scope' | 'duration' | 'number';

/** Which alerts an exception holds, made from the alert that it is made for; the narrowest first. */
export const SCOPES = ['rule-group', 'rule-machine', 'rule-unit', 'rule'] as const;
export type ScopeChoice = (typeof SCOPES)[number];

const DAY_MS = 86_400_000;
const DURATIONS = { '1d': DAY_MS, '7d': 7 * DAY_MS, '30d': 30 * DAY_MS } as const;
const DURATION_NAMES = ['1d', '7d', '30d'] as const;

/** More alerts than these need their number typed. */
const UNASKED = 20;
/** Longest text of a field in code units; more is not read. */
export const MAX_FIELD_CHARS = 1000;

/** How many past alerts an exception would have held. */
export interface PastCount {
  readonly alerts: number;
  /** False = at least so many. */
  readonly isComplete: boolean;
}

export interface Form {
  readonly kind: FormKind;
  readonly targets: readonly ActTarget[];
  /** The alert that was under the cursor. */
  readonly alert: Alert;
  readonly fields: readonly FieldName[];
  /** The field that keys go to. */
  readonly at: number;
  readonly values: Readonly<Partial<Record<FieldName, string>>>;
  /** Null = not known yet. */
  readonly past: PastCount | null;
}

const FIELDS: Readonly<Record<FormKind, readonly FieldName[]>> = {
  ack: [],
  escalate: ['to', 'ticket'],
  close: ['verdict', 'reason'],
  reopen: ['reason'],
  release: ['reason'],
  note: ['text'],
  except: ['scope', 'duration', 'reason'],
};

/** The form of an act; without fields it needs none, the act can be done at once. */
export function openForm(kind: FormKind, targets: readonly ActTarget[], alert: Alert): Form {
  const fields = targets.length > UNASKED ? [...FIELDS[kind], 'number' as const] : FIELDS[kind];
  return { kind, targets, alert, fields, at: 0, values: {}, past: null };
}

/** What a field can be set to; null = text. */
export function choicesOf(name: FieldName, { alert }: Form): readonly string[] | null {
  switch (name) {
    case 'to':
      return ESCALATION_TARGETS;
    case 'verdict':
      return VERDICTS;
    case 'duration':
      return DURATION_NAMES;
    case 'scope':
      return SCOPES.filter((choice) => isOffered(choice, alert));
    case 'ticket':
    case 'reason':
    case 'text':
    case 'number':
      return null;
  }
}

export function valueOf(form: Form, name: FieldName): string {
  return form.values[name] ?? choicesOf(name, form)?.[0] ?? '';
}

export type FormFault = 'needs-text' | 'needs-number';

/** What is asked for when the form is sent, or which field is at fault. */
export function submitForm(
  form: Form,
):
  | { readonly ok: true; readonly command: Command }
  | { readonly ok: false; readonly fault: FormFault; readonly at: number } {
  const { fields, targets } = form;
  const blank = fields.findIndex(
    (name) => name !== 'ticket' && name !== 'number' && valueOf(form, name).trim() === '',
  );
  if (blank >= 0) return { ok: false, fault: 'needs-text', at: blank };
  const number = fields.indexOf('number');
  if (number >= 0 && valueOf(form, 'number').trim() !== String(targets.length)) {
    return { ok: false, fault: 'needs-number', at: number };
  }
  return { ok: true, command: toCommand(form) };
}

function toCommand(form: Form): Command {
  const { kind, targets } = form;
  if (kind !== 'except') return { kind: 'act', targets, act: toAct(kind, form) };
  return {
    kind: 'suppress',
    scope: scopeOf(form),
    durationMs:
      DURATIONS[DURATION_NAMES.find((name) => name === valueOf(form, 'duration')) ?? '1d'],
    reason: valueOf(form, 'reason').trim(),
  };
}

function toAct(kind: Exclude<FormKind, 'except'>, form: Form): Exclude<AlertAct, { kind: 'undo' }> {
  const reason = valueOf(form, 'reason').trim();
  switch (kind) {
    case 'ack':
      return { kind };
    case 'escalate': {
      const ticket = valueOf(form, 'ticket').trim();
      const to = ESCALATION_TARGETS.find((name) => name === valueOf(form, 'to'));
      return { kind, to: to ?? ESCALATION_TARGETS[0], ticket: ticket === '' ? null : ticket };
    }
    case 'close': {
      const verdict = VERDICTS.find((name) => name === valueOf(form, 'verdict'));
      return { kind, verdict: verdict ?? VERDICTS[0], reason };
    }
    case 'reopen':
    case 'release':
      return { kind, reason };
    case 'note':
      return { kind, text: valueOf(form, 'text').trim() };
  }
}

/** The scope of an exception as the form says it now. */
export function scopeOf(form: Form): SuppressionScope {
  const { ruleId, unit, machines, groupKey } = form.alert;
  const [machine = ''] = machines;
  const choice = SCOPES.find((name) => name === valueOf(form, 'scope')) ?? 'rule';
  switch (choice) {
    case 'rule':
      return { ruleId };
    case 'rule-unit':
      return { ruleId, unit };
    case 'rule-machine':
      return { ruleId, machine };
    case 'rule-group':
      return { ruleId, groupKey };
  }
}

function isOffered(choice: ScopeChoice, { isProvince, machines, groupKey }: Alert): boolean {
  if (choice === 'rule-unit') return !isProvince;
  if (choice === 'rule-machine') return machines.length === 1;
  return choice === 'rule' || groupKey.length > 0;
}
