// Collections of Sigma version 1: `action: global`, `reset` and `repeat`.
import { expect, test } from 'vitest';
import { parseSigma } from '../../../src/sigma/parse.ts';
import { codesOf } from '../rule-text.ts';

const ID = '00000001-0000-0000-0000-000000000000';
const REST = 'logsource: {product: p}\ndetection: {a: {f: x}, condition: a}\n';
const GLOBAL = `action: global\ntitle: Shared\nid: ${ID}\nlevel: low\ndetection: {a: {f: x}, condition: 1 of them}\n`;

function summary(...documents: readonly string[]): unknown {
  return parseSigma(documents.join('---\n'), 'rule.yml').documents.map((document) =>
    document.kind === 'rule'
      ? [
          document.rule.id,
          document.rule.title,
          document.rule.logSource.product,
          [...document.rule.detections.keys()],
        ]
      : codesOf(document),
  );
}

test('a global document is a template, and no rule itself', () => {
  const found = summary(
    GLOBAL,
    'logsource: {product: p}\ndetection: {b: {g: x}}\n',
    'logsource: {product: q}\ndetection: {a: {g: x}}\n',
  );
  expect(found).toEqual([
    [ID, 'Shared', 'p', ['b', 'a']],
    [`${ID}#2`, 'Shared', 'q', ['a']],
  ]);
});

test('of two values the template has the last word, as in pySigma; maps are merged', () => {
  const text = `${GLOBAL}---\ntitle: Own\nlogsource: {product: p}\ndetection: {a: {g: y}, condition: a}\n`;
  const [document] = parseSigma(text, 'rule.yml').documents;
  if (document?.kind !== 'rule') throw new Error('refused');
  const { title, conditionText, detections } = document.rule;
  expect([title, conditionText, detections.get('a')]).toMatchObject([
    'Shared',
    '1 of them',
    { kind: 'all', parts: [{ field: 'g' }, { field: 'f' }] },
  ]);
});

test('reset ends the template', () => {
  const found = summary(GLOBAL, 'action: reset\n', `title: Own\nlevel: low\n${REST}`);
  expect(found).toEqual([['Own', 'Own', 'p', ['a']]]);
});

test('repeat is the rule before with changes, and builds on the last', () => {
  const found = summary(
    `title: One\nid: ${ID}\nlevel: low\n${REST}`,
    'action: repeat\nlogsource: {product: q}\n',
    'action: repeat\ntitle: Three\nid: 00000003-0000-0000-0000-000000000000\n',
  );
  expect(found).toEqual([
    [ID, 'One', 'p', ['a']],
    [`${ID}#2`, 'One', 'q', ['a']],
    ['00000003-0000-0000-0000-000000000000', 'Three', 'q', ['a']],
  ]);
});

test('filters and correlations take nothing from the template', () => {
  const found = summary(GLOBAL, 'filter: {rules: any}\n', 'correlation: {}\n');
  expect(found).toMatchObject([
    expect.arrayContaining(['error key-missing']),
    expect.arrayContaining(['error key-missing']),
  ]);
});

test.each([
  ['action: repeat\n', ['error action-repeat']],
  ['action: gobal\n', ['error action-unknown']],
  ['action:\n', ['error action-unknown']],
  ['action: [global]\n', ['error action-unknown']],
])('%j is refused', (text, codes) => {
  expect(summary(text)).toEqual([codes]);
});

test.each([
  ['at the end of the file', [REST, GLOBAL], [4]],
  ['replaced before any rule', [GLOBAL, GLOBAL, REST], [1]],
  ['ended before any rule', [GLOBAL, 'action: reset\n', REST], [1]],
  ['a correlation takes nothing from it', [GLOBAL, 'title: C\ncorrelation: {}\n'], [1]],
  ['a rule follows, even a refused one', [GLOBAL, 'title: R\n'], []],
  ['a repetition follows', [GLOBAL, 'action: repeat\nlogsource: {product: q}\n'], []],
])('a template that nothing takes from is a warning: %s', (_name, documents, lines) => {
  const { problems } = parseSigma(documents.join('---\n'), 'rule.yml');
  expect(problems.map(({ code, severity, at }) => [code, severity, at])).toEqual(
    lines.map((line) => ['action-unused', 'warning', { file: 'rule.yml', line, column: 1 }]),
  );
});
