import { expect, test } from 'vitest';

import { displayWidth } from '../../src/util/display-text.ts';
import { UNDO_MS } from '../../src/tui/desk.ts';
import { BINDINGS, actionOf, bindingsOf, contextOf, keyName } from '../../src/tui/keys.ts';
import type { Context } from '../../src/tui/keys.ts';
import type { Model } from '../../src/tui/model.ts';
import { update } from '../../src/tui/update.ts';
import { gridRows } from '../../src/tui/grid.ts';
import { view } from '../../src/tui/view.ts';
import { ALERTS, makeDashboard, makeDesk, NOW_MS } from '../support/dashboard.ts';
import { feed, makeModel, press } from '../support/model.ts';

const DESK = makeDashboard({ desk: makeDesk() });
const JUST_DONE = { ids: [ALERTS[0]?.id ?? ''], atMs: NOW_MS - UNDO_MS };

/** Situations that together offer every key. */
const SITUATIONS: readonly (readonly [name: string, model: Model])[] = [
  ['overview', makeModel()],
  ['overview, filtered', makeModel({ keys: ['f'] })],
  ['overview, units', makeModel({ keys: ['tab', 'j'] })],
  ['overview of a wall, units', makeModel({ columns: 200, rows: 50, keys: ['tab'] })],
  ['compact', makeModel({ columns: 40, rows: 10 })],
  ['queue', makeModel({ keys: ['2'] })],
  [
    'queue, one row',
    makeModel({ data: makeDashboard({ alerts: ALERTS.slice(0, 1) }), keys: ['2'] }),
  ],
  ['queue, empty', makeModel({ data: makeDashboard({ alerts: [] }), keys: ['2'] })],
  ['queue, nothing found', makeModel({ keys: ['2', '/', '%', 'enter'] })],
  [
    'queue, new alerts wait',
    feed(
      makeModel({ data: makeDashboard({ alerts: ALERTS.slice(2) }), keys: ['2', 'j'] }),
      makeDashboard(),
    ),
  ],
  ['detail', makeModel({ keys: ['enter'] })],
  ['detail, all in sight', makeModel({ columns: 200, rows: 50, keys: ['enter'] })],
  ['raw lines', makeModel({ columns: 40, rows: 10, keys: ['v'] })],
  ['raw lines, all in sight', makeModel({ columns: 200, rows: 50, keys: ['v'] })],
  ['help', makeModel({ keys: ['?'] })],
  ['help, all in sight', makeModel({ columns: 200, rows: 50, keys: ['?'] })],
  ['search', makeModel({ keys: ['/', 's', 'o'] })],
  ['desk, queue', makeModel({ data: DESK, keys: ['2'] })],
  ['desk, an alert taken', makeModel({ data: DESK, keys: ['2', 'j'] })],
  ['desk, an alert closed', makeModel({ data: DESK, keys: ['2', 'j', 'j', 'j', 'j', 'j'] })],
  ['desk, marks', makeModel({ data: DESK, keys: ['2', 'space', 'j', 'space'] })],
  ['desk, marks and a filter', makeModel({ data: DESK, keys: ['2', 'f', 'space'] })],
  ['desk, detail', makeModel({ data: DESK, keys: ['enter'] })],
  ['desk, something to take back', { ...makeModel({ data: DESK }), undo: JUST_DONE }],
  ['form, a choice', makeModel({ data: DESK, keys: ['2', 'c'] })],
  ['form, a text', makeModel({ data: DESK, keys: ['2', 'm', 'ạ'] })],
  ['form of an exception', makeModel({ data: DESK, keys: ['2', 'x'] })],
  ['too small', makeModel({ columns: 20, rows: 5 })],
];

test('the situations cover every context and every binding', () => {
  const contexts: readonly Context[] = [
    'units',
    'queue',
    'detail',
    'raw',
    'help',
    'search',
    'form',
    'small',
  ];
  expect(new Set(SITUATIONS.map(([, model]) => contextOf(model)))).toEqual(new Set(contexts));
  const offered = new Set(SITUATIONS.flatMap(([, model]) => bindingsOf(model)));
  expect(BINDINGS.filter((binding) => !offered.has(binding))).toEqual([]);
});

test.each(SITUATIONS)('%s: no key that is offered is dead', (_, model) => {
  for (const binding of bindingsOf(model)) {
    const isAlive = Object.keys(binding.keys).some((key) => {
      const next = update(model, { kind: 'key', key });
      return next.commands.length > 0 || !isSame(next.model, model);
    });
    expect(isAlive, `${binding.label}: ${Object.keys(binding.keys).join(' ')}`).toBe(true);
  }
});

test.each(SITUATIONS)('%s: no key stands twice', (_, model) => {
  const keys = bindingsOf(model).flatMap((binding) => Object.keys(binding.keys));
  expect(keys.toSorted()).toEqual([...new Set(keys)].toSorted());
});

const SCREENS = SITUATIONS.filter(([, model]) =>
  ['units', 'queue', 'detail', 'raw'].includes(contextOf(model)),
);

test.each(SCREENS)('%s: the help tells every key, the bar has help and quit', (_, model) => {
  const wide = { ...model, size: { columns: 120, rows: 60 } };
  const help = gridRows(view({ ...wide, helpTop: 0 }).grid).join('\n');
  const keys = bindingsOf(wide).map((binding) => Object.keys(binding.keys).map(keyName).join(' '));
  expect(keys.filter((names) => !help.includes(names))).toEqual([]);
  const bar = gridRows(view(model).grid).at(-1) ?? '';
  expect(bar).toMatch(model.size.columns < 60 ? /\? {2}q\s*$/ : /\? trợ giúp {2}q thoát\s*$/);
});

test('keys that are nobody’s do nothing', () => {
  const model = makeModel();
  for (const key of ['a', 'e', 'c', 'm', 'x', 'space', 'backspace', 'f5', 'alt-j', '3', 'paste']) {
    expect(actionOf(model, key)).toBeNull();
    expect(update(model, { kind: 'key', key })).toEqual({ model, commands: [] });
  }
});

test('who only looks has no key that acts', () => {
  for (const role of ['viewer', 'auditor'] as const) {
    const model = makeModel({ data: makeDashboard({ desk: makeDesk(role) }), keys: ['2'] });
    for (const key of ['a', 'e', 'c', 'r', 'R', 'm', 'u', 'x', 'space']) {
      expect(actionOf(model, key)).toBeNull();
    }
  }
  const operator = makeModel({ data: makeDashboard({ desk: makeDesk('operator') }), keys: ['2'] });
  expect(actionOf(operator, 'x')).toBeNull();
  expect(actionOf(operator, 'a')).toBe('ack');
});

test('a letter of an input method is answered with advice', () => {
  const model = press(makeModel(), 'ạ');
  expect(model.notice).toBe('ime');
  expect(gridRows(view(model).grid).join('\n')).toContain('tắt bộ gõ tiếng Việt');
  expect(press(model, 'j').notice).toBeNull();
});

test('names of keys are short', () => {
  for (const binding of BINDINGS) {
    for (const key of Object.keys(binding.keys))
      expect(displayWidth(keyName(key))).toBeLessThan(10);
  }
});

function isSame(a: Model, b: Model): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
