// YAML text to a small located tree: what configuration, inventories and mappings are read from (yaml-reader.ts).
// Anchors, aliases and merge keys are refused: every value then stands where it is used, and nothing can expand.
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { compareProblems } from './problem.ts';
import type { Checked, Location, Problem } from './problem.ts';

export type YamlNode = YamlScalar | YamlList | YamlMapping;

interface YamlScalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As written, without quotes: what a number or boolean was before YAML read it. */
  readonly source: string;
  readonly at: Location;
}

interface YamlList {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
  readonly at: Location;
}

interface YamlMapping {
  readonly kind: 'map';
  readonly entries: readonly YamlEntry[];
  readonly at: Location;
}

interface YamlEntry {
  readonly key: string;
  readonly at: Location;
  readonly value: YamlNode;
}

const MAX_DEPTH = 32;
/** What is nested deeper than this by the rough count of `mayExhaustStack` does not reach the parser. */
const MAX_ROUGH_DEPTH = 500;
/** One broken quote can make an error of every line after it. */
const MAX_ERRORS = 20;

/**
 * One YAML 1.2 document (core schema). Problems: `yaml-syntax`, `yaml-duplicate-key`, `yaml-alias`, `yaml-key`
 * (a key that is not plain text), `yaml-depth`. An empty text is a null scalar.
 */
export function parseYaml(text: string, file: string): Checked<YamlNode> {
  if (mayExhaustStack(text)) {
    const message = `values are nested more than ${MAX_DEPTH} deep`;
    return { ok: false, problems: [fault('yaml-depth', message, { file, line: 0, column: 0 })] };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    version: '1.2',
    schema: 'core',
    merge: false,
  });
  const converter: Converter = { file, lines, problems: [] };
  for (const error of [...document.errors, ...document.warnings].slice(0, MAX_ERRORS)) {
    converter.problems.push({
      code: error.code === 'DUPLICATE_KEY' ? 'yaml-duplicate-key' : 'yaml-syntax',
      severity: error.name === 'YAMLWarning' ? 'warning' : 'error',
      message: lowerFirst(error.message).replace(/\.$/, ''),
      at: locate(converter, error.pos[0]),
    });
  }
  const value = convert(document.contents, { file, line: 1, column: 1 }, 0, converter);
  const problems = converter.problems.toSorted(compareProblems);
  if (problems.some((problem) => problem.severity === 'error')) return { ok: false, problems };
  return { ok: true, value, problems };
}

interface Converter {
  readonly file: string;
  readonly lines: LineCounter;
  readonly problems: Problem[];
}

function convert(node: unknown, parent: Location, depth: number, converter: Converter): YamlNode {
  const at = startOf(node, parent, converter);
  if (depth > MAX_DEPTH) {
    const message = `values are nested more than ${MAX_DEPTH} deep`;
    converter.problems.push(fault('yaml-depth', message, at));
    return emptyScalar(at);
  }
  if (isScalar(node)) return toScalar(node.value, node.source, at);
  if (isSeq(node)) {
    const items = node.items.map((item) => convert(item, at, depth + 1, converter));
    return { kind: 'list', items, at };
  }
  if (isMap(node)) {
    const entries: YamlEntry[] = [];
    for (const pair of node.items) {
      const keyAt = startOf(pair.key, at, converter);
      const value = convert(pair.value, keyAt, depth + 1, converter);
      if (isScalar(pair.key)) entries.push({ key: keyText(pair.key), at: keyAt, value });
      else converter.problems.push(fault('yaml-key', 'a key must be plain text', keyAt));
    }
    return { kind: 'map', entries, at };
  }
  if (node !== null && node !== undefined)
    converter.problems.push({
      ...fault('yaml-alias', 'anchors and aliases are not read here', at),
      hint: 'write the value out',
    });
  return emptyScalar(at);
}

function toScalar(value: unknown, source: string | undefined, at: Location): YamlScalar {
  if (
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    value === null
  )
    return { kind: 'scalar', value, source: source ?? '', at };
  return { kind: 'scalar', value: source ?? '', source: source ?? '', at };
}

function keyText(key: { readonly value: unknown; readonly source?: string }): string {
  return typeof key.value === 'string' ? key.value : (key.source ?? '');
}

function startOf(node: unknown, parent: Location, converter: Converter): Location {
  if (node === null || typeof node !== 'object' || !('range' in node)) return parent;
  const { range } = node;
  const offset: unknown = Array.isArray(range) ? range[0] : undefined;
  return typeof offset === 'number' ? locate(converter, offset) : parent;
}

function locate(converter: Converter, offset: number): Location {
  const { line, col } = converter.lines.linePos(offset);
  return { file: converter.file, line, column: col };
}

function emptyScalar(at: Location): YamlScalar {
  return { kind: 'scalar', value: null, source: '', at };
}

function fault(code: string, message: string, at: Location): Problem {
  return { code, severity: 'error', message, at };
}

/**
 * The parser is recursive and catches its own stack overflow, but V8 ends the process when the overflow happens while
 * a regular expression compiles. So depth is bounded before: brackets that are open, and indentation with its `-`
 * and `?`. Brackets inside text count too, hence the wide margin.
 */
function mayExhaustStack(text: string): boolean {
  let open = 0;
  let indent = 0;
  let isIndent = true;
  for (const character of text) {
    if (character === '\n') {
      isIndent = true;
      indent = 0;
    } else if (isIndent && INDENT_CHARACTERS.has(character)) indent += 1;
    else isIndent = false;
    if (character === '[' || character === '{') open += 1;
    else if (character === ']' || character === '}') open = Math.max(0, open - 1);
    if (open > MAX_ROUGH_DEPTH || indent > 2 * MAX_ROUGH_DEPTH) return true;
  }
  return false;
}

const INDENT_CHARACTERS: ReadonlySet<string> = new Set([' ', '-', '?', ':', '\t', '\r']);

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
