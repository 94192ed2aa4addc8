// Global filters: which rules they act on, and that their identifiers are their own.
import { describe, expect, test } from 'vitest';
import type { FieldValue } from '../../../src/event/event.ts';
import { parseSigma } from '../../../src/sigma/parse.ts';
import { resolveRuleSet } from '../../../src/sigma/rule-set.ts';
import type { ResolvedRuleSet } from '../../../src/sigma/rule-set.ts';
import { explainMatch } from '../../../src/detect/explain.ts';
import { createCorrelator } from '../../../src/correlate/correlator.ts';
import { formatProblem } from '../../../src/util/problem.ts';
import { MATCHERS } from '../../support/matchers.ts';
import { event } from '../../support/sigma-ast.ts';

const uuid = (digit: number): string => `0000000${digit}-0000-0000-0000-000000000000`;

function rule(digit: number, condition = 'selection', source = '{product: windows}'): string {
  return `title: Rule ${digit}
id: ${uuid(digit)}
name: rule_${digit}
level: low
logsource: ${source}
detection:
  selection: {f: x}
  selection_b: {g: x}
  condition: ${condition}
`;
}

function filter(rules: string, body: string, source = '{product: windows}'): string {
  return `title: Known
id: ${uuid(9)}
logsource: ${source}
filter:
  rules: ${rules}
  ${body.replaceAll('\n', '\n  ')}
`;
}

const NOT_ADMIN = 'selection: {user: admin}\ncondition: not selection';

function resolve(...texts: readonly string[]): ResolvedRuleSet {
  return resolveRuleSet(texts.map((text, index) => parseSigma(text, `${index + 1}.yml`)));
}

function problemsOf(...texts: readonly string[]): readonly string[] {
  return resolve(...texts).problems.map(formatProblem);
}

const X: Record<string, FieldValue> = { f: 'x' };
const BY_ADMIN = { ...X, user: 'admin' };

