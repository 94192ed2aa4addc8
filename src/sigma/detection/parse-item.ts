import type { DetectionItem } from '../detection.ts';
import type { Reading } from '../document/read-value.ts';
import { surround } from './sigma-string.ts';
import { readModifierChain } from '../modifier/chain.ts';
import type { Pattern } from '../pattern.ts';
import { isYamlList } from '../yaml/yaml-value.ts';
import type { YamlValue } from '../yaml/yaml-value.ts';
import { readPatterns, toFieldDraft, toKeywordDraft } from './read-values.ts';

const NO_MODIFIERS = { isAll: false, isNegated: false, values: [] } as const;

/** One `field|modifiers: values` line; without a field name a keyword search. Null after a reported fault. */
export function parseItem(key: string, value: YamlValue, reading: Reading): DetectionItem | null {
  const { path, faults } = reading;
  const [field = '', ...names] = key.split('|');
  const isKeyword = field === '';
  const read = readModifierChain(names, isKeyword);
  if (!read.ok) {
    for (const complaint of read.complaints) faults.error({ path, isKey: true }, complaint);
    return null;
  }
  const { chain } = read;
  const toDraft = isKeyword ? toKeywordDraft : toFieldDraft;
  const patterns = readPatterns(value, { chain, toDraft }, reading);
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
  if (isKeyword) return { kind: 'keyword', link, patterns: patterns.map(openEnds), text: key };
  return { kind: 'field', field, link, isNegated: chain.isNegated, patterns, text: key };
}

/** A list of plain values, or one: a keyword search for any of them. */
export function parseKeywords(value: YamlValue, reading: Reading): DetectionItem {
  const plan = { chain: NO_MODIFIERS, toDraft: toKeywordDraft };
  const patterns = readPatterns(value, plan, reading);
  return { kind: 'keyword', link: 'any', patterns: patterns.map(openEnds), text: 'keyword' };
}

/** A keyword is found anywhere in a value. */
function openEnds(pattern: Pattern): Pattern {
  return pattern.kind === 'string'
    ? { ...pattern, parts: surround(pattern.parts, { before: true, after: true }) }
    : pattern;
}
