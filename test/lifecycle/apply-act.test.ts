import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ALERT_STATES,
  type AlertAct,
  type AlertState,
  type Step,
} from '../../src/lifecycle/act.ts';
import { applyAct, findUndoable } from '../../src/lifecycle/apply-act.ts';
import { chainStep } from '../../src/lifecycle/chain.ts';
import { statusAfter, UNTOUCHED } from '../../src/lifecycle/history.ts';
import { findFailure } from '../support/property.ts';

const ACK: AlertAct = { kind: 'ack' };
const ESCALATE: AlertAct = { kind: 'escalate', to: 'leadership', ticket: '2026-118' };
const CLOSE: AlertAct = { kind: 'close', verdict: 'false-positive', reason: 'máy quét' };
const REOPEN: AlertAct = { kind: 'reopen', reason: 'lại thấy' };
const RELEASE: AlertAct = { kind: 'release', reason: 'hết ca' };
const NOTE: AlertAct = { kind: 'note', text: 'đã gọi đơn vị' };
const undo = (sequence: number): AlertAct => ({ kind: 'undo', sequence });

/** Steps of one alert: each act by `an` at its own second, unless it says otherwise. */
function stepsOf(...acts: readonly (AlertAct | readonly [string, AlertAct])[]): readonly Step[] {
  const steps: Step[] = [];
  for (const each of acts) {
    const [actor, act] = 'kind' in each ? (['an', each] as const) : each;
    const timeMs = (steps.length + 1) * 1000;
    steps.push(chainStep(steps.at(-1) ?? null, { alertId: 'a', act, actor, timeMs }));
  }
  return steps;
}

/** The shortest way to each state. */
const PATHS: Readonly<Record<AlertState, readonly AlertAct[]>> = {
  new: [],
  acked: [ACK],
  escalated: [ACK, ESCALATE],
  closed: [ACK, CLOSE],
};

describe('which act leads where', () => {
  const table: Readonly<Record<string, Readonly<Record<AlertState, AlertState | null>>>> = {
    ack: { new: 'acked', acked: null, escalated: null, closed: null },
    escalate: { new: 'escalated', acked: 'escalated', escalated: 'escalated', closed: null },
    close: { new: 'closed', acked: 'closed', escalated: 'closed', closed: null },
    reopen: { new: null, acked: null, escalated: null, closed: 'new' },
    release: { new: null, acked: 'new', escalated: 'new', closed: null },
    note: { new: 'new', acked: 'acked', escalated: 'escalated', closed: 'closed' },
  };
  const cases = [ACK, ESCALATE, CLOSE, REOPEN, RELEASE, NOTE].flatMap((act) =>
    ALERT_STATES.map((state) => ({ name: `${act.kind} from ${state}`, act, state })),
  );
  test.each(cases)('$name', ({ act, state }) => {
    const decision = applyAct(stepsOf(...PATHS[state]), act, {
      actor: 'binh',
      timeMs: 9000,
      version: PATHS[state].length,
    });
    const to = decision.ok ? decision.status.state : null;
    expect(to).toBe(table[act.kind]?.[state]);
    if (!decision.ok) expect(decision.code).toBe('wrong-state');
  });
});

describe('where an alert stands', () => {
  test.each([
    ['untouched', stepsOf(), UNTOUCHED],
    ['acked', stepsOf(ACK), { state: 'acked', owner: 'an', version: 1, sinceMs: 1000 }],
    [
      'escalated by another: the owner keeps it',
      stepsOf(ACK, ['binh', ESCALATE]),
      {
        state: 'escalated',
        owner: 'an',
        escalatedTo: 'leadership',
        ticket: '2026-118',
        version: 2,
        sinceMs: 2000,
      },
    ],
    [
      'closed at once: who closed it had it',
      stepsOf(CLOSE),
      {
        state: 'closed',
        owner: 'an',
        verdict: 'false-positive',
        reason: 'máy quét',
        version: 1,
        sinceMs: 1000,
      },
    ],
    [
      'a note changes nothing but the version',
      stepsOf(ACK, ['binh', NOTE]),
      { state: 'acked', owner: 'an', version: 2, sinceMs: 1000 },
    ],
    [
      'reopened: nobody has it, the verdict is gone',
      stepsOf(CLOSE, ['binh', REOPEN]),
      { reason: 'lại thấy', version: 2, sinceMs: 2000 },
    ],
    ['released', stepsOf(ACK, ESCALATE, RELEASE), { reason: 'hết ca', version: 3, sinceMs: 3000 }],
    ['taken back', stepsOf(ACK, undo(1)), { version: 2 }],
    [
      'taken back as far as the note before',
      stepsOf(ACK, NOTE, CLOSE, undo(3)),
      { state: 'acked', owner: 'an', version: 4, sinceMs: 1000 },
    ],
    ['taken back twice', stepsOf(ACK, CLOSE, undo(2), undo(1)), { version: 4 }],
  ] as const)('%s', (_name, steps, expected) => {
    expect(statusAfter(steps)).toEqual({ ...UNTOUCHED, ...expected });
  });
});

