// Acts on alerts in the dashboard: what is asked of the store, and what comes back on the screen.
import { describe, expect, test } from 'vitest';
import { UNTOUCHED } from '../../src/lifecycle/history.ts';
import type { Command } from '../../src/tui/command.ts';
import { statusOf, UNDO_MS } from '../../src/tui/desk.ts';
import { MAX_FIELD_CHARS } from '../../src/tui/form.ts';
import { gridRows } from '../../src/tui/grid.ts';
import type { ActedMessage } from '../../src/tui/message.ts';
import type { Model } from '../../src/tui/model.ts';
import { update } from '../../src/tui/update.ts';
import { view } from '../../src/tui/view.ts';
import { ALERTS, makeDashboard, makeDesk, NOW_MS } from '../support/dashboard.ts';
import { feed, makeModel, press } from '../support/model.ts';

const DATA = makeDashboard({ desk: makeDesk() });
const desk = (...keys: readonly string[]): Model => makeModel({ data: DATA, keys: ['2', ...keys] });
/** Of a row of the queue: worst first, of equals the one that waited longest. */
const idOf = (row: number): string => desk().queue.rows[row]?.id ?? '';
const screen = (model: Model): string => gridRows(view(model).grid).join('\n');

/** All that the keys ask of the world, and where they lead. */
function run(
  model: Model,
  ...keys: readonly string[]
): { model: Model; commands: readonly Command[] } {
  const commands: Command[] = [];
  let next = model;
  for (const key of keys) {
    const step = update(next, { kind: 'key', key });
    next = step.model;
    commands.push(...step.commands);
  }
  return { model: next, commands };
}

function acted(model: Model, message: Omit<ActedMessage, 'kind'>): Model {
  return update(model, { kind: 'acted', ...message }).model;
}

