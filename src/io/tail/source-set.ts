import { parsePathPattern } from '../../ingest/path-pattern.ts';
import type { PathPattern } from '../../ingest/path-pattern.ts';
import type { TailSource } from '../../ports.ts';
import type { Problem } from '../../util/problem.ts';

/** A path that a source claims. */
export interface SourceMatch {
  readonly source: TailSource;
  readonly captures: ReadonlyMap<string, string>;
}

/** The sources and their patterns. A path belongs to the first source that matches it. */
export interface SourceSet {
  readonly patterns: readonly PathPattern[];
  match(path: string): SourceMatch | null;
  /** Whether a walk has to enter the folder. */
  canContain(folder: string): boolean;
}

export function createSourceSet(
  sources: readonly TailSource[],
  onProblem: (problem: Problem) => void,
): SourceSet {
  const compiled: { source: TailSource; pattern: PathPattern }[] = [];
  for (const source of sources) {
    const parsed = parsePathPattern(source.pattern);
    if (parsed.ok) compiled.push({ source, pattern: parsed.pattern });
    else {
      const message = `source "${source.id}" cannot be watched: ${parsed.reason}`;
      const at = { file: source.pattern, line: 0, column: 0 };
      onProblem({ code: 'source-pattern', severity: 'error', message, at });
    }
  }
  return {
    patterns: compiled.map(({ pattern }) => pattern),
    match: (path) => {
      for (const { source, pattern } of compiled) {
        const captures = pattern.match(path);
        if (captures !== null) return { source, captures };
      }
      return null;
    },
    canContain: (folder) => compiled.some(({ pattern }) => pattern.canContain(folder)),
  };
}
