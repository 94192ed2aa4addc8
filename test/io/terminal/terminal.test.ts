import { PassThrough } from 'node:stream';

import { afterEach, expect, test } from 'vitest';

import { openTerminal } from '../../../src/io/terminal/terminal.ts';
import { gridRows } from '../../../src/tui/grid.ts';
import type { Message } from '../../../src/tui/message.ts';
import type { Model, Settings } from '../../../src/tui/model.ts';
import { createModel, update } from '../../../src/tui/update.ts';
import { view } from '../../../src/tui/view.ts';
import { ALERTS, makeDashboard } from '../../support/dashboard.ts';
import { CONTROLS, HOSTILE_TEXTS } from '../../support/hostile-text.ts';
import { openEmulatedTerminal } from '../../support/terminal.ts';
import type { EmulatedTerminal } from '../../support/terminal.ts';

const SETTINGS: Settings = {
  language: 'vi',
  theme: 'default',
  isAsciiSigns: false,
  isAsciiText: false,
};

const opened: EmulatedTerminal[] = [];

async function open(columns: number, rows: number): Promise<EmulatedTerminal> {
  const emulated = await openEmulatedTerminal(columns, rows);
  opened.push(emulated);
  return emulated;
}

afterEach(() => {
  for (const { terminal } of opened.splice(0)) terminal.close();
});

/** The dashboard on an emulated terminal, as app/ drives it. */
async function start(columns: number, rows: number, data = makeDashboard()) {
  const emulated = await open(columns, rows);
  const { terminal } = emulated;
  let model = createModel(data, terminal.size, SETTINGS);
  const messages: Message[] = [];
  const send = (message: Message): void => {
    messages.push(message);
    model = update(model, message).model;
    terminal.paint(view(model));
  };
  terminal.onInput(send);
  terminal.onResize((size) => send({ kind: 'resize', ...size }));
  terminal.paint(view(model));
  return { ...emulated, send, messages, model: (): Model => model };
}

function expectedRows(model: Model): readonly string[] {
  return gridRows(view(model).grid).map((row) => row.trimEnd());
}

test.each([
  ['a pipe', { isTTY: false }, { TERM: 'xterm' }],
  ['a dumb terminal', { isTTY: true }, { TERM: 'dumb' }],
  ['no TERM', { isTTY: true }, {}],
])('%s is refused, nothing is written', async (_, streams, env) => {
  const output = Object.assign(new PassThrough(), streams);
  const input = Object.assign(new PassThrough(), streams);
  expect(await openTerminal({ input, output, env })).toBeNull();
  expect(output.read()).toBeNull();
});

test.each([
  [40, 10],
  [80, 24],
  [120, 30],
])('what the emulator shows at %ix%i is what the view drew', async (columns, rows) => {
  const run = await start(columns, rows);
  expect(await run.rows()).toEqual(expectedRows(run.model()));
  run.type('2jj\r');
  expect(await run.rows()).toEqual(expectedRows(run.model()));
  expect(run.model().screen).toBe('detail');
});

test('the plot fills the area that the view leaves blank', async () => {
  const run = await start(200, 50);
  await run.rows();
  await new Promise((resolve) => setTimeout(resolve, 500));
  const shown = await run.rows();
  const area = view(run.model()).plot?.area;
  expect(area).toBeDefined();
  const { x = 0, y = 0, height = 0 } = area ?? {};
  const chart = shown.slice(y, y + height).map((row) => row.slice(x));
  expect(chart.join('')).toMatch(/[\u2801-\u28ff]{20}/u);
  const blank = shown.map((row, i) => (i >= y && i < y + height ? row.slice(0, x).trimEnd() : row));
  expect(blank).toEqual(expectedRows(run.model()));
});

test('keys in any chunks, resize and data keep screen and view equal', async () => {
  const run = await start(80, 24);
  for (const byte of Buffer.from('/so tt\r')) run.type(String.fromCharCode(byte));
  run.type('\u001b');
  run.type('[B');
  await run.resize(100, 30);
  run.send({ kind: 'data', data: makeDashboard({ alerts: ALERTS.slice(0, 3) }) });
  expect(
    run.messages.map((message) => (message.kind === 'key' ? message.key : message.kind)),
  ).toEqual(['/', 's', 'o', 'space', 't', 't', 'enter', 'down', 'resize', 'data']);
  expect(run.model().size).toEqual({ columns: 100, rows: 30 });
  expect(await run.rows()).toEqual(expectedRows(run.model()));
  await run.resize(33, 8);
  expect((await run.rows())[0]).toBe('cần 40x10, hiện là 33x8');
});

test('only changes are sent, each frame as one synchronised update', async () => {
  const run = await start(80, 24);
  const first = run.written().length;
  run.terminal.paint(view(run.model()));
  expect(run.written()).toHaveLength(first);
  run.type('j');
  await run.rows();
  const change = run.written().slice(first);
  expect(change.startsWith('\u001b[?2026h')).toBe(true);
  expect(change.endsWith('\u001b[?2026l')).toBe(true);
  expect(change.length).toBeLessThan(2000);
});