describe('what is asked', () => {
  test('taking an alert needs no form; it is asked at the version seen', () => {
    const { model, commands } = run(desk(), 'a');
    expect(model.form).toBeNull();
    expect(commands).toEqual([
      { kind: 'act', targets: [{ id: idOf(0), version: 0 }], act: { kind: 'ack' } },
    ]);
    expect(run(desk('j'), 'a').commands).toEqual([]);
  });

  test('closing asks for verdict and reason; Vietnamese is typed and pasted', () => {
    const typed = run(
      desk('j', 'c'),
      'right',
      'right',
      'tab',
      'm',
      'á',
      'y',
      'space',
      'backspace',
      'space',
    );
    const pasted = update(typed.model, { kind: 'paste', text: 'quét\nnội bộ\u001b[2J' }).model;
    expect(screen(pasted)).toContain('[vô hại]');
    const { model, commands } = run(pasted, 'enter');
    expect(model.form).toBeNull();
    expect(commands).toEqual([
      {
        kind: 'act',
        targets: [{ id: idOf(1), version: 1 }],
        act: { kind: 'close', verdict: 'benign', reason: 'máy quét nội bộ<1B>[2J' },
      },
    ]);
  });

  test('a form that lacks something says so, and Escape asks nothing', () => {
    const { model, commands } = run(desk('c'), 'enter');
    expect(commands).toEqual([]);
    expect(model.form?.at).toBe(1);
    expect(screen(model)).toContain('cần điền mục này');
    const left = run(model, 'x', 'escape');
    expect(left.commands).toEqual([]);
    expect(left.model.form).toBeNull();
  });

  test('escalating: a ticket may be left out', () => {
    const escalate = { kind: 'escalate', to: 'leadership', ticket: null };
    expect(run(desk('e'), 'right', 'enter').commands).toMatchObject([{ act: escalate }]);
    const withTicket = run(desk('e'), 'right', 'down', '1', '8', 'enter').commands;
    expect(withTicket).toMatchObject([{ act: { ...escalate, ticket: '18' } }]);
  });

  test('keys are text in a form: q does not quit, ctrl-c does', () => {
    const { model, commands } = run(desk('m'), 'q', '?', 'L', 'ctrl-w', 'ạ', 'ctrl-u', 'Đ');
    expect(commands).toEqual([]);
    expect(model.form?.values.text).toBe('Đ');
    expect(run(model, 'ctrl-c').commands).toEqual([{ kind: 'quit' }]);
  });

  test('a field takes so much and no more', () => {
    const model = update(desk('m'), { kind: 'paste', text: 'ở'.repeat(5 * MAX_FIELD_CHARS) }).model;
    expect(model.form?.values.text).toHaveLength(MAX_FIELD_CHARS);
  });

  test('marked alerts are acted on together, those that the act is not for are left out', () => {
    const { model, commands } = run(desk(), 'space', 'j', 'space', 'j', 'space', 'a');
    expect(commands).toMatchObject([
      {
        targets: [
          { id: idOf(0), version: 0 },
          { id: idOf(2), version: 0 },
        ],
        act: { kind: 'ack' },
      },
    ]);
    expect(screen(model)).toContain('đã chọn 3');
    expect(run(model, 'escape').model.queue.marks).toEqual([]);
    expect(run(model, 'k', 'space').model.queue.marks).toEqual([idOf(0), idOf(2)]);
  });

  test('more than 20 ask for their number', () => {
    const alerts = Array.from({ length: 21 }, (_, i) => ({ ...ALERTS[0], id: `n${i}` }));
    const data = makeDashboard({ alerts: alerts as typeof ALERTS, desk: makeDesk() });
    const marked = run(makeModel({ data, keys: ['2'] }), ...alerts.flatMap(() => ['space', 'j']));
    const asked = run(marked.model, 'a', 'enter');
    expect(asked.commands).toEqual([]);
    expect(screen(asked.model)).toContain('gõ số 21 để xác nhận');
    const [command] = run(asked.model, '2', '1', 'enter').commands;
    expect(command?.kind === 'act' && command.targets).toHaveLength(21);
  });

  test('an exception tells what it would have hidden, for the scope that is chosen', () => {
    const opened = run(desk(), 'x');
    const [asked] = opened.commands;
    const alert = opened.model.form?.alert;
    if (alert === undefined) throw new Error('there is no form');
    const { ruleId, unit, groupKey } = alert;
    expect(asked).toEqual({ kind: 'count-past', scope: { ruleId, groupKey } });
    const past = { alerts: 1234, isComplete: false };
    const scope = { ruleId, groupKey };
    const told = update(opened.model, { kind: 'past-counted', scope, past }).model;
    expect(screen(told)).toContain('30 ngày qua sẽ giấu ≥ 1.234 cảnh báo');
    const other = run(told, 'right');
    expect(other.commands).toEqual([{ kind: 'count-past', scope: { ruleId, unit } }]);
    // an answer to the question before is none to this one
    expect(update(other.model, { kind: 'past-counted', scope, past }).model.form?.past).toBeNull();
    const sent = run(other.model, 'tab', 'right', 'tab', 'r', 'enter').commands;
    expect(sent).toEqual([
      { kind: 'suppress', scope: { ruleId, unit }, durationMs: 7 * 86_400_000, reason: 'r' },
    ]);
  });
});