describe('refusals', () => {
  const first = (steps: readonly Step[], index: number): Step | null => steps[index] ?? null;
  const acked = stepsOf(ACK);
  const noted = stepsOf(ACK, ['binh', NOTE]);
  test.each([
    ['second to take it', acked, ACK, { version: 0, code: 'stale', first: first(acked, 0) }],
    [
      'saw a version that never was',
      acked,
      ACK,
      { version: 7, code: 'stale', first: first(acked, 0) },
    ],
    [
      'whatever the version',
      noted,
      ACK,
      { version: null, code: 'wrong-state', first: first(noted, 0) },
    ],
    ['new alert', [], REOPEN, { version: 0, code: 'wrong-state', first: null }],
    ['undo of nothing', [], undo(1), { version: 0, code: 'nothing-to-undo', first: null }],
    [
      'undo of an older step',
      noted,
      undo(1),
      { version: 2, code: 'not-last-step', first: first(noted, 1) },
    ],
    [
      "undo of another's step",
      noted,
      undo(2),
      { version: 2, code: 'not-your-step', first: first(noted, 1) },
    ],
    [
      'blank reason',
      acked,
      { ...CLOSE, reason: ' \n' },
      { version: 1, code: 'bad-text', first: null },
    ],
    [
      'giant note',
      acked,
      { kind: 'note', text: 'a'.repeat(4001) },
      { version: 1, code: 'bad-text', first: null },
    ],
    [
      'half a character',
      acked,
      { kind: 'note', text: '\ud800' },
      { version: 1, code: 'bad-text', first: null },
    ],
    [
      'blank ticket',
      acked,
      { ...ESCALATE, ticket: '' },
      { version: 1, code: 'bad-text', first: null },
    ],
  ] as const)('%s', (_name, steps, act, { version, ...refusal }) => {
    const decision = applyAct(steps, act, { actor: 'an', timeMs: 9, version });
    expect(decision).toEqual({ ok: false, ...refusal });
  });

  test('an actor without a name', () => {
    const request = { actor: '', timeMs: 1, version: 0 };
    expect(applyAct([], ACK, request)).toEqual({ ok: false, code: 'bad-text', first: null });
  });
});

test('what may be taken back: the last step that counts, own, and within the limit if there is one', () => {
  const steps = stepsOf(ACK, NOTE, undo(2));
  const [ack] = steps;
  expect(findUndoable(steps, 'an')).toEqual(ack);
  expect(findUndoable(steps, 'binh')).toBeNull();
  expect(findUndoable([], 'an')).toBeNull();
  expect(findUndoable(steps, 'an', { nowMs: 11_000, withinMs: 10_000 })).toEqual(ack);
  expect(findUndoable(steps, 'an', { nowMs: 11_001, withinMs: 10_000 })).toBeNull();
});

test('any acts in any order: each is refused or leads on, and an undo leads to where the alert was', () => {
  const acts = fc.constantFrom(ACK, ESCALATE, CLOSE, REOPEN, RELEASE, NOTE);
  const property = fc.property(
    fc.array(fc.oneof(acts, fc.constant(null)), { maxLength: 30 }),
    (list) => {
      let steps: readonly Step[] = [];
      for (const act of list) {
        const last = findUndoable(steps, 'an');
        const next = act ?? (last === null ? null : undo(last.sequence));
        if (next === null) continue;
        const decision = applyAct(steps, next, {
          actor: 'an',
          timeMs: steps.length,
          version: null,
        });
        if (!decision.ok) {
          expect(decision.code).toBe('wrong-state');
          continue;
        }
        const step = { alertId: 'a', act: next, actor: 'an', timeMs: steps.length };
        const before = steps;
        steps = [...steps, chainStep(steps.at(-1) ?? null, step)];
        expect(decision.status).toEqual(statusAfter(steps));
        const back = applyAct(steps, undo(steps.length), { actor: 'an', timeMs: 0, version: null });
        if (next.kind === 'undo') continue;
        expect(back).toEqual({
          ok: true,
          status: { ...statusAfter(before), version: steps.length + 1 },
        });
      }
    },
  );
  expect(findFailure(property)).toBeNull();
});
