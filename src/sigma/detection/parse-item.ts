import type { DetectionItem } from '../detection.ts';
import { readModifierChain } from '../modifier/chain.ts';
import { isYamlList } from '../yaml/yaml-value.ts';
import type { YamlValue } from '../yaml/yaml-value.ts';
import type { OpenValue } from './open-value.ts';
import {
  readOpenValues,
  toFieldDraft,
  toKeywordDraft,
  toPlainKeywordDraft,
} from './read-values.ts';
import type { DetectionReading } from './read-values.ts';

const NO_MODIFIERS = { isAll: false, isNegated: false, values: [] } as const;

/** One `field|modifiers: values` line; without a field name a keyword search. Null after a reported fault. */
export function parseItem(
  key: string,
  value: YamlValue,
  reading: DetectionReading,
): DetectionItem<OpenValue> | null {
  const { path, faults } = reading;
  const [field = '', ...names] = key.split('|');
  const isKeyword = field === '';
  const read = readModifierChain(names, isKeyword);
  if (!read.ok) {
    for (const complaint of read.complaints) faults.error({ path, isKey: true }, complaint);
    return null;
  }
  const { chain } = read;
  if (isUnencoded(chain.values))
    faults.warning(
      { path, isKey: true },
      {
        code: 'encoding-alone',
        message: 'UTF-16 outside base64 is text with NUL characters, which logs seldom hold',
        hint: 'add base64offset and contains behind it',
      },
    );
  const toKeyword = chain.values.length === 0 ? toPlainKeywordDraft : toKeywordDraft;
  const toDraft = isKeyword ? toKeyword : toFieldDraft;
  const patterns = readOpenValues(value, { chain, toDraft }, reading);
  if (chain.isAll && (!isYamlList(value) || value.length === 1))
    faults.warning(
      { path, isKey: true },
      {
        code: 'all-single-value',
        message: 'the modifier all has one value and changes nothing',
        hint: 'remove it, or give a list',
      },
    );
  const link = chain.isAll ? 'all' : 'any';
  if (isKeyword) return { kind: 'keyword', link, patterns, text: key };
  return { kind: 'field', field, link, isNegated: chain.isNegated, patterns, text: key };
}

/** A list of plain values, or one: a keyword search for any of them. */
export function parseKeywords(
  value: YamlValue,
  reading: DetectionReading,
): DetectionItem<OpenValue> {
  const plan = { chain: NO_MODIFIERS, toDraft: toPlainKeywordDraft };
  const patterns = readOpenValues(value, plan, reading);
  return { kind: 'keyword', link: 'any', patterns, text: 'keyword' };
}

/** Whether the last encoding of the chain is UTF-16. */
function isUnencoded(values: readonly { readonly name: string }[]): boolean {
  const names = values.map(({ name }) => name);
  return names.some((name) => UTF16.has(name)) && !names.some((name) => name.startsWith('base64'));
}

const UTF16 = new Set(['wide', 'utf16be', 'utf16']);