test('an open alert tells what became of it, again when somebody does something', () => {
  const opened = run(desk(), 'enter');
  expect(opened.commands).toEqual([{ kind: 'tell-story', id: idOf(0) }]);
  // asked once, not at every snapshot
  expect(update(opened.model, { kind: 'data', data: DATA }).commands).toEqual([]);
  const step = {
    sequence: 7,
    alertId: idOf(0),
    act: { kind: 'close', verdict: 'false-positive', reason: 'máy quét\u001b[2J' },
    actor: 'Trần Thị Bình',
    timeMs: NOW_MS,
    previousHash: '',
    hash: '',
  } as const;
  const judged = [{ unit: 'yte', firstMs: NOW_MS, verdict: 'benign', reason: 'sao lưu' }] as const;
  const story = { steps: [step], inUnit: 2, elsewhere: 1234, judged };
  const told = update(opened.model, { kind: 'story', id: idOf(0), story }).model;
  const shown = gridRows(view({ ...told, size: { columns: 100, rows: 60 } }).grid).join('\n');
  expect(shown).toContain('21/11/2026 14:32:07  Trần Thị Bình: đóng: báo nhầm (máy quét<1B>[2J)');
  expect(shown).toContain('luật này đã khớp trước đây: 2 lần ở đơn vị, 1.234 lần ở nơi khác');
  expect(shown).toContain('Sở Y tế: vô hại (sao lưu)');
  const status = { ...UNTOUCHED, state: 'acked', owner: 'An', version: 1 } as const;
  const statuses = new Map([[idOf(0), status]]);
  const changed = { ...DATA, desk: { ...makeDesk(), statuses } };
  expect(update(told, { kind: 'data', data: changed }).commands).toEqual(opened.commands);
  // the answer about another alert is not shown under this one
  const other = run(told, 'J');
  expect(other.commands).toEqual([{ kind: 'tell-story', id: idOf(1) }]);
  expect(update(other.model, { kind: 'story', id: idOf(0), story }).model.reader?.story).toBeNull();
});

describe('what comes back', () => {
  const status = {
    ...UNTOUCHED,
    state: 'acked',
    owner: 'An',
    version: 1,
    sinceMs: NOW_MS,
  } as const;
  const done = { act: 'ack', outcomes: [{ id: idOf(0), refusal: null, status }] } as const;

  test('the new state at once, and how to take it back', () => {
    const model = acted(desk(), done);
    expect(statusOf(model.data, idOf(0))).toEqual(status);
    expect(screen(model)).toContain('đã nhận 1 cảnh báo; u hoàn tác (10 giây)');
    expect(run(model, 'u').commands).toEqual([
      { kind: 'act', targets: [{ id: idOf(0), version: 1 }], act: { kind: 'undo' } },
    ]);
  });

  test('after ten seconds it is too late for the key', () => {
    const model = acted(desk(), done);
    const later = feed(model, { ...DATA, nowMs: NOW_MS + UNDO_MS + 1 });
    expect(run(later, 'u').commands).toEqual([]);
    const undone = acted(model, { act: 'undo', outcomes: done.outcomes });
    expect(run(undone, 'u').commands).toEqual([]);
  });

  test('who was first is said; what was refused stays marked', () => {
    const first = {
      sequence: 7,
      alertId: idOf(1),
      act: { kind: 'ack' },
      actor: 'Trần Thị Bình',
      timeMs: NOW_MS - 60_000,
      previousHash: '',
      hash: '',
    } as const;
    const refusal = { ok: false, code: 'stale', first } as const;
    const model = acted(desk('space', 'j', 'space'), {
      act: 'ack',
      outcomes: [...done.outcomes, { id: idOf(1), refusal, status }],
    });
    expect(screen(model)).toContain('đã nhận 1 cảnh báo; đã nhận bởi Trần Thị Bình lúc 21/11/2026');
    expect(model.queue.marks).toEqual([idOf(1)]);
  });

  test('an exception by its id, a refusal and a broken store in words', () => {
    const refusal = { ok: false, code: 'bad-suppression', first: null } as const;
    const messages = [
      { kind: 'suppressed', id: 'exception-9', refusal: null },
      { kind: 'suppressed', id: null, refusal },
      { kind: 'act-failed', text: 'the store is full' },
    ] as const;
    const said = messages.map((message) =>
      screen(update(desk(), message).model).split('\n').at(-3),
    );
    expect(said[0]).toContain('đã miễn trừ (exception-9)');
    expect(said[1]).toContain('cần phạm vi, người chịu trách nhiệm');
    expect(said[2]).toContain('the store is full');
  });

  test('a list stands still while alerts are marked; a closed row stays until it is taken in', () => {
    const marked = desk('space', 'g');
    const fewer = { ...DATA, alerts: DATA.alerts.filter(({ id }) => id !== idOf(2)) };
    expect(feed(marked, fewer).queue.rows).toHaveLength(DATA.alerts.length);
    expect(press(feed(marked, fewer), '.').queue.rows).toHaveLength(DATA.alerts.length);
  });
});
