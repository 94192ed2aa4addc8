import type { Argv } from 'yargs';
import type { Language, Say } from '../util/language.ts';
import type { ExitCode } from './exit-code.ts';
import type { World } from './world.ts';

/** What every command gets. */
export interface CommandContext {
  readonly world: World;
  readonly say: Say;
  /** The language asked for by flag or environment; null = the configuration decides. */
  readonly language: Language | null;
  /** Sets the exit code of the command. */
  finish(code: ExitCode): void;
}

/** Adds a command to the program. */
export type Register = (program: Argv, context: CommandContext) => Argv;

/** A wrong use of the command line: printed with a pointer to --help, exit 3. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The language named by `--lang`, else by the environment's locale when that is Vietnamese or English. */
export function languageOf(argv: readonly string[], env: World['env']): Language | null {
  const flag = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const word = argv[flag] ?? '';
  const value = word.startsWith('--lang=') ? word.slice('--lang='.length) : argv[flag + 1];
  if (flag >= 0 && (value === 'vi' || value === 'en')) return value;
  const locale = env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? '';
  if (locale.startsWith('vi')) return 'vi';
  return locale.startsWith('en') ? 'en' : null;
}
