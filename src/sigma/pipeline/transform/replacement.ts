import { quote } from '../../yaml/yaml-value.ts';
import type { Params } from '../params.ts';
import type { PipelineRegex } from '../regex.ts';

/** Texts, and the numbers of the groups whose texts stand between them. */
export type Replacement = readonly (string | number)[];

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['f', '\f'],
  ['v', '\v'],
  ['a', '\u0007'],
  ['b', '\b'],
  ['\\', '\\'],
]);
const PIECE = /\\(?:g<([^>]*)>|([1-9]\d?)|([^]))|\\$|[^\\]+/gy;

/** Python's template for `re.sub`: `\1`, `\g<1>`, `\g<name>`, `\n`; null after a report. */
export function readReplacement(
  template: string,
  regex: PipelineRegex,
  params: Params,
): Replacement | null {
  const pieces: (string | number)[] = [];
  for (const [text, named, numbered, escaped] of template.matchAll(PIECE)) {
    const group = named ?? numbered;
    const piece =
      group === undefined
        ? escaped === undefined
          ? text === '\\'
            ? null
            : text
          : readEscape(escaped)
        : findGroup(group, regex);
    if (piece === null) {
      params.error(['replacement'], {
        code: 'pipeline-value',
        message: `the replacement has ${quote(text)}, which is neither a group of the expression nor an escape`,
        hint: String.raw`write \1 for a group, \\ for a backslash`,
      });
      return null;
    }
    pieces.push(piece);
  }
  return pieces;
}

function readEscape(character: string): string | null {
  const known = ESCAPES.get(character);
  if (known !== undefined) return known;
  return /[A-Za-z0-9]/.test(character) ? null : `\\${character}`;
}

function findGroup(name: string, { groupCount, groupNumbers }: PipelineRegex): number | null {
  const number = /^\d+$/.test(name) ? Number(name) : groupNumbers.get(name);
  return number === undefined || number > groupCount ? null : number;
}
