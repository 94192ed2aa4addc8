import { PassThrough } from 'node:stream';

import xterm from '@xterm/headless';

import { openTerminal } from '../../src/io/terminal/terminal.ts';
import type { Terminal } from '../../src/ports.ts';

/** Our terminal driver on fake TTY streams, and an emulator that reads what it writes. */
export interface EmulatedTerminal {
  readonly terminal: Terminal;
  readonly emulator: xterm.Terminal;
  /** Everything written so far. */
  readonly written: () => string;
  /** What the emulator answered: a terminal that is asked nothing answers nothing. */
  readonly answers: readonly string[];
  readonly titles: readonly string[];
  readonly rawModes: readonly boolean[];
  /** Rows as a person sees them. */
  readonly rows: () => Promise<readonly string[]>;
  readonly type: (bytes: string) => void;
  readonly resize: (columns: number, rows: number) => Promise<void>;
}

export async function openEmulatedTerminal(
  columns: number,
  rows: number,
  env: Readonly<Record<string, string>> = { TERM: 'xterm-256color', LANG: 'C.UTF-8' },
): Promise<EmulatedTerminal> {
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const answers: string[] = [];
  const titles: string[] = [];
  emulator.onData((data) => answers.push(data));
  emulator.onTitleChange((title) => titles.push(title));
  let written = '';
  const output = Object.assign(new PassThrough(), { isTTY: true, columns, rows });
  output.on('data', (bytes: Buffer) => {
    written += bytes.toString('utf8');
    emulator.write(bytes);
  });
  const rawModes: boolean[] = [];
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (isRaw: boolean) => rawModes.push(isRaw),
  });
  const terminal = await openTerminal({ input, output, env });
  if (terminal === null) throw new Error('the fake streams are not taken for a terminal');
  const settle = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise<void>((resolve) => emulator.write('', resolve));
  };
  return {
    terminal,
    emulator,
    written: () => written,
    answers,
    titles,
    rawModes,
    async rows() {
      await settle();
      const { buffer } = emulator;
      return Array.from({ length: emulator.rows }, (_, y) =>
        (buffer.active.getLine(buffer.active.baseY + y)?.translateToString(false) ?? '').trimEnd(),
      );
    },
    type: (bytes) => input.write(bytes),
    async resize(width, height) {
      emulator.resize(width, height);
      Object.assign(output, { columns: width, rows: height });
      output.emit('resize');
      await new Promise((resolve) => setTimeout(resolve, 120));
      await settle();
    },
  };
}
