import type { Complaint } from '../document/faults.ts';
import { surround } from '../detection/sigma-string.ts';
import { refuseKind, toText } from './draft.ts';
import type { TextDraft } from './draft.ts';
import type { ValueModifier } from './modifier.ts';

function createAffix(name: NonNullable<TextDraft['affix']>): ValueModifier {
  const sides = { before: name !== 'startswith', after: name !== 'endswith' };
  return {
    name,
    position: 'any',
    keepsPlaceholders: true,
    isForKeywords: name === 'contains',
    apply(value) {
      // a regular expression is searched anywhere already
      if (value.kind === 'regex' && name === 'contains') return value;
      if (value.kind === 'field-reference')
        return value.comparison === 'equals'
          ? { ...value, comparison: name }
          : refuseSecond(name, value.comparison);
      const text = toText(value);
      if (text === null) return refuseKind(name, 'text', value);
      if (text.affix === null) return { ...text, parts: surround(text.parts, sides), affix: name };
      return refuseSecond(name, text.affix);
    },
  };
}

function refuseSecond(name: string, first: string): Complaint {
  return {
    code: 'modifier-conflict',
    message: `${name} cannot follow ${first}`,
    hint: 'keep one of contains, startswith and endswith',
  };
}

export const contains: ValueModifier = createAffix('contains');
export const startswith: ValueModifier = createAffix('startswith');
export const endswith: ValueModifier = createAffix('endswith');
