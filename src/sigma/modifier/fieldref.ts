import { quote } from '../yaml/yaml-value.ts';
import { refuseKind } from './draft.ts';
import type { ValueModifier } from './modifier.ts';

/** The value names another field of the event; contains, startswith and endswith come behind it. */
export const fieldref: ValueModifier = {
  name: 'fieldref',
  position: 'any',
  isForKeywords: false,
  apply(value) {
    if (value.kind !== 'text' || value.isEncoded)
      return refuseKind('fieldref', 'the name of a field', value);
    if (value.affix !== null)
      return {
        code: 'modifier-order',
        message: `the modifier fieldref must come before ${value.affix}`,
        hint: `write |fieldref|${value.affix}`,
      };
    const [part] = value.parts;
    if (part?.kind !== 'literal' || value.parts.length > 1)
      return {
        code: 'fieldref-name',
        message: `${quote(value.source)} is no name of a field`,
        hint: 'name one field, without wildcards',
      };
    const { isCased } = value;
    return { kind: 'field-reference', field: part.text, comparison: 'equals', isCased };
  },
};