test('a slow line gets the latest frame, not every frame', async () => {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = Object.assign(new PassThrough({ highWaterMark: 64 }), {
    isTTY: true,
    columns: 80,
    rows: 24,
  });
  const terminal = await openTerminal({ input, output, env: { TERM: 'xterm' } });
  expect(terminal).not.toBeNull();
  if (terminal === null) return;
  let model = createModel(makeDashboard(), terminal.size, SETTINGS);
  terminal.paint(view(model));
  const held = output.readableLength + output.writableLength;
  for (let i = 0; i < 100; i += 1) {
    model = update(model, { kind: 'key', key: i % 2 === 0 ? 'j' : 'k' }).model;
    terminal.paint(view(model));
  }
  expect(output.readableLength + output.writableLength).toBeLessThan(held + 200);
  terminal.close();
});

/** Sequences that the driver itself sends: cursor, styles, erase, modes of a full screen. */
const OWN = /\u001b(?:\[\??[\d;]*[ABCDHJKmrhl]|[78=>])|\u001b\[\d*(?:;\d*)?[Hf]/gu;

test.each([
  ...HOSTILE_TEXTS,
  ...CONTROLS.map((text) => ({ name: `control ${JSON.stringify(text)}`, text })),
])('$name in a log line does nothing on a terminal and moves nothing', async ({ text }) => {
  const base = ALERTS[0];
  expect(base).toBeDefined();
  if (base === undefined) return;
  const alert = {
    ...base,
    title: `${text}END`,
    titleVi: `${text}END`,
    groupKey: [{ field: `f${text}`, value: text }],
    machines: [text],
    evidence: base.evidence.map((one) => ({ ...one, raw: `raw ${text} end`, file: `f${text}` })),
  };
  const data = makeDashboard({
    alerts: [alert],
    name: `N${text}`,
    health: { ...makeDashboard().health, problems: [text] },
  });
  const run = await start(120, 30, data);
  for (const keys of ['', '2', '\r', 'v']) {
    run.type(keys);
    await run.rows();
    const plain = run.written().replace(OWN, '');
    expect(plain).not.toMatch(
      /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u,
    );
    expect(run.answers).toEqual([]);
    expect(run.titles).toEqual([]);
    expectInPlace(run);
  }
});

/** Every plain sign stands in the cell that the view put it in: nothing before it took more or fewer cells. */
function expectInPlace(run: { model: () => Model; emulator: EmulatedTerminal['emulator'] }): void {
  const { grid } = view(run.model());
  const { active } = run.emulator.buffer;
  const misplaced = grid.texts.flatMap((text, i) => {
    const x = i % grid.columns;
    const y = Math.floor(i / grid.columns);
    // letters of widths that emulators dispute stay within their cells; plain signs show where cells are
    if (!/^[!-~]$/u.test(text)) return [];
    const drawn = active.getLine(y)?.getCell(x)?.getChars();
    return drawn === text ? [] : [{ x, y, text, drawn }];
  });
  expect(misplaced).toEqual([]);
}

test('close gives everything back', async () => {
  const run = await start(80, 24);
  run.terminal.close();
  run.terminal.close();
  await run.rows();
  const end = run.written().slice(-120);
  expect(end).toContain('\u001b[?1049l');
  expect(end).toContain('\u001b[?2004l');
  expect(run.written().lastIndexOf('\u001b[?25h')).toBeGreaterThan(
    run.written().lastIndexOf('\u001b[?25l'),
  );
  expect(run.rawModes).toEqual([true, false]);
  expect(run.emulator.buffer.active.type).toBe('normal');
  run.type('q');
  expect(run.messages).toEqual([]);
});

test('the environment and the process are left as they were', async () => {
  const before = ['exit', 'uncaughtException', 'SIGTERM', 'SIGINT', 'SIGHUP'].map((event) =>
    process.listenerCount(event),
  );
  const run = await start(80, 24);
  expect([process.env['TERMINFO'], process.env['NCURSES_NO_UTF8_ACS']]).toEqual([
    undefined,
    undefined,
  ]);
  run.terminal.close();
  const after = ['exit', 'uncaughtException', 'SIGTERM', 'SIGINT', 'SIGHUP'].map((event) =>
    process.listenerCount(event),
  );
  expect(after).toEqual(before);
});

test('the clipboard gets base64 and nothing else', async () => {
  const run = await start(80, 24);
  run.terminal.copy('Sở TT&TT');
  await run.rows();
  const text = Buffer.from('Sở TT&TT').toString('base64');
  expect(run.written().endsWith(`\u001b]52;c;${text}\u0007`)).toBe(true);
});