describe.each(MATCHERS)('%s', (_, createMatcher) => {
  const matches = (resolved: ResolvedRuleSet, fields: Record<string, FieldValue>): unknown =>
    createMatcher(resolved.ruleSet.rules)
      .match(
        event(fields, { logSources: [{ category: 'c', product: 'windows', service: 'system' }] }),
      )
      .map(({ name }) => name);

  test.each([
    ['an id', `[${uuid(1)}]`, ['rule_2']],
    ['a name', 'rule_1', ['rule_2']],
    ['an id and a name of one rule', `[${uuid(1)}, rule_1]`, ['rule_2']],
    ['any', 'any', []],
    ['an empty list', '[]', []],
  ])('a filter names its rules by %s', (_name, rules, left) => {
    const resolved = resolve(filter(rules, NOT_ADMIN), `${rule(1)}---\n${rule(2)}`);
    expect(resolved.problems).toEqual([]);
    expect([matches(resolved, X), matches(resolved, BY_ADMIN)]).toEqual([
      ['rule_1', 'rule_2'],
      left,
    ]);
  });

  test.each([
    ['{product: windows}', '{product: windows, service: system}', true],
    ['{product: windows, service: system}', '{product: windows}', false],
    ['{service: system}', '{product: windows, service: system}', true],
    ['{category: c}', '{product: windows}', false],
  ])('a filter of %s acts on a rule of %s: %s', (ofFilter, ofRule, isFiltered) => {
    const text = rule(1, 'selection', ofRule);
    const resolved = resolve(filter('any', NOT_ADMIN, ofFilter), text);
    expect(matches(resolved, BY_ADMIN)).toEqual(isFiltered ? [] : ['rule_1']);
  });

  test('without "not" a filter keeps only what it describes', () => {
    const resolved = resolve(
      rule(1),
      filter('any', 'selection: {user: admin}\ncondition: selection'),
    );
    expect([matches(resolved, X), matches(resolved, BY_ADMIN)]).toEqual([[], ['rule_1']]);
  });

  test.each([
    ['1 of them', '1 of them', [['rule_1'], []]],
    ['all of selection*', 'all of selection*', [[], []]],
    ['selection', 'not 1 of selection*', [['rule_1'], []]],
    ['selection', 'not all of them', [['rule_1'], []]],
  ])('the rule says %s, the filter %s: neither sees the other', (ofRule, ofFilter, expected) => {
    const condition = ofFilter.includes('not') ? ofFilter : `not (${ofFilter})`;
    const body = `selection: {user: admin}\ncondition: ${condition}`;
    const resolved = resolve(rule(1, ofRule), filter('any', body));
    expect([matches(resolved, X), matches(resolved, BY_ADMIN)]).toEqual(expected);
  });

  test('several filters on one rule, with identifiers of one name: all must hold', () => {
    const other = filter('any', 'selection: {host: a}\ncondition: not selection').replace(
      uuid(9),
      uuid(8),
    );
    const resolved = resolve(rule(1), filter('any', NOT_ADMIN), other);
    expect([X, BY_ADMIN, { ...X, host: 'a' }].map((fields) => matches(resolved, fields))).toEqual([
      ['rule_1'],
      [],
      [],
    ]);
  });

  test('a correlation counts what filters leave', () => {
    const count = `title: C\nid: ${uuid(5)}\nlevel: low\ncorrelation: {type: event_count, rules: rule_1, timespan: 1m, condition: {gte: 2}}\n`;
    const { ruleSet, problems } = resolve(rule(1), count, filter('any', NOT_ADMIN));
    expect(problems).toEqual([]);
    const matcher = createMatcher(ruleSet.rules);
    const correlator = createCorrelator(ruleSet);
    const logSources = [{ category: null, product: 'windows', service: null }];
    const findings = [X, BY_ADMIN, BY_ADMIN, X].flatMap((fields) => {
      const given = event(fields, { logSources });
      return correlator
        .push({ event: given, rules: matcher.match(given) })
        .map((finding) => finding.count);
    });
    expect(findings).toEqual([2]);
  });

  test('a condition list of the rule is filtered as a whole', () => {
    const resolved = resolve(rule(1, '[selection, selection_b]'), filter('any', NOT_ADMIN));
    const inputs = [X, BY_ADMIN, { g: 'x' }, { g: 'x', user: 'admin' }];
    expect(inputs.map((fields) => matches(resolved, fields))).toEqual([
      ['rule_1'],
      [],
      ['rule_1'],
      [],
    ]);
  });
});

test('the condition and the evidence of a filtered rule tell of the filter', () => {
  const body = 'selection: {user: admin}\ncondition: selection and not 1 of none*';
  const [filtered] = resolve(rule(1), filter('any', body)).ruleSet.rules;
  if (filtered === undefined) throw new Error('no rule');
  expect(filtered.conditionText).toBe('(selection) and (selection and not 1 of none*)');
  const logSources = [{ category: null, product: 'windows', service: null }];
  expect(explainMatch(filtered, event(BY_ADMIN, { logSources }))).toEqual([
    { selection: 'selection', field: 'f', value: 'x', item: 'f' },
    { selection: 'Known: selection', field: 'user', value: 'admin', item: 'user' },
  ]);
});

test('what a filter cannot filter is a warning', () => {
  const count = `title: C\nid: ${uuid(5)}\nname: count\nlevel: low\ncorrelation: {type: event_count, rules: rule_1, timespan: 1m, condition: {gte: 2}}\n`;
  const found = problemsOf(
    `${rule(1)}---\n${rule(2, 'selection', '{product: linux}')}---\n${count}`,
    filter('[rule_1, rule_2, rule3, count]', NOT_ADMIN),
  );
  expect(found.join('\n')).toMatchInlineSnapshot(`
    "2.yml:1:1: warning: the rule "rule_2" is not of the log source of the filter and is not filtered [filter-logsource]
      hint: give the filter the log source of the rule, or a part of it
    2.yml:1:1: warning: no loaded rule has the id or name "rule3" [filter-reference-unknown]
      hint: did you mean "rule_1"?
    2.yml:1:1: warning: "count" is a correlation, and filters act on detection rules [filter-correlation]
      hint: name the rules that the correlation counts"
  `);
});

