/**
 * A fault in data (a bad line, rule, mapping or configuration) as a value: collected and reported together,
 * never thrown. `code` is stable and kebab-case; tests and users may rely on it, wording may improve.
 */
export interface Problem {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** What is wrong, lower case, no full stop, the offending value quoted. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  readonly at: Location;
}

/** Where a fault stands; lines and columns count from 1, 0 means unknown. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A value, or the problems that prevent it; a value may come with warnings. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** `file:line:column: severity: message (code)` and the hint, as compilers print it. */
export function formatProblem(problem: Problem): string {
  const { file, line, column } = problem.at;
  const place = line > 0 ? `${file}:${line}:${column}` : file;
  const hint = problem.hint === undefined ? '' : `\n  hint: ${problem.hint}`;
  return `${place}: ${problem.severity}: ${problem.message} [${problem.code}]${hint}`;
}

/** Orders problems by file, line and column, for stable output. */
export function compareProblems(a: Problem, b: Problem): number {
  if (a.at.file !== b.at.file) return a.at.file < b.at.file ? -1 : 1;
  return a.at.line - b.at.line || a.at.column - b.at.column;
}
