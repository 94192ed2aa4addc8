import { execFileSync } from 'node:child_process';

import { afterAll, beforeAll, expect, test } from 'vitest';

const SOCKET = `soclite-acceptance-${process.pid}`;
const PROGRAM = 'node test/acceptance/dying-program.mjs';

function tmux(...args: readonly string[]): string {
  return execFileSync('tmux', ['-L', SOCKET, '-u', ...args], { encoding: 'utf8' });
}

async function waitFor(what: RegExp): Promise<string> {
  for (let i = 0; i < 100; i += 1) {
    const text = tmux('capture-pane', '-p');
    if (what.test(text)) return text;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`never seen: ${String(what)}\n${tmux('capture-pane', '-p')}`);
}

/** A prompt below the command that was typed: the command has ended. */
const NEXT_PROMPT = /^ready> .+\n[^]*^ready>$/m;

async function run(command: string): Promise<void> {
  tmux('send-keys', 'clear', 'Enter');
  await new Promise((resolve) => setTimeout(resolve, 300));
  tmux('send-keys', command, 'Enter');
}

/** Alternate screen, cursor, keypad mode, mouse, as tmux sees the program's terminal. */
function modes(): string {
  return tmux(
    'display',
    '-p',
    '#{alternate_on} #{cursor_flag} #{keypad_flag} #{mouse_any_flag}',
  ).trim();
}

beforeAll(async () => {
  tmux('new-session', '-d', '-x', '80', '-y', '24', 'bash --norc');
  tmux('set', '-g', 'status', 'off');
  await run('export PS1="ready> " LANG=C.UTF-8');
  await waitFor(/ready>/);
});

afterAll(() => {
  tmux('kill-server');
});

test.each([
  ['close', 0],
  ['exit', 3],
  ['throw', 1],
  ['reject', 1],
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGQUIT', 131],
  ['SIGTERM', 143],
])('after %s the terminal is as before and the exit code is %i', async (way, code) => {
  await run(`${PROGRAM} ${way}`);
  const after = await waitFor(NEXT_PROMPT);
  // bash gives a list up when SIGINT ends one of its commands, so the code is asked for in a line of its own
  tmux('send-keys', 'echo rc=$? $(stty -a | grep -o "[-]*icanon\\|[-]*echo ")', 'Enter');
  const text = await waitFor(/^rc=\d/m);
  expect(/^rc=\d.*/m.exec(text)?.[0]).toBe(`rc=${code} icanon echo`);
  expect(modes()).toBe('0 1 0 0');
  const isException = way === 'throw' || way === 'reject';
  expect(after.includes('on purpose')).toBe(isException);
});

test('while it runs it has the screen; Ctrl-Z gives it back, fg takes it again', async () => {
  await run(PROGRAM);
  await waitFor(/Overview/);
  expect(modes()).toBe('1 0 1 0');
  tmux('send-keys', 'C-z');
  await waitFor(/Stopped/);
  expect(modes()).toBe('0 1 0 0');
  tmux('send-keys', 'stty -a | grep -o "[-]*icanon"', 'Enter');
  await waitFor(/^icanon/m);
  tmux('send-keys', 'fg', 'Enter');
  await waitFor(/Overview/);
  expect(modes()).toBe('1 0 1 0');
  tmux('send-keys', 'q');
  await waitFor(/ready>/);
  expect(modes()).toBe('0 1 0 0');
});

test('a stop that cannot be caught is survived', async () => {
  await run(`${PROGRAM} SIGSTOP`);
  await waitFor(/Stopped/);
  tmux('send-keys', 'fg', 'Enter');
  await waitFor(/Overview/);
  tmux('send-keys', 'q');
  await waitFor(NEXT_PROMPT);
});

test('another size is drawn at once', async () => {
  await run(PROGRAM);
  await waitFor(/Overview/);
  tmux('resize-window', '-x', '30', '-y', '8');
  await waitFor(/needs 40x10, now 30x8/);
  tmux('resize-window', '-x', '120', '-y', '30');
  await waitFor(/q quit/);
  tmux('send-keys', 'q');
  tmux('resize-window', '-x', '80', '-y', '24');
  await waitFor(/ready>/);
});

test.each([
  'xterm',
  'screen-256color',
  'tmux-256color',
  'alacritty',
  'konsole-256color',
  'vt100',
  'foot',
])('TERM=%s shows the screen and prints nothing else', async (term) => {
  await run(`TERM=${term} ${PROGRAM}`);
  const text = await waitFor(/q quit/);
  expect(text).not.toMatch(/Error|plab_norm|function/);
  tmux('send-keys', 'q');
  const after = await waitFor(NEXT_PROMPT);
  expect(after).not.toMatch(/Error/);
});

test('a dumb terminal and a pipe are refused', async () => {
  await run(`TERM=dumb ${PROGRAM}; ${PROGRAM} | cat; echo done`);
  const text = await waitFor(/^done/m);
  expect(text.match(/^no terminal$/gm)).toHaveLength(2);
});
