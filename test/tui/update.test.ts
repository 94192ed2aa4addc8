import { expect, test } from 'vitest';

import type { Alert } from '../../src/alert/alert.ts';
import type { Model } from '../../src/tui/model.ts';
import { createModel, update } from '../../src/tui/update.ts';
import { ALERTS, NOW_MS, countOpen, makeDashboard } from '../support/dashboard.ts';
import { SETTINGS, feed, makeModel, press } from '../support/model.ts';

const first = ALERTS[0];
if (first === undefined) throw new Error('no sample alerts');

function withNew(count: number, part: Partial<Alert> = {}) {
  const added = Array.from({ length: count }, (_, i) => ({
    ...first,
    id: `new-${i}`,
    firstMs: NOW_MS + i,
    ...part,
  }));
  const alerts = [...ALERTS, ...added] as readonly Alert[];
  return makeDashboard({ alerts, totals: { events: 1, open: countOpen(alerts) } });
}

function ids(model: Model): readonly string[] {
  return model.queue.rows.map((alert) => alert.id);
}

function selected(model: Model): string | undefined {
  return model.queue.selected ?? ids(model)[0];
}

test('worst first, the longest waiting first among equals', () => {
  const { rows } = makeModel().queue;
  const keys = rows.map((alert) => `${alert.severity} ${alert.firstMs}`);
  const order = ['critical', 'high', 'medium', 'low', 'informational'];
  const sorted = rows.toSorted(
    (a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || a.firstMs - b.firstMs,
  );
  expect(keys).toEqual(sorted.map((alert) => `${alert.severity} ${alert.firstMs}`));
});

test('a live list takes new alerts in; the first move holds it', () => {
  const live = feed(makeModel(), withNew(2));
  expect(live.queue.pending).toBe(0);
  expect(ids(live)).toContain('new-1');
  const held = press(makeModel(), 'j');
  const later = feed(held, withNew(2));
  expect(ids(later)).toEqual(ids(held));
  expect(later.queue.pending).toBe(2);
  expect(selected(later)).toBe(selected(held));
});

test('rows stay in place and are fresh in place', () => {
  const held = press(makeModel(), 'j');
  const data = makeDashboard({
    alerts: ALERTS.map((alert) => ({
      ...alert,
      count: alert.count + 100,
      severity: 'critical' as const,
    })),
  });
  const later = feed(held, data);
  expect(ids(later)).toEqual(ids(held));
  expect(later.queue.rows.map((alert) => alert.count)).toEqual(
    held.queue.rows.map((alert) => alert.count + 100),
  );
});

test('a row that the data no longer holds stays until the person asks', () => {
  const held = press(makeModel(), 'j');
  const gone = feed(held, makeDashboard({ alerts: ALERTS.slice(1) }));
  expect(ids(gone)).toEqual(ids(held));
  expect(ids(press(gone, 's', 's', 's'))).not.toContain(first.id);
});

test('"." takes in and keeps the cursor on its alert', () => {
  const held = press(makeModel(), 'j', 'j', 'j');
  const taken = press(feed(held, withNew(3)), '.');
  expect(taken.queue.pending).toBe(0);
  expect(taken.queue.rows).toHaveLength(ALERTS.length + 3);
  expect(selected(taken)).toBe(selected(held));
});

test('p holds a live list and lets it flow again from the top', () => {
  const paused = feed(press(makeModel(), 'p'), withNew(2));
  expect([paused.queue.isPaused, paused.queue.pending]).toEqual([true, 2]);
  expect(press(paused, 'g').queue.pending).toBe(2);
  const running = press(paused, 'p');
  expect([running.queue.isPaused, running.queue.pending, running.queue.selected]).toEqual([
    false,
    0,
    null,
  ]);
});

test('g goes to the top and lets the list flow', () => {
  const model = feed(press(makeModel(), 'G'), withNew(1));
  expect(model.queue.pending).toBe(1);
  const top = press(model, 'g');
  expect([top.queue.pending, top.queue.selected, top.queue.top]).toEqual([0, null, 0]);
});

test.each([
  ['j', 1],
  ['down', 1],
  ['pagedown', 7],
  ['ctrl-d', 7],
  ['G', 14],
  ['end', 14],
])('%s moves the cursor to row %i', (key, row) => {
  expect(selected(press(makeModel(), key))).toBe(ids(makeModel())[row]);
});

test('the cursor stays within the list and in sight', () => {
  const end = press(makeModel(), ...Array.from({ length: 40 }, () => 'j'));
  expect(selected(end)).toBe(ids(end).at(-1));
  expect(end.queue.top).toBe(ALERTS.length - 8);
  const start = press(end, ...Array.from({ length: 40 }, () => 'k'));
  expect([selected(start), start.queue.top]).toEqual([ids(start)[0], 0]);
});

test.each([
  ['so tt', 2],
  ['SỞ TT', 2],
  ['Sở TT'.normalize('NFD'), 2],
  ['ghi vao thu muc', 1],
  ['10.1.4.9', 2],
  ['so !tt', 6],
  ['khong co dau nay', 0],
])('the search %j finds %i alerts', (text, count) => {
  const model = update(press(makeModel(), '/'), { kind: 'paste', text }).model;
  expect(model.queue.rows).toHaveLength(count);
});

test('Enter keeps a search, Escape in the prompt takes it back, Escape in the list clears it', () => {
  const typed = press(makeModel(), '/', 's', 'o', 'space', 't', 't', 'x', 'backspace');
  expect(typed.queue.filter.search).toBe('so tt');
  const kept = press(typed, 'enter');
  expect([kept.searchBefore, kept.queue.rows.length]).toEqual([null, 2]);
  expect(press(kept, '/', 'z', 'escape').queue.filter.search).toBe('so tt');
  expect(press(kept, 'escape').queue.rows).toHaveLength(ALERTS.length);
});

test('typing with an input method, and erasing, work by letters', () => {
  const model = press(makeModel(), '/', 'a', 'backspace', 'ạ', 'e\u0302'.normalize('NFC'));
  expect(model.queue.filter.search).toBe('ạê');
  expect(press(model, 'backspace').queue.filter.search).toBe('ạ');
  expect(press(model, 'space', 'b', 'ctrl-w').queue.filter.search).toBe('ạê ');
  expect(press(model, 'ctrl-u').queue.filter.search).toBe('');
});

test('what is typed or pasted is display text and bounded', () => {
  const prompt = press(makeModel(), '/');
  const pasted = update(prompt, {
    kind: 'paste',
    text: `\u001b]0;x\u0007${'y'.repeat(500)}`,
  }).model;
  expect(pasted.queue.filter.search).toBe(`<1B>]0;x<07>${'y'.repeat(100)}`.slice(0, 100));
});

test('a paste outside the prompt presses no keys', () => {
  const model = makeModel();
  expect(update(model, { kind: 'paste', text: 'q2jjL' })).toEqual({ model, commands: [] });
});

test('f narrows by severity from the worst down, and comes back to all', () => {
  const counts = ['f', 'f', 'f', 'f', 'f'].map((_, i) =>
    press(makeModel(), ...Array.from({ length: i + 1 }, () => 'f')),
  );
  expect(counts.map((model) => [model.queue.filter.minimum, model.queue.rows.length])).toEqual([
    ['critical', 2],
    ['high', 6],
    ['medium', 12],
    ['low', 14],
    [null, 15],
  ]);
});

test('= narrows to the unit of the row and back; rows of no unit are a filter too', () => {
  const unit = press(makeModel(), '=');
  expect(unit.queue.rows.map((alert) => alert.unit)).toEqual(['tttt', 'tttt']);
  expect(press(unit, '=').queue.rows).toHaveLength(ALERTS.length);
  const unknown = press(makeModel(), 'G', 'k', '=');
  expect(unknown.queue.filter.unit).toEqual({ kind: 'unknown' });
  expect(unknown.queue.rows.map((alert) => alert.unit)).toEqual([null]);
});

test('an alert of the province is found under each of its units and under the province', () => {
  const province = { ...first, id: 'p', unit: null, isProvince: true, units: ['cdc', 'yte'] };
  const data = makeDashboard({ alerts: [province, ...ALERTS] });
  const model = press(makeModel({ data, keys: ['tab'] }), 'enter');
  expect(model.queue.filter.unit.kind).toBe('unit');
  const cdc = createModel(data, { columns: 80, rows: 24 }, SETTINGS);
  const only = press(press(cdc, '/', 'c', 'd', 'c', 'enter'), '=');
  expect(ids(only)).toContain('p');
});

test('s changes the order: newest first, then by unit, then worst first again', () => {
  const newest = press(makeModel(), 's').queue.rows;
  expect(newest.map((alert) => alert.lastMs)).toEqual(
    newest.map((alert) => alert.lastMs).toSorted((a, b) => b - a),
  );
  const units = press(makeModel(), 's', 's').queue.rows.map((alert) => alert.unit);
  const order = makeDashboard().units.map((unit) => unit.id);
  const places = units.map((id) => (id === null ? order.length : order.indexOf(id)));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(ids(press(makeModel(), 's', 's', 's'))).toEqual(ids(makeModel()));
});

test('Enter opens, J and K go on, Escape comes back to the same row', () => {
  const open = press(makeModel(), '2', 'j', 'enter');
  expect([open.screen, open.reader?.alert.id]).toEqual(['detail', ids(open)[1]]);
  const next = press(open, 'J', 'J', 'K');
  expect(next.reader?.alert.id).toBe(ids(open)[2]);
  const raw = press(next, 'v');
  expect(raw.screen).toBe('raw');
  const back = press(raw, 'escape', 'escape');
  expect([back.screen, selected(back)]).toEqual(['queue', ids(open)[2]]);
  expect(press(back, 'escape').screen).toBe('overview');
  expect(press(back, 'escape', 'escape').screen).toBe('overview');
});

test('an open alert is fresh while it is open, and stays when the data drops it', () => {
  const open = press(makeModel(), 'enter');
  const grown = feed(
    open,
    makeDashboard({ alerts: ALERTS.map((alert) => ({ ...alert, count: 999 })) }),
  );
  expect(grown.reader?.alert.count).toBe(999);
  expect(feed(grown, makeDashboard({ alerts: [] })).reader?.alert.count).toBe(999);
});

test('a unit opens as the filtered queue; Escape returns to the units at once', () => {
  const unit = press(makeModel(), 'tab', 'j', 'enter');
  expect([unit.screen, unit.queue.filter.unit]).toEqual(['queue', { kind: 'unit', id: 'bvdk' }]);
  const back = press(unit, 'escape');
  expect([back.screen, back.queue.rows.length]).toEqual(['overview', ALERTS.length]);
});

test('units are sorted anew while all is live, and keep their places once a person reads', () => {
  const model = makeModel();
  const units = makeDashboard().units.map((unit) => ({
    ...unit,
    open: { critical: unit.id === 'cdc' ? 9 : 0, high: 0, medium: 0, low: 0, informational: 0 },
  }));
  expect(feed(model, makeDashboard({ units })).units.order[0]).toBe('cdc');
  for (const keys of [['tab'], ['j'], ['tab', 'j', 'tab']]) {
    const held = press(model, ...keys);
    const later = feed(held, makeDashboard({ units }));
    expect(later.units.order).toEqual(model.units.order);
    expect(press(later, '2', '1').units.order[0]).toBe('cdc');
  }
});

test('scrolling ends with the last line at the bottom', () => {
  const model = press(makeModel(), 'enter', 'G');
  const top = model.reader?.detailTop ?? 0;
  expect(top).toBeGreaterThan(0);
  expect(press(model, 'j', 'pagedown').reader?.detailTop).toBe(top);
  expect(press(model, 'g').reader?.detailTop).toBe(0);
});

test('resizing keeps the cursor in sight', () => {
  const model = press(makeModel({ columns: 80, rows: 40 }), 'G');
  const small = update(model, { kind: 'resize', columns: 40, rows: 10 }).model;
  expect(selected(small)).toBe(selected(model));
  expect(small.queue.top).toBe(ALERTS.length - 6);
});

test('effects are values', () => {
  const commands = (key: string, model = makeModel()) =>
    update(model, { kind: 'key', key }).commands;
  expect(commands('q')).toEqual([{ kind: 'quit' }]);
  expect(commands('ctrl-c')).toEqual([{ kind: 'quit' }]);
  expect(commands('ctrl-c', makeModel({ keys: ['/'] }))).toEqual([{ kind: 'quit' }]);
  expect(commands('ctrl-z')).toEqual([{ kind: 'suspend' }]);
  expect(commands('ctrl-l')).toEqual([{ kind: 'redraw' }]);
  expect(update(makeModel(), { kind: 'end' }).commands).toEqual([{ kind: 'quit' }]);
});

test('what is copied is display text', () => {
  const [command] = update(makeModel({ keys: ['enter'] }), { kind: 'key', key: 'y' }).commands;
  expect(command?.kind).toBe('copy');
  const text = command?.kind === 'copy' ? command.text : '';
  expect(text).toMatch(/^Nghiêm trọng: Web shell được ghi vào thư mục tải lên\n/);
  expect(text).toContain('a<1B>[8m.php');
  expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
});

test('language and theme change in place', () => {
  const model = press(makeModel(), 'L', 'T');
  expect(model.settings).toEqual({ ...SETTINGS, language: 'en', theme: 'mono' });
});
