import { contains, endswith, startswith } from './affix.ts';
import { cased } from './cased.ts';
import { cidr } from './cidr.ts';
import { gt, gte, lt, lte } from './compare.ts';
import { exists } from './exists.ts';
import type { ValueModifier } from './modifier.ts';
import { dotAll, ignoreCase, multiline, re } from './re.ts';
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
];

/** Modifiers of values, by name and alias. */
export const VALUE_MODIFIERS: ReadonlyMap<string, ValueModifier> = new Map(
  ALL.flatMap((modifier) =>
    [modifier.name, ...(modifier.aliases ?? [])].map((name) => [name, modifier] as const),
  ),
);

/** Modifiers of the whole item; their position in the chain is free. */
export const ITEM_MODIFIERS = ['all', 'neq'] as const;

/** In the specification 2.1, and not honoured here: refused by name. */
export const UNSUPPORTED_MODIFIERS: ReadonlySet<string> = new Set([
  'base64',
  'base64offset',
  'wide',
  'utf16le',
  'utf16be',
  'utf16',
  'expand',
  'fieldref',
  'minute',
  'hour',
  'day',
  'week',
  'month',
  'year',
]);
