import { FAILSAFE_SCHEMA, load, Type, YAMLException } from 'js-yaml';
import { findCollectionKey } from './collection-key.ts';
import { readPlainScalar } from './plain-scalar.ts';
import { isYamlList, isYamlMap, quote } from './yaml-value.ts';

export interface YamlFault {
  readonly code: 'yaml-syntax' | 'yaml-duplicate-key';
  readonly message: string;
  readonly hint?: string;
  /** From 0, within the text. */
  readonly line: number;
  readonly column: number;
}

export type LoadedDocument =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly fault: YamlFault };

const plainScalar = new Type('tag:soclite,2026:plain', {
  kind: 'scalar',
  resolve: (text: unknown) => typeof text === 'string' && readPlainScalar(text) !== undefined,
  construct: (text: unknown) => (typeof text === 'string' ? readPlainScalar(text) : null),
});
/** `<<`: PyYAML honours it, so rules may. */
const merge = new Type('tag:yaml.org,2002:merge', {
  kind: 'scalar',
  resolve: (text: unknown) => text === '<<',
});
const schema = FAILSAFE_SCHEMA.extend({ implicit: [merge, plainScalar] });

/** One YAML document. The value holds what `YamlValue` says; never throws. */
export function loadDocument(text: string): LoadedDocument {
  try {
    const value = load(text, { schema });
    // only anchors can make a value larger than its text, or endless
    if (text.includes('&') && countValues(value, MAX_VALUES) > MAX_VALUES) return TOO_LARGE;
    const place = findCollectionKey(text);
    if (place !== null) return { ok: false, fault: { ...COLLECTION_KEY, ...place } };
    return { ok: true, value };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return { ok: false, fault: toFault(error, text) };
  }
}

const MAX_VALUES = 100_000;
/** js-yaml's own limit for nesting without aliases. */
const MAX_DEPTH = 100;
const TOO_LARGE: LoadedDocument = {
  ok: false,
  fault: {
    code: 'yaml-syntax',
    message: `aliases expand to more than ${MAX_VALUES} values or ${MAX_DEPTH} levels`,
    hint: 'write the values out',
    line: 0,
    column: 0,
  },
};

const COLLECTION_KEY = {
  code: 'yaml-syntax',
  message: 'a list or a map is no key',
  hint: 'write a name before the colon; quote it if it holds brackets',
} as const;

/** Values within a value, counted until the limit is passed; too deep counts as too many. */
function countValues(value: unknown, limit: number, depth = 0): number {
  if (!isYamlList(value) && !isYamlMap(value)) return 1;
  if (depth > MAX_DEPTH) return Number.POSITIVE_INFINITY;
  let count = 1;
  for (const child of Object.values(value)) {
    count += countValues(child, limit - count, depth + 1);
    if (count > limit) break;
  }
  return count;
}

const HINTS: readonly (readonly [RegExp, string])[] = [
  [/duplicated mapping key/, 'give the key once: as a list of values, or with another modifier'],
  [/tab character|bad indentation/, 'indent with spaces only, the same number on each level'],
  [/non-printable|null byte/, 'save the file as UTF-8'],
  [/unknown tag/, 'remove the tag; rules need none'],
  [/unexpected end of the stream within a (?:single|double) quoted/, 'close the quote'],
];

function toFault(error: YAMLException, text: string): YamlFault {
  const { reason } = error;
  const { line, column, position } = readMark(error);
  const hint = HINTS.find(([pattern]) => pattern.test(reason))?.[1];
  const isDuplicate = reason === 'duplicated mapping key';
  const key = KEY.exec(text.slice(position))?.[0].trim() ?? '';
  return {
    code: isDuplicate ? 'yaml-duplicate-key' : 'yaml-syntax',
    message: isDuplicate ? `the key ${quote(key)} stands twice in one map` : `not YAML: ${reason}`,
    ...(hint === undefined ? {} : { hint }),
    line,
    column,
  };
}

const KEY = /^(?:"[^"]*"|'[^']*'|[^:\r\n]+)/;

interface Mark {
  readonly line: number;
  readonly column: number;
  readonly position: number;
}

/** The declared type promises a mark; an error about the whole stream has none. */
function readMark(error: { readonly mark?: Mark }): Mark {
  return error.mark ?? { line: 0, column: 0, position: 0 };
}
