import type { TextSink } from '../ports.ts';
import { toDisplayText } from '../util/display-text.ts';
import { formatProblem, type Problem } from '../util/problem.ts';

export function isError({ severity }: Problem): boolean {
  return severity === 'error';
}

/** Prints problems as compilers do, one or two lines each; names of files come from outside and are cleaned. */
export async function printProblems(sink: TextSink, problems: readonly Problem[]): Promise<void> {
  for (const problem of problems) {
    for (const line of formatProblem(problem).split('\n'))
      await sink.write(`${toDisplayText(line)}\n`);
  }
}
