/**
 * yargs drops a lone `-` from the arguments of a command, so it travels under this name and comes back in
 * `toPaths`. No file can have it: paths hold no NUL.
 */
const STDIN_WORD = '\0stdin';

/** The command line as yargs gets it. */
export function hideStdinDash(argv: readonly string[]): readonly string[] {
  return argv.map((word) => (word === '-' ? STDIN_WORD : word));
}

/** The paths that a person wrote; `-` is standard input. */
export function toPaths(words: readonly string[] | undefined): readonly string[] {
  return (words ?? []).map((word) => (word === STDIN_WORD ? '-' : word));
}
