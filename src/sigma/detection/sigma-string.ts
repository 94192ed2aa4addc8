// Sigma strings (semantics of the specification, "String Wildcard" and "Escaping"): `*` and `?` are wildcards, a
// backslash escapes only `*`, `?` and itself, and is itself before anything else and at the end.
import type { OpenPart } from '../modifier/open-part.ts';
import type { StringPart } from '../pattern.ts';

const MANY: StringPart = { kind: 'many' };
const ONE: StringPart = { kind: 'one' };
const SPECIAL = /[\\*?]/;

/** The parts of a rule's text, left to right. */
export function parseSigmaString(text: string): readonly StringPart[] {
  if (!SPECIAL.test(text)) return text === '' ? [] : [{ kind: 'literal', text }];
  const parts: StringPart[] = [];
  let literal = '';
  const endLiteral = (): void => {
    if (literal !== '') parts.push({ kind: 'literal', text: literal });
    literal = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (character === '\\') {
      const isEscape = next !== '' && SPECIAL.test(next);
      literal += isEscape ? next : character;
      if (isEscape) at += 1;
    } else if (character === '*') {
      endLiteral();
      if (parts.at(-1) !== MANY) parts.push(MANY);
    } else if (character === '?') {
      endLiteral();
      parts.push(ONE);
    } else literal += character;
  }
  endLiteral();
  return parts;
}

/** Whether the whole value, its start or its end is free: adds `*` where none stands already. */
export function surround<Part extends OpenPart>(
  parts: readonly Part[],
  sides: { readonly before: boolean; readonly after: boolean },
): readonly (Part | StringPart)[] {
  const before = sides.before && parts[0]?.kind !== 'many' ? [MANY] : [];
  const isOpenEnded = parts.length === 0 ? before.length > 0 : parts.at(-1)?.kind === 'many';
  return [...before, ...parts, ...(sides.after && !isOpenEnded ? [MANY] : [])];
}

/** Parts put together: neighbouring literals are one, neighbouring `*` too. */
export function joinParts<Part extends OpenPart>(
  parts: readonly Part[],
): readonly (Part | StringPart)[] {
  const joined: (Part | StringPart)[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.kind === 'literal' && last?.kind === 'literal')
      joined[joined.length - 1] = { kind: 'literal', text: last.text + part.text };
    else if (part.kind !== 'many' || last?.kind !== 'many') joined.push(part);
  }
  return joined;
}
