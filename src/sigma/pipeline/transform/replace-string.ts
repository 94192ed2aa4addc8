import { joinParts, parseSigmaString } from '../../detection/sigma-string.ts';
import type { OpenValue } from '../../detection/open-value.ts';
import { createText } from '../../modifier/draft.ts';
import type { TextDraft } from '../../modifier/draft.ts';
import type { OpenPart } from '../../modifier/open-part.ts';
import { openPlaceholders } from '../../modifier/expand.ts';
import type { Params } from '../params.ts';
import { isTooLong, readRegex } from '../regex.ts';
import type { PipelineRegex } from '../regex.ts';
import type { Run } from '../run.ts';
import { draftOf, textOf, toPlain, withDraft } from '../value-text.ts';
import { readReplacement } from './replacement.ts';
import type { Replacement } from './replacement.ts';
import { ofValues } from './transformation.ts';
import type { TransformationReader } from './transformation.ts';

/**
 * What the expression finds in a string is replaced: in its plain form, with wildcards as `*` and `?`, or
 * (`skip_special`) in the text between them only.
 */
export const readReplaceString: TransformationReader = (params: Params) => {
  const regex = readRegex(params.requiredText('regex'), params, ['regex']);
  const template = params.requiredText('replacement');
  const skipsSpecial = params.boolean('skip_special');
  const interprets = params.boolean('interpret_special');
  const replacement = regex === null ? null : readReplacement(template, regex, params);
  if (regex === null || replacement === null) return null;
  const replace = (text: string, run: Run): string => substitute(text, regex, replacement, run);
  return ofValues((value, run) => {
    const text = textOf(value) ?? textOfNumber(value);
    if (text === null) return null;
    if (!skipsSpecial)
      return [
        withDraft(
          value,
          replaceAll(text, (each) => replace(each, run)),
        ),
      ];
    const parts = text.parts.flatMap((part): readonly OpenPart[] => {
      if (part.kind !== 'literal') return [part];
      const replaced = replace(part.text, run);
      if (interprets) return parseSigmaString(replaced);
      return replaced === '' ? [] : [{ kind: 'literal', text: replaced }];
    });
    return [withDraft(value, { ...text, parts: joinParts(parts) })];
  });
};

/** A backslash stays one unless it escapes a wildcard. */
function replaceAll(text: TextDraft, replace: (text: string) => string): TextDraft {
  const replaced = replace(toPlain(text.parts)).replaceAll(/\\(?![*?])/g, String.raw`\\`);
  const draft = createText(replaced);
  const hasPlaceholders = text.parts.some(({ kind }) => kind === 'placeholder');
  return hasPlaceholders ? { ...draft, parts: openPlaceholders(draft.parts) } : draft;
}

function textOfNumber(value: OpenValue): TextDraft | null {
  const draft = draftOf(value);
  return draft?.kind === 'number' && draft.operator === 'eq' ? createText(draft.text) : null;
}

/** A group that took no part in the match is empty. */
function textOfGroup(group: unknown): string {
  return typeof group === 'string' ? group : '';
}

function substitute(
  text: string,
  { everywhere }: PipelineRegex,
  replacement: Replacement,
  run: Run,
): string {
  if (isTooLong(text, run)) return text;
  everywhere.lastIndex = 0;
  return text.replaceAll(
    everywhere,
    (...found: readonly (string | number | undefined | object)[]) =>
      replacement
        .map((piece) => (typeof piece === 'string' ? piece : textOfGroup(found[piece])))
        .join(''),
  );
}
