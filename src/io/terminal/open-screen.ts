// blessed as a driver: it finds what changed between two pictures and says it to the terminal. Input, signals and
// exceptions stay ours, because its own handling loses keys, ends with code 0 and forgets SIGHUP.
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';

import type blessed from 'blessed';

import type { TerminalOutput } from './capability.ts';

export type BlessedScreen = blessed.Widgets.Screen;

/** The entry of the terminal that we ship; the systems' own entries are of a kind blessed cannot read. */
const TERMINFO = fileURLToPath(new URL('../../../terminfo', import.meta.url));

/** Only while blessed loads and starts; what we start later must not inherit it. */
const STARTUP_ENVIRONMENT: Readonly<Record<string, string | undefined>> = {
  TERMINFO,
  // line drawing as Unicode, not as letters in another character set
  NCURSES_NO_UTF8_ACS: '1',
  // asks for `tmux -V` otherwise and uses the answer for nothing that we use
  TMUX: undefined,
};

/** Events on which blessed listens at the process; all of them are handled in lifecycle.ts. */
const PROCESS_EVENTS = ['uncaughtException', 'SIGTERM', 'SIGINT', 'SIGQUIT', 'exit'] as const;

const RESIZE_MS = 50;

export async function openScreen(output: TerminalOutput): Promise<BlessedScreen> {
  const before = PROCESS_EVENTS.map((event) => new Set(process.rawListeners(event)));
  const restore = setEnvironment(STARTUP_ENVIRONMENT);
  try {
    const { default: library } = await import('blessed');
    return library.screen({
      terminal: 'xterm-256color',
      // our cells are of one column each (see surface.ts), so blessed need not know about widths
      fullUnicode: false,
      forceUnicode: true,
      resizeTimeout: RESIZE_MS,
      input: new PassThrough(),
      output,
    });
  } finally {
    restore();
    PROCESS_EVENTS.forEach((event, i) => {
      for (const listener of process.rawListeners(event)) {
        if (before[i]?.has(listener) !== false || !isListener(listener)) continue;
        process.removeListener(event, listener);
      }
    });
  }
}

function isListener(value: unknown): value is (...args: unknown[]) => void {
  return typeof value === 'function';
}

function setEnvironment(values: Readonly<Record<string, string | undefined>>): () => void {
  const before = Object.keys(values).map((name) => [name, process.env[name]] as const);
  const assign = (name: string, value: string | undefined): void => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  for (const [name, value] of Object.entries(values)) assign(name, value);
  return () => {
    for (const [name, value] of before) assign(name, value);
  };
}
