import { expect, test } from 'vitest';
import { createPlaces } from '../../src/sigma/lint-source.ts';
import { lintFilter, lintRule } from '../../src/sigma/lint.ts';
import { parseSigma } from '../../src/sigma/parse.ts';
import { formatProblem } from '../../src/util/problem.ts';
import { parseOne, ruleText } from './rule-text.ts';

const SOUND = 'status: test\nauthor: A\n';
const OURS = `description: D
falsepositives: [none known]
date: 2026-11-23
license: Apache-2.0
soclite.title-vi: Tên
soclite.next-steps-vi: [Một, Hai]
soclite.next-steps-en: One
tags: [soclite.layer-1, soclite.tier-host]
`;

function lint(text: string): readonly string[] {
  const document = parseOne(text);
  if (document.kind === 'refused' || document.kind === 'filter')
    throw new Error(document.problems.map(formatProblem).join('\n'));
  return lintRule(document.rule, createPlaces(text, 'rule.yml')).map(
    ({ code, message }) => `${code}: ${message}`,
  );
}

test('a sound rule has nothing to hear, ours included', () => {
  expect(lint(SOUND + ruleText('f: a'))).toEqual([]);
  expect(lint(SOUND + OURS + ruleText('f: a'))).toEqual([]);
});

test('status and author are missed', () => {
  expect(lint(ruleText('f: a'))).toEqual([
    'status-missing: the rule has no status',
    'author-missing: the rule has no author',
  ]);
});

test.each([
  ['sel', ['identifier-unused: the condition never asks for "other"']],
  ['1 of s*', ['identifier-unused: the condition never asks for "other"']],
  ['sel and not other', []],
  ['all of them', []],
])('identifiers that the condition %j never asks for', (condition, remarks) => {
  const text = ruleText('f: a', condition).replace('  sel:', '  other: {g: b}\n  sel:');
  expect(lint(SOUND + text)).toEqual(remarks);
});

test.each([
  ["f|contains: ''", 'f|contains'],
  ["f|contains: ['a', '*']", 'f|contains'],
  ["f|startswith: ''", 'f|startswith'],
  ["- '*'\n- a", 'keyword'],
  ["f|re: '.*'", 'f|re'],
])('%s matches everything', (selection, item) => {
  expect(lint(SOUND + ruleText(selection))).toEqual([
    `value-matches-everything: a value of "${item}" matches everything`,
  ]);
});

test.each(["f: '*'", "f: ''", "f: '**'"])('%s asks a fair question', (selection) => {
  expect(lint(SOUND + ruleText(selection))).toEqual([]);
});

test.each([
  ['not selection', ['identifier-unused: the condition never asks for "other"']],
  ['not selection and not other', []],
  [
    'not selection or (not selection and other)',
    ['identifier-without-effect: "other" never changes what the condition says'],
  ],
  [
    'not (selection and not selection) or other',
    ['condition-always-true: the condition is true whatever the event holds'],
  ],
])('a filter with the condition %j', (condition, remarks) => {
  const document = parseOne(
    `title: F\nid: 5638f7c0-ac70-491d-8465-2a65075e0d86\nlogsource: {product: x}\nfilter:\n  rules: any\n  selection: {f: a}\n  other: {g: b}\n  condition: ${condition}\n`,
  );
  if (document.kind !== 'filter') throw new Error('no filter');
  expect(
    lintFilter(document.rule, () => null).map(({ code, message }) => `${code}: ${message}`),
  ).toEqual(remarks);
});

test('tags alone ask for nothing: rules that only feed a correlation have them', () => {
  expect(lint(`${SOUND}tags: [soclite.layer-2]\n${ruleText('f: a')}`)).toEqual([]);
});

test.each(['title: TODO x', 'falsepositives: [TODO]', 'soclite.next-steps-vi: [TODO]'])(
  'what rules new has left open: %s',
  (line) => {
    const [key = ''] = line.split(':');
    const text = `${SOUND}${OURS}${ruleText('f: a')}`.replace(new RegExp(`^${key}:.*\\n`, 'm'), '');
    expect(lint(`${line}\n${text}`)).toEqual(['todo-left: the rule still says TODO']);
  },
);

test('a rule with any soclite key needs the others', () => {
  expect(lint(`${SOUND}soclite.window: 1h\n${ruleText('f: a')}`)).toEqual([
    'soclite-key-missing: the rule has soclite keys but not soclite.title-vi',
    'soclite-key-missing: the rule has soclite keys but not soclite.next-steps-vi',
    'soclite-key-missing: the rule has soclite keys but not soclite.next-steps-en',
    'soclite-key-missing: the rule has soclite keys but not a tag soclite.layer-1 to soclite.layer-4',
    'soclite-key-missing: the rule has soclite keys but not a tag soclite.tier-*',
    'own-metadata-missing: the rule has soclite keys but not a description',
    'own-metadata-missing: the rule has soclite keys but not falsepositives',
    'own-metadata-missing: the rule has soclite keys but not a date',
    'own-metadata-missing: the rule has soclite keys but not a license',
  ]);
});

test.each([
  [
    'selection or (selection and more)',
    ['identifier-without-effect: "more" never changes what the condition says'],
  ],
  [
    'selection and not selection',
    ['condition-never-true: the condition is false whatever the event holds'],
  ],
  [
    'selection or not selection',
    ['condition-always-true: the condition is true whatever the event holds'],
  ],
  [
    'selection and filter',
    ['filter-not-negated: "filter" is called a filter and the condition asks for it'],
  ],
  [
    'more and not selection',
    ['selection-negated: "selection" is called a selection and the condition excludes it'],
  ],
  ['not selection', []],
  ['selection and not filter', []],
  ['not (filter or not selection)', []],
  ['selection and (more or not filter)', []],
])('the condition %j', (condition, remarks) => {
  const text = `detection:
  selection: {a: 1}
  more: {b: 1}
  filter: {c: 1}
  condition: ${condition}
`;
  const found = lint(`title: T\nlogsource: {product: x}\n${SOUND}${text}`);
  expect(found.filter((remark) => !remark.startsWith('identifier-unused'))).toEqual(remarks);
});

test('each warning stands where a person must look, in the second document too', () => {
  const one = (title: string): string => `title: ${title}
logsource: {product: x}
${SOUND}detection:
  selection:
    - a: 1
      b|contains: '*'
  filter_local: {c: 1}
  spare: {d: 1}
  condition: selection and filter_local
`;
  const text = `# two rules\n${one('One')}---\n${one('Two')}`;
  const findPlace = createPlaces(text, 'rule.yml');
  const found = parseSigma(text, 'rule.yml').documents.flatMap((document) =>
    document.kind === 'rule' ? lintRule(document.rule, findPlace) : [],
  );
  expect(found.map(({ at, code }) => `${at.line}:${at.column} ${code}`)).toEqual([
    '11:3 identifier-unused',
    '10:3 filter-not-negated',
    '9:7 value-matches-everything',
    '23:3 identifier-unused',
    '22:3 filter-not-negated',
    '21:7 value-matches-everything',
  ]);
});
