// From the words on the command line to the files to read. Nothing is passed over in silence: what cannot be read, and
// what is no file, is a problem. Each file is found once, however many names, links or arguments lead to it.
import { readdir, realpath, stat } from 'node:fs/promises';
import type { BigIntStats } from 'node:fs';
import { isPathPattern, parsePathPattern } from '../../ingest/path-pattern.ts';
import type { PathPattern } from '../../ingest/path-pattern.ts';
import type { InputFile } from '../../ports.ts';
import type { Problem } from '../../util/problem.ts';
import { compareProblems } from '../../util/problem.ts';
import { errorCode, errorReason, inputProblem } from './input-fault.ts';

export interface FoundInputs {
  readonly files: readonly InputFile[];
  readonly problems: readonly Problem[];
}

/** Files, folders with all that is below them, globs, and `-`; sorted by path. */
export async function findInputs(paths: readonly string[], nowMs: number): Promise<FoundInputs> {
  const search = new Search();
  for (const path of paths) {
    if (path === '-') search.addStandardInput(nowMs);
    else await search.argument(path);
  }
  return search.result();
}

class Search {
  readonly #found: { readonly file: InputFile; readonly identity: string }[] = [];
  readonly #problems: Problem[] = [];
  /** Real paths of folders that were walked: ends loops of symbolic links and repeated arguments. */
  readonly #walked = new Set<string>();

  addStandardInput(nowMs: number): void {
    this.#found.push({ file: { path: '-', sizeBytes: null, modifiedMs: nowMs }, identity: '-' });
  }

  async argument(path: string): Promise<void> {
    // a file whose own name holds a wildcard must not hide what the pattern means: the pattern finds it too
    if (isPathPattern(path)) {
      await this.#glob(path);
      return;
    }
    let stats: BigIntStats;
    try {
      stats = await stat(path, { bigint: true });
    } catch (error) {
      this.#unreadable(path, error);
      return;
    }
    // a pipe that a person names (`/dev/stdin`, a shell's `<(...)`) is meant; one inside a folder is not
    if (stats.isFIFO() || stats.isCharacterDevice()) this.#add(path, stats, null);
    else await this.#take(path, stats);
  }

  result(): FoundInputs {
    const files: InputFile[] = [];
    const seen = new Map<string, string>();
    const sorted = this.#found.toSorted((a, b) => compareText(a.file.path, b.file.path));
    for (const { file, identity } of sorted) {
      const first = seen.get(identity);
      if (first === undefined) {
        seen.set(identity, file.path);
        files.push(file);
      } else if (first !== file.path) {
        const message = `"${file.path}" is the same file as "${first}"; it is read once`;
        this.#problems.push(inputProblem(file.path, 'same-file-twice', message, 'warning'));
      }
    }
    return { files, problems: this.#problems.toSorted(compareProblems) };
  }

  async #glob(text: string): Promise<void> {
    const parsed = parsePathPattern(text);
    if (!parsed.ok) {
      this.#problems.push(inputProblem(text, 'input-pattern', parsed.reason));
      return;
    }
    const before = this.#found.length + this.#problems.length;
    await this.#walk(parsed.pattern.root, parsed.pattern);
    if (this.#found.length + this.#problems.length === before)
      this.#problems.push(inputProblem(text, 'input-not-found', `no file matches "${text}"`));
  }

  /** A folder's entries: all of them, or those that the pattern names. */
  async #walk(folder: string, pattern: PathPattern | null): Promise<void> {
    let names: string[];
    try {
      const key = `${pattern?.text ?? ''}\0${await realpath(folder)}`;
      if (this.#walked.has(key)) return;
      this.#walked.add(key);
      names = await readdir(folder);
    } catch (error) {
      this.#unreadable(folder, error);
      return;
    }
    for (const name of names.toSorted(compareText)) {
      const path = join(folder, name);
      const isNamed = pattern === null || pattern.match(path) !== null;
      if (isNamed) await this.#take(path, null);
      else if (pattern.canContain(path)) await this.#descend(path, pattern);
    }
  }

  async #descend(path: string, pattern: PathPattern): Promise<void> {
    try {
      if ((await stat(path)).isDirectory()) await this.#walk(path, pattern);
    } catch (error) {
      this.#unreadable(path, error);
    }
  }

  async #take(path: string, known: BigIntStats | null): Promise<void> {
    let stats = known;
    try {
      stats ??= await stat(path, { bigint: true });
    } catch (error) {
      this.#unreadable(path, error);
      return;
    }
    if (stats.isDirectory()) await this.#walk(path, null);
    else if (stats.isFile()) this.#add(path, stats, Number(stats.size));
    else {
      const message = `"${path}" is not a file but a ${specialKind(stats)}; it was not read`;
      this.#problems.push(inputProblem(path, 'input-special', message, 'warning'));
    }
  }

  #add(path: string, stats: BigIntStats, sizeBytes: number | null): void {
    const modifiedMs = Number(stats.mtimeMs);
    const identity = `${stats.dev}:${stats.ino}`;
    // a file that is called `-` is not standard input
    const named = path === '-' ? './-' : path;
    this.#found.push({ file: { path: named, sizeBytes, modifiedMs }, identity });
  }

  #unreadable(path: string, error: unknown): void {
    const isMissing = errorCode(error) === 'ENOENT';
    const message = `cannot read "${path}": ${errorReason(error)}`;
    this.#problems.push(
      inputProblem(path, isMissing ? 'input-not-found' : 'input-unreadable', message),
    );
  }
}

function specialKind(stats: BigIntStats): string {
  if (stats.isFIFO()) return 'named pipe';
  if (stats.isSocket()) return 'socket';
  return 'device';
}

function join(folder: string, name: string): string {
  if (folder === '.') return name;
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
