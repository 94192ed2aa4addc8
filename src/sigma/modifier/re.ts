import type { RegexFlags } from '../regex/translate.ts';
import { refuseKind } from './draft.ts';
import type { ValueModifier } from './modifier.ts';

const NO_FLAGS: RegexFlags = { ignoreCase: false, multiline: false, dotAll: false };

/** The value verbatim: no Sigma escapes, no wildcards; a number or boolean as it was written. */
export const re: ValueModifier = {
  name: 're',
  position: 'first',
  isForKeywords: true,
  apply(value) {
    return value.kind === 'text' || value.kind === 'number' || value.kind === 'boolean'
      ? { kind: 'regex', pieces: [value.source], flags: NO_FLAGS }
      : refuseKind('re', 'text', value);
  },
};

function createFlag(name: string, alias: string, flag: keyof RegexFlags): ValueModifier {
  return {
    name,
    aliases: [alias],
    position: 'flag',
    keepsPlaceholders: true,
    isForKeywords: true,
    apply(value) {
      return value.kind === 'regex'
        ? { ...value, flags: { ...value.flags, [flag]: true } }
        : refuseKind(name, 'a regular expression', value);
    },
  };
}

export const ignoreCase: ValueModifier = createFlag('i', 'ignorecase', 'ignoreCase');
export const multiline: ValueModifier = createFlag('m', 'multiline', 'multiline');
export const dotAll: ValueModifier = createFlag('s', 'dotall', 'dotAll');
