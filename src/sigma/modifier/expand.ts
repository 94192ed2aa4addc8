// Placeholders (specification 2.1, "expand"): `%name%` stands for each of the values that a pipeline or the
// configuration lists under the name. A name without a list refuses the rule: neither "never" nor "anything" would be
// what its author meant.
import { joinParts, parseSigmaString } from '../detection/sigma-string.ts';
import type { Complaint } from '../document/faults.ts';
import type { StringPart } from '../pattern.ts';
import { nearestName } from '../../util/nearest-name.ts';
import { quote } from '../yaml/yaml-value.ts';
import { refuseKind } from './draft.ts';
import type { Draft } from './draft.ts';
import type { OpenPart, PlaceholderPart } from './open-part.ts';
import { isComplaint } from './modifier.ts';
import type { Placeholders, ValueModifier } from './modifier.ts';

export const expand: ValueModifier = {
  name: 'expand',
  position: 'any',
  keepsPlaceholders: true,
  isForKeywords: true,
  apply(value) {
    if (value.kind === 'regex')
      return {
        ...value,
        pieces: value.pieces.flatMap((piece) =>
          typeof piece === 'string' ? cut(piece, (text) => [text]).flat() : [piece],
        ),
      };
    if (value.kind !== 'text' || value.isEncoded)
      return refuseKind('expand', 'plain text or a regular expression', value);
    return { ...value, parts: openPlaceholders(value.parts) };
  },
};

/** The parts with `%name%` found in their texts. */
export function openPlaceholders(parts: readonly OpenPart[]): readonly OpenPart[] {
  return joinParts(
    parts.flatMap((part) => (part.kind === 'literal' ? cut(part.text, unescape).flat() : [part])),
  );
}

/** What may stand for a placeholder; null leaves it as it is. */
export type Replacement = (name: string) => readonly (readonly OpenPart[])[] | Complaint | null;

/** The value with its placeholders replaced in every way, or why not. A value without placeholders is itself. */
export function replacePlaceholders(
  value: Draft,
  replacement: Replacement,
): readonly Draft[] | Complaint {
  if (value.kind === 'regex') {
    if (!value.pieces.some(isPlaceholder)) return [value];
    const all = replaceEach(value.pieces, replacement, (parts) => parts.map(writeRegex));
    return isComplaint(all) ? all : all.map((lists): Draft => ({ ...value, pieces: lists.flat() }));
  }
  if (value.kind !== 'text' || !value.parts.some(isPlaceholder)) return [value];
  const all = replaceEach(value.parts, replacement, (parts) => parts);
  return isComplaint(all)
    ? all
    : all.map((lists): Draft => ({ ...value, parts: joinParts(lists.flat()) }));
}

/** Every placeholder by the lists of the configuration. */
export function resolvePlaceholders(
  value: Draft,
  placeholders: Placeholders,
): readonly Draft[] | Complaint {
  return replacePlaceholders(value, (name) => {
    const values = placeholders.get(name);
    if (values === undefined || values.length === 0) return refuseName(name, placeholders);
    return values.map(parseSigmaString);
  });
}

export function isPlaceholder(part: string | { readonly kind?: string }): part is PlaceholderPart {
  return typeof part !== 'string' && part.kind === 'placeholder';
}

/** One place of a value with all that may stand there. */
function replaceEach<Piece extends string | OpenPart>(
  pieces: readonly Piece[],
  replacement: Replacement,
  write: (parts: readonly OpenPart[]) => readonly (Piece | PlaceholderPart)[],
): readonly (readonly (readonly (Piece | PlaceholderPart)[])[])[] | Complaint {
  const choices: (readonly (readonly (Piece | PlaceholderPart)[])[])[] = [];
  for (const piece of pieces) {
    const given = isPlaceholder(piece) ? replacement(piece.name) : null;
    if (given === null) choices.push([[piece]]);
    else if (isComplaint(given)) return given;
    else choices.push(given.map(write));
  }
  return multiply(choices);
}

/** A placeholder, or the escaped sign of one; a lone `%` is itself. */
const PLACEHOLDER = /\\%|%([^%]+)%/g;

/** The text's own pieces and its placeholders. */
function cut<T>(
  text: string,
  toOwn: (text: string) => readonly T[],
): readonly (readonly (T | PlaceholderPart)[])[] {
  const pieces: (readonly (T | PlaceholderPart)[])[] = [];
  let from = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const [all, name] = match;
    if (name === undefined) continue;
    pieces.push(toOwn(text.slice(from, match.index)), [{ kind: 'placeholder', name }]);
    from = match.index + all.length;
  }
  pieces.push(toOwn(text.slice(from)));
  return pieces;
}

function refuseName(name: string, placeholders: Placeholders): Complaint {
  const near = nearestName(name, placeholders.keys());
  const hint = `list its values in soclite.yml: placeholders: { ${name}: [...] }`;
  return {
    code: 'placeholder-undefined',
    message: `no values are configured for the placeholder ${quote(name)}`,
    hint: near === null ? hint : `did you mean ${quote(near)}? Otherwise ${hint}`,
  };
}

function unescape(text: string): readonly StringPart[] {
  return text === '' ? [] : [{ kind: 'literal', text: text.replaceAll('\\%', '%') }];
}

/** A given value inside a regular expression: its text, wildcards as any characters. */
function writeRegex(part: OpenPart): string | PlaceholderPart {
  if (part.kind === 'placeholder') return part;
  if (part.kind === 'literal') return part.text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return part.kind === 'many' ? String.raw`[\s\S]*` : String.raw`[\s\S]`;
}

/** Placeholders of one value multiply. */
const MAX_VARIANTS = 10_000;

/** Every way to choose one from each piece. */
function multiply<T>(pieces: readonly (readonly T[])[]): readonly (readonly T[])[] | Complaint {
  let all: readonly (readonly T[])[] = [[]];
  for (const piece of pieces) {
    if (all.length * piece.length > MAX_VARIANTS)
      return {
        code: 'value-variants',
        message: `the placeholders make more than ${MAX_VARIANTS} values`,
        hint: 'list fewer values, or use fewer placeholders in one value',
      };
    all = all.flatMap((before) => piece.map((choice) => [...before, choice]));
  }
  return all;
}
