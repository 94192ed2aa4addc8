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
  readonly sources: readonly TailSource[];
  readonly patterns: readonly PathPattern[];
  /** Other sources from now on; faulty patterns are told and left out. */
  replace(sources: readonly TailSource[]): void;
  match(path: string): SourceMatch | null;
  /** Whether a walk has to enter the folder. */
  canContain(folder: string): boolean;
}

export function createSourceSet(
  sources: readonly TailSource[],
  onProblem: (problem: Problem) => void,
): SourceSet {
  let compiled = compile(sources, onProblem);
  return {
    get sources() {
      return compiled.map(({ source }) => source);
    },
    get patterns() {
      return compiled.map(({ pattern }) => pattern);
    },
    replace: (others) => {
      compiled = compile(others, onProblem);
    },
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

interface CompiledSource {
  readonly source: TailSource;
  readonly pattern: PathPattern;
}

function compile(
  sources: readonly TailSource[],
  onProblem: (problem: Problem) => void,
): readonly CompiledSource[] {
  const compiled: CompiledSource[] = [];
  for (const source of sources) {
    const parsed = parsePathPattern(source.pattern);
    if (parsed.ok) compiled.push({ source, pattern: parsed.pattern });
    else {
      const message = `source "${source.id}" cannot be watched: ${parsed.reason}`;
      const at = { file: source.pattern, line: 0, column: 0 };
      onProblem({ code: 'source-pattern', severity: 'error', message, at });
    }
  }
  return compiled;
}
