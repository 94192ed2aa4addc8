import { refuseKind, toText } from './draft.ts';
import type { ValueModifier } from './modifier.ts';

export const cased: ValueModifier = {
  name: 'cased',
  position: 'any',
  keepsPlaceholders: true,
  isForKeywords: true,
  apply(value) {
    if (value.kind === 'bytes' || value.kind === 'field-reference')
      return { ...value, isCased: true };
    const text = toText(value);
    return text === null ? refuseKind('cased', 'text', value) : { ...text, isCased: true };
  },
};
