// Placeholders (specification 2.1, "expand"): `%name%` stands for each of the values that the configuration lists under
// the name. A name without a list refuses the rule: neither "never" nor "anything" would be what its author meant.
import { joinParts, parseSigmaString } from '../detection/sigma-string.ts';
import type { Complaint } from '../document/faults.ts';
import type { StringPart } from '../pattern.ts';
import { nearestName } from '../../util/nearest-name.ts';
import { quote } from '../yaml/yaml-value.ts';
import { refuseKind } from './draft.ts';
import type { Draft } from './draft.ts';
import { isComplaint } from './modifier.ts';
import type { ModifierContext, Placeholders, ValueModifier } from './modifier.ts';

export const expand: ValueModifier = {
  name: 'expand',
  position: 'any',
  isForKeywords: true,
  apply(value, { placeholders }: ModifierContext) {
    if (value.kind === 'regex') {
      const pieces = cut(value.source, placeholders, {
        toOwn: (text) => text,
        toGiven: writeRegex,
      });
      const all = isComplaint(pieces) ? pieces : multiply(pieces);
      return isComplaint(all)
        ? all
        : all.map((sources): Draft => ({ ...value, source: sources.join('') }));
    }
    if (value.kind !== 'text' || value.isEncoded)
      return refuseKind('expand', 'plain text or a regular expression', value);
    const pieces = cutParts(value.parts, placeholders);
    const all = isComplaint(pieces) ? pieces : multiply(pieces);
    return isComplaint(all)
      ? all
      : all.map((lists): Draft => ({ ...value, parts: joinParts(lists.flat()) }));
  },
};

/** One place of a value with all that may stand there. */
type Piece<T> = readonly T[];
type Parts = readonly StringPart[];

function cutParts(parts: Parts, placeholders: Placeholders): readonly Piece<Parts>[] | Complaint {
  const pieces: Piece<Parts>[] = [];
  for (const part of parts) {
    if (part.kind !== 'literal') pieces.push([[part]]);
    else {
      const cuts = cut(part.text, placeholders, { toOwn: unescape, toGiven: parseSigmaString });
      if (isComplaint(cuts)) return cuts;
      pieces.push(...cuts);
    }
  }
  return pieces;
}

/** A placeholder, or the escaped sign of one; a lone `%` is itself. */
const PLACEHOLDER = /\\%|%([^%]+)%/g;

/** The text's own pieces and the configured values between them, each in the form that is wanted. */
function cut<T>(
  text: string,
  placeholders: Placeholders,
  to: { readonly toOwn: (text: string) => T; readonly toGiven: (value: string) => T },
): readonly Piece<T>[] | Complaint {
  const pieces: Piece<T>[] = [];
  let from = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const [all, name] = match;
    if (name === undefined) continue;
    const values = placeholders.get(name);
    if (values === undefined || values.length === 0) return refuseName(name, placeholders);
    pieces.push([to.toOwn(text.slice(from, match.index))], values.map(to.toGiven));
    from = match.index + all.length;
  }
  pieces.push([to.toOwn(text.slice(from))]);
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

function unescape(text: string): Parts {
  return text === '' ? [] : [{ kind: 'literal', text: text.replaceAll('\\%', '%') }];
}

/** A configured value inside a regular expression: its text, wildcards as any characters. */
function writeRegex(value: string): string {
  return parseSigmaString(value)
    .map((part) => {
      if (part.kind === 'literal') return part.text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
      return part.kind === 'many' ? String.raw`[\s\S]*` : String.raw`[\s\S]`;
    })
    .join('');
}

/** Placeholders of one value multiply. */
const MAX_VARIANTS = 10_000;

/** Every way to choose one from each piece. */
function multiply<T>(pieces: readonly Piece<T>[]): readonly (readonly T[])[] | Complaint {
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
