import { refuseKind } from './draft.ts';
import type { ValueModifier } from './modifier.ts';

/** Presence of the key, whatever its value: a real boolean says which. */
export const exists: ValueModifier = {
  name: 'exists',
  position: 'first',
  isForKeywords: false,
  apply(value) {
    return value.kind === 'boolean'
      ? { kind: 'exists', value: value.value }
      : { ...refuseKind('exists', 'true or false', value), hint: 'write true or false, unquoted' };
  },
};
