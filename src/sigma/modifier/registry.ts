import { contains, endswith, startswith } from './affix.ts';
import { cased } from './cased.ts';
import { cidr } from './cidr.ts';
import { gt, gte, lt, lte } from './compare.ts';
import { base64, base64offset, utf16, utf16be, wide } from './encode.ts';
import { exists } from './exists.ts';
import { expand } from './expand.ts';
import { fieldref } from './fieldref.ts';
import type { ValueModifier } from './modifier.ts';
import { dotAll, ignoreCase, multiline, re } from './re.ts';
import { TIME_MODIFIERS } from './time.ts';
import { windash } from './windash.ts';

const ALL: readonly ValueModifier[] = [
  contains,
  startswith,
  endswith,
  cased,
  windash,
  re,
  ignoreCase,
  multiline,
  dotAll,
  cidr,
  exists,
  lt,
  lte,
  gt,
  gte,
  wide,
  utf16be,
  utf16,
  base64,
  base64offset,
  fieldref,
  expand,
  ...TIME_MODIFIERS,
];

/** Modifiers of values, by name and alias. */
export const VALUE_MODIFIERS: ReadonlyMap<string, ValueModifier> = new Map(
  ALL.flatMap((modifier) =>
    [modifier.name, ...(modifier.aliases ?? [])].map((name) => [name, modifier] as const),
  ),
);

/** Modifiers of the whole item; their position in the chain is free. */
export const ITEM_MODIFIERS = ['all', 'neq'] as const;