test.each([
  ['no rules', 'condition: not selection\nselection: {a: b}', ['key-missing']],
  ['rules are a map', 'rules: {}\ncondition: not selection\nselection: {a: b}', ['key-type']],
  [
    'no identifier',
    'rules: any\ncondition: not selection',
    ['detection-empty', 'identifier-undefined'],
  ],
  ['no condition', 'rules: any\nselection: {a: b}', ['key-missing']],
  [
    'a fault in a value',
    'rules: any\nselection: {a|foo: b}\ncondition: not selection',
    ['modifier-unknown'],
  ],
  [
    'an unknown identifier',
    'rules: any\nselection: {a: b}\ncondition: not x',
    ['identifier-undefined'],
  ],
  [
    'rules as an identifier',
    'rules: any\nselection: {a: b}\ncondition: not rules',
    ['identifier-undefined'],
  ],
])('a filter is refused: %s', (_name, body, codes) => {
  const text = `title: F\nid: ${uuid(9)}\nlogsource: {product: windows}\nfilter:\n  ${body.replaceAll('\n', '\n  ')}\n`;
  const { refused, ruleSet } = resolve(rule(1), text);
  const errors = refused.flatMap(({ id, problems }) =>
    problems.filter(({ severity }) => severity === 'error').map(({ code }) => [id, code]),
  );
  expect(errors).toEqual(codes.map((code) => [uuid(9), code]));
  // the rule itself goes on, unfiltered: more alerts, not fewer
  expect(ruleSet.rules.map(({ conditionText }) => conditionText)).toEqual(['selection']);
});

test.each([
  ['selection', true],
  ['not not selection', true],
  ['selection and not other', true],
  ['not selection', false],
  ['not selection or other', false],
  ['not (selection and not other)', false],
  ['not 1 of them', false],
])('the polarity of %j is questioned: %s', (condition, isQuestioned) => {
  const body = `selection: {a: b}\nother: {c: d}\ncondition: ${condition}`;
  const codes = resolve(rule(1), filter('any', body)).problems.map(({ code }) => code);
  expect(codes).toEqual(isQuestioned ? ['filter-polarity'] : []);
});

test('a filter for any rule of a log source that no loaded rule has is a warning', () => {
  expect(problemsOf(rule(1), filter('any', NOT_ADMIN, '{product: linux, service: sshd}'))).toEqual([
    '2.yml:1:1: warning: no loaded rule is of the log source of the filter (product: linux, service: sshd) [filter-idle]\n  hint: compare it with the log source of the rules, or load the rules together with the filter',
  ]);
});

test('a condition without "not" is questioned where it stands', () => {
  expect(problemsOf(rule(1), filter('any', 'selection: {a: b}\ncondition: selection'))).toEqual([
    '2.yml:7:14: warning: the rules keep only events for which the condition of the filter is true [filter-polarity]\n  hint: to leave these events out write "not selection"',
  ]);
});

test('of two filters with one id the first stays; a filter does not displace a rule', () => {
  const second = filter('any', 'selection: {user: root}\ncondition: not selection');
  const own = filter('any', NOT_ADMIN).replace(uuid(9), uuid(1));
  const { refused, ruleSet } = resolve(own, rule(1), filter('any', NOT_ADMIN), second);
  expect(refused.map(({ id, problems }) => [id, problems.map(({ code }) => code)])).toEqual([
    [uuid(9), ['id-duplicate']],
  ]);
  expect(ruleSet.rules.map(({ conditionText }) => conditionText)).toEqual([
    '((selection) and (not selection)) and (not selection)',
  ]);
});
