// Path patterns of sources and of the command line, as data: what matches, what the `{names}` captured, and where a
// walk has to look. Nothing here touches a disk. Paths are written with `/`.

export interface PathPattern {
  readonly text: string;
  /** The deepest folder without a wildcard (`/` or a relative prefix, `.` if there is none): where a walk starts. */
  readonly root: string;
  /** Whether `**` occurs: a walk then goes down without limit. */
  readonly isDeep: boolean;
  /** The captured names and their values, or null when the path does not match. */
  match(path: string): ReadonlyMap<string, string> | null;
  /** Whether something below this folder can match: which folders a walk enters. */
  canContain(folder: string): boolean;
}

export type ParsedPattern =
  | { readonly ok: true; readonly pattern: PathPattern }
  | { readonly ok: false; readonly reason: string };

const WILDCARD = /[*?{]/;
const NAME = /\{([a-z][a-z0-9_-]*)\}/gy;

/** Whether the text holds `*`, `?` or a `{name}`, and so is more than a plain path. */
export function isPathPattern(text: string): boolean {
  return /[*?]|\{[a-z][a-z0-9_-]*\}/.test(text);
}

/**
 * `*` stands for any part of a name and `?` for one character of it (as in a shell, neither for a leading dot),
 * `**` as a whole name for any number of folders, `{name}` for one or more characters of a name, reported under it;
 * a `{name}` that occurs twice must have the same value. Everything else stands for itself.
 */
export function parsePathPattern(text: string): ParsedPattern {
  if (text === '') return { ok: false, reason: 'the pattern is empty' };
  const parts = splitPath(text);
  const segments: Segment[] = [];
  for (const part of parts) {
    const segment = part === '**' ? ANY_FOLDERS : parseSegment(part);
    if (typeof segment === 'string') return { ok: false, reason: segment };
    segments.push(segment);
  }
  const literal = parts.findIndex((part) => WILDCARD.test(part));
  const rootParts = parts.slice(0, literal < 0 ? parts.length - 1 : literal);
  const isAbsolute = text.startsWith('/');
  const pattern: PathPattern = {
    text,
    root: (isAbsolute ? '/' : '') + rootParts.join('/') || '.',
    isDeep: segments.includes(ANY_FOLDERS),
    match: (path) => {
      if (path.startsWith('/') !== isAbsolute) return null;
      const values = new Map<string, string>();
      return matchSegments(segments, splitPath(path), values) ? values : null;
    },
    canContain: (folder) =>
      folder.startsWith('/') === (isAbsolute && folder !== '.') &&
      prefixMatches(segments, folder === '.' ? [] : splitPath(folder)),
  };
  return { ok: true, pattern };
}

/** The names of a path; empty and `.` ones do not count, so that `./a//b` equals `a/b`. */
function splitPath(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

/**
 * One name of the pattern. `*` and `{name}` are `run`s of characters. Matched by hand: a regular expression with
 * five stars needs minutes for a name of 255 characters, and file names are not ours.
 */
type Token =
  | { readonly kind: 'text' | 'any'; readonly character: string }
  | { readonly kind: 'run'; readonly name: string | null };
type Segment = readonly Token[];
const ANY_FOLDERS: Segment = [];

function parseSegment(part: string): Segment | string {
  const tokens: Token[] = [];
  const names = new Set<string>();
  for (let at = 0; at < part.length;) {
    NAME.lastIndex = at;
    const name = NAME.exec(part)?.[1];
    const character = String.fromCodePoint(part.codePointAt(at) ?? 0);
    at += name === undefined ? character.length : name.length + 2;
    if (name !== undefined) {
      if (names.has(name)) return `"${part}" has {${name}} twice`;
      names.add(name);
      tokens.push({ kind: 'run', name });
    } else if (character === '{') {
      return `"${part}" has a "{" that is not a {name} of a-z, 0-9, "-" or "_"`;
    } else if (character === '*') tokens.push({ kind: 'run', name: null });
    else tokens.push({ kind: character === '?' ? 'any' : 'text', character });
  }
  return tokens;
}

/** The captures of a name, in the order of the segment's runs; null when it does not match. Each run is the shortest possible. */
function matchName(segment: Segment, text: string): Map<string, string> | null {
  const characters = Array.from(text);
  if (characters[0] === '.' && segment[0]?.kind !== 'text') return null;
  const dead = new Set<number>();
  const ends: number[] = [];
  if (!matchFrom({ segment, characters, dead, ends }, 0, 0)) return null;
  const captures = new Map<string, string>();
  segment.forEach((token, index) => {
    if (token.kind !== 'run' || token.name === null) return;
    const start = index === 0 ? 0 : ends[index - 1];
    captures.set(token.name, characters.slice(start, ends[index]).join(''));
  });
  return captures;
}

interface Attempt {
  readonly segment: Segment;
  readonly characters: readonly string[];
  /** Pairs of token and position that are known to fail, so that no pair is tried twice. */
  readonly dead: Set<number>;
  /** Where each token's text ended. */
  readonly ends: number[];
}

function matchFrom(attempt: Attempt, index: number, start: number): boolean {
  const { segment, characters, dead, ends } = attempt;
  const token = segment[index];
  if (token === undefined) return start === characters.length;
  const key = index * (characters.length + 1) + start;
  if (dead.has(key)) return false;
  const isRun = token.kind === 'run';
  const shortest = isRun && token.name === null ? 0 : 1;
  const longest = isRun ? characters.length - start : 1;
  for (let length = shortest; length <= longest; length += 1) {
    const end = start + length;
    if (end > characters.length) break;
    if (token.kind === 'text' && token.character !== characters[start]) break;
    ends[index] = end;
    if (matchFrom(attempt, index + 1, end)) return true;
  }
  dead.add(key);
  return false;
}

function matchSegments(
  segments: readonly Segment[],
  parts: readonly string[],
  values: Map<string, string>,
): boolean {
  const [segment, ...rest] = segments;
  const [part, ...below] = parts;
  if (segment === undefined) return part === undefined;
  if (segment === ANY_FOLDERS) {
    if (matchSegments(rest, parts, values)) return true;
    return part !== undefined && !part.startsWith('.') && matchSegments(segments, below, values);
  }
  if (part === undefined) return false;
  const found = matchName(segment, part);
  if (found === null) return false;
  const isNew = [...found.keys()].filter((name) => !values.has(name));
  const agrees = [...found].every(([name, value]) => (values.get(name) ?? value) === value);
  for (const name of isNew) values.set(name, found.get(name) ?? '');
  if (agrees && matchSegments(rest, below, values)) return true;
  for (const name of isNew) values.delete(name);
  return false;
}

function prefixMatches(segments: readonly Segment[], parts: readonly string[]): boolean {
  const [segment, ...rest] = segments;
  const [part, ...below] = parts;
  if (segment === undefined) return false;
  if (part === undefined) return true;
  if (segment === ANY_FOLDERS) return !part.startsWith('.') || prefixMatches(rest, parts);
  return matchName(segment, part) !== null && prefixMatches(rest, below);
}
