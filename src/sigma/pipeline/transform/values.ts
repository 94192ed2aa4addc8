import { toFieldDraft } from '../../detection/read-values.ts';
import type { OpenValue } from '../../detection/open-value.ts';
import { createText } from '../../modifier/draft.ts';
import type { Draft, TextDraft } from '../../modifier/draft.ts';
import type { OpenPart } from '../../modifier/open-part.ts';
import { PlainScalar } from '../../yaml/plain-scalar.ts';
import { quote } from '../../yaml/yaml-value.ts';
import type { Run } from '../run.ts';
import { textOf, toPlain, withDraft, withText } from '../value-text.ts';
import { ofValues } from './transformation.ts';
import type { TransformationReader } from './transformation.ts';

/** A string that equals a key stands for one or several others. */
export const readMapString: TransformationReader = (params) => {
  const mapping = params.mapping('mapping');
  return ofValues((value) => {
    const text = textOf(value);
    const target = text === null ? undefined : mapping.get(toPlain(text.parts));
    if (target === undefined) return null;
    const targets = typeof target === 'string' ? [target] : target;
    return targets.map((each) => withText(value, each));
  });
};

const CASES = {
  lower: (text: string) => text.toLowerCase(),
  upper: (text: string) => text.toUpperCase(),
  snake_case: (text: string) => text.replaceAll(/(?<!^)(?=[A-Z])/g, '_').toLowerCase(),
} as const;

export const readCase: TransformationReader = (params) => {
  const method = params.choice('method', ['lower', 'upper', 'snake_case']) ?? 'lower';
  const change = CASES[method];
  return ofTexts((text) => ({
    ...text,
    parts: text.parts.map((part) =>
      part.kind === 'literal' ? { kind: 'literal', text: change(part.text) } : part,
    ),
  }));
};

/**
 * A string as a case-sensitive expression, or one for either case. The expression takes the whole value, as the string
 * did: pySigma leaves that to the language that it writes (docs/decisions/0018).
 */
export const readRegexTransformation: TransformationReader = (params) => {
  const method =
    params.choice('method', ['plain', 'ignore_case_flag', 'ignore_case_brackets']) ??
    'ignore_case_brackets';
  const write = method === 'ignore_case_brackets' ? writeBothCases : quoteRegex;
  const flags = { ignoreCase: method === 'ignore_case_flag', multiline: false, dotAll: true };
  return ofTexts((text, run) => {
    if (text.parts.length === 0) return text;
    const placeholder = text.parts.find((part) => part.kind === 'placeholder');
    if (placeholder !== undefined)
      run.fail({
        code: 'pipeline-placeholder',
        message: `the pipeline makes an expression of a value with the placeholder ${quote(placeholder.name)}`,
        hint: 'put value_placeholders before it',
      });
    const source = text.parts.map((part) => writePart(part, write)).join('');
    return { kind: 'regex', pieces: [`\\A${source}\\z`], flags };
  });
};

function writePart(part: OpenPart, write: (text: string) => string): string {
  if (part.kind === 'literal') return write(part.text);
  return part.kind === 'many' ? '.*' : '.';
}

function quoteRegex(text: string): string {
  return text.replaceAll(/[()[\]{}?*+\-|^$\\.&~# \t\n\r\v\f]/g, '\\$&');
}

function writeBothCases(text: string): string {
  return Array.from(text)
    .map((character) => {
      if (!/\p{L}/u.test(character)) return quoteRegex(character);
      return `[${character.toLowerCase()}${character.toUpperCase()}]`;
    })
    .join('');
}

export const readSetValue: TransformationReader = (params) => {
  const scalar = params.scalar('value');
  const type = params.choice('force_type', ['str', 'num']);
  const draft = type === null ? toFieldDraft(scalar) : forceType(scalar, type);
  if (draft === null) {
    const message = `${quote(String(scalar))} cannot be made a ${type === 'num' ? 'number' : 'text'}`;
    params.error(['value'], { code: 'pipeline-value', message });
    return null;
  }
  return ofValues((value) => [withDraft(value, draft)]);
};

function forceType(scalar: string | PlainScalar | null, type: 'str' | 'num'): Draft | null {
  if (scalar === null) return null;
  const text = typeof scalar === 'string' ? scalar : scalar.text;
  return type === 'str' ? createText(text) : toNumber(text);
}

const INTEGER = /^\s*[-+]?\d+\s*$/;

/** Whole numbers only, as pySigma's conversion of text; null for others. */
function toNumber(text: string): Draft | null {
  if (!INTEGER.test(text)) return null;
  return toFieldDraft(new PlainScalar('number', BigInt(text.trim().replace(/^\+/, '')).toString()));
}

export const readConvertType: TransformationReader = (params) => {
  params.required('target_type');
  const type = params.choice('target_type', ['str', 'num']);
  return ofValues((value, run) => {
    const variants = value.variants.map((draft) =>
      type === 'str' ? toTextDraft(draft) : toNumberDraft(draft, run),
    );
    const isSame = variants.every((draft, index) => draft === value.variants[index]);
    return isSame ? null : [{ ...value, variants }];
  });
};

function toTextDraft(draft: Draft): Draft {
  return draft.kind === 'number' && draft.operator === 'eq' ? createText(draft.text) : draft;
}

function toNumberDraft(draft: Draft, run: Run): Draft {
  if (draft.kind !== 'text') return draft;
  const plain = toPlain(draft.parts);
  const number = toNumber(plain);
  if (number !== null) return number;
  run.fail({
    code: 'pipeline-convert',
    message: `the pipeline converts ${quote(plain)} to a number, which it is not`,
  });
  return draft;
}

/** Strings only; every other value stays. */
function ofTexts(change: (text: TextDraft, run: Run) => Draft): ReturnType<TransformationReader> {
  return ofValues((value: OpenValue, run) => {
    const text = textOf(value);
    return text === null ? null : [withDraft(value, change(text, run))];
  });
}
