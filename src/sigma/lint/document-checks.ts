// Remarks on dates, tags and the spelling of conditions.
import { checkTag } from '../attack-tags.ts';
import { quoteText, type Remark } from './remark.ts';
import type { SourceDocument, SourceScalar } from './source-tree.ts';

export function checkDocument({ keys, conditions }: SourceDocument): readonly Remark[] {
  return [
    ...['date', 'modified'].flatMap((key) => (keys.get(key) ?? []).flatMap(checkDate)),
    ...checkTags(keys.get('tags') ?? []),
    ...conditions.flatMap(checkConditionCase),
  ];
}

/** Specification 2.1: ISO 8601, `YYYY-MM-DD`; version 1 wrote slashes. */
function checkDate(value: SourceScalar): readonly Remark[] {
  const parts = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(value.text);
  if (parts === null || /^\d{4}-\d{2}-\d{2}$/.test(value.text)) return [];
  const [, year = '', month = '', day = ''] = parts;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const { content } = value;
  return [
    {
      code: 'date-format',
      message: `the date ${quoteText(value.text)} is not written YYYY-MM-DD`,
      hint: `write ${text}`,
      at: value.at,
      edits: content === null ? [] : [{ start: content.start, end: content.end, text }],
    },
  ];
}

function checkTags(tags: readonly SourceScalar[]): readonly Remark[] {
  const seen = new Set<string>();
  return tags.flatMap((tag) => {
    const isNew = !seen.has(tag.text);
    seen.add(tag.text);
    if (!isNew) {
      const message = `the tag ${quoteText(tag.text)} stands twice`;
      return [{ code: 'tag-duplicate', message, hint: 'remove one', at: tag.at, edits: [] }];
    }
    const found = checkTag(tag.text);
    if (found === null) return [];
    const { replacement, ...remark } = found;
    const isEditable = replacement !== null && tag.content !== null;
    const edits = isEditable ? [{ ...tag.content, text: replacement }] : [];
    return [{ ...remark, at: tag.at, edits }];
  });
}

const UPPER_CASE = /(?<![\w*-])(?:AND|OR|NOT|OF|ALL|ANY|THEM)(?![\w*-])/g;

/** Operators in upper case: the parser warns of each. */
function checkConditionCase({ text, content, at }: SourceScalar): readonly Remark[] {
  if (content === null) return [];
  const edits = [...text.matchAll(UPPER_CASE)].map(({ index, 0: word }) => ({
    start: content.start + index,
    end: content.start + index + word.length,
    text: word.toLowerCase(),
  }));
  if (edits.length === 0) return [];
  return [{ code: 'condition-case', message: '', hint: '', at, edits, isReported: true }];
}
