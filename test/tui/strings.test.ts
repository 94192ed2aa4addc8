import { expect, test } from 'vitest';

import { displayWidth, toDisplayText } from '../../src/util/display-text.ts';
import { STRINGS } from '../../src/tui/strings.ts';
import { COLUMN_WIDTHS } from '../../src/tui/view/queue-pane.ts';

const LANGUAGES = ['vi', 'en'] as const;

/** Every plain word of a table with its path. */
function words(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => words(inner, `${path}.${key}`));
}

test.each(LANGUAGES)('labels of %s fit their columns', (language) => {
  const strings = STRINGS[language];
  const limits: readonly (readonly [string, string, number])[] = [
    ...Object.values(strings.severity).map(
      (word) => ['severity', word, COLUMN_WIDTHS.word - 1] as const,
    ),
    ['age', strings.column.age, COLUMN_WIDTHS.age - 1],
    ['last age', strings.column.lastAge, COLUMN_WIDTHS.age - 1],
    ['severity head', strings.column.severity, COLUMN_WIDTHS.word - 1],
    ['unit', strings.column.unit, COLUMN_WIDTHS.unit - 1],
    ['unknown unit', strings.unknownUnit, COLUMN_WIDTHS.unit - 1],
    ['province', strings.province, COLUMN_WIDTHS.unit - 1],
    ['subject', strings.column.subject, COLUMN_WIDTHS.subject - 1],
    ['count', strings.column.count, COLUMN_WIDTHS.count - 1],
    ...Object.values(strings.fact).map((word) => ['fact', word, 13] as const),
    ...Object.values(strings.short).map((word) => ['short', word, 8] as const),
    ...strings.age.map((word) => ['age unit', word, 1] as const),
    ['too small', strings.tooSmall('39x9'), 30],
  ];
  const tooWide = limits.filter(([, word, limit]) => displayWidth(word) > limit);
  expect(tooWide).toEqual([]);
});

test.each(LANGUAGES)('words of %s are composed, not empty, and safe', (language) => {
  const all = words(STRINGS[language], language);
  expect(all.length).toBeGreaterThan(100);
  expect(all.filter(([, word]) => word === '' || toDisplayText(word) !== word)).toEqual([]);
});

test('both languages have the same words to say', () => {
  const paths = (language: 'vi' | 'en') => words(STRINGS[language], '').map(([path]) => path);
  expect(paths('vi')).toEqual(paths('en'));
});
