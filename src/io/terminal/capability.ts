import type { Duplex } from 'node:stream';

/** The streams of a terminal, as Node gives them; tests give others. */
export type TerminalOutput = Duplex & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

export type TerminalInputStream = NodeJS.ReadableStream & {
  readonly isTTY?: boolean;
  setRawMode?(isRaw: boolean): unknown;
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether a full screen can be shown; a pipe and a dumb terminal get plain lines instead. */
export function canShowScreens(
  input: TerminalInputStream,
  output: TerminalOutput,
  env: Environment,
): boolean {
  const name = env['TERM'] ?? '';
  return input.isTTY === true && output.isTTY === true && name !== '' && name !== 'dumb';
}

/**
 * Whether the terminal shows letters outside ASCII, by the locale's name as POSIX orders the variables. No locale at
 * all (containers, services) counts as UTF-8, which every terminal of today is; `C` and `POSIX` are taken at their word.
 */
export function isUtf8(env: Environment): boolean {
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(
    (name) => name !== undefined && name !== '',
  );
  return locale === undefined || /utf-?8/i.test(locale);
}
