import { expect, test } from 'vitest';
import { parseSigma } from '../../src/sigma/parse.ts';
import { resolveRuleSet } from '../../src/sigma/rule-set.ts';
import type { ResolvedRuleSet } from '../../src/sigma/rule-set.ts';
import { formatProblem } from '../../src/util/problem.ts';

const uuid = (digit: number): string => `0000000${digit}-0000-0000-0000-000000000000`;

function rule(id: string, more = ''): string {
  return `title: T\nid: ${id}\nlevel: low\nlogsource: {product: x}\ndetection: {s: {f: a}, condition: s}\n${more}`;
}

function count(id: string, rules: string, more = ''): string {
  return `title: C\nid: ${id}\nlevel: low\ncorrelation: {type: event_count, rules: ${rules}, timespan: 1m, condition: {gte: 2}${more}}\n`;
}

function resolve(...files: readonly string[]): ResolvedRuleSet {
  return resolveRuleSet(files.map((text, index) => parseSigma(text, `${index + 1}.yml`)));
}

function summary({ ruleSet, refused, problems }: ResolvedRuleSet): unknown {
  return {
    rules: ruleSet.rules.map(({ id }) => id),
    correlations: ruleSet.correlations.map(({ id, ruleIds }) => [id, ruleIds]),
    refused: refused.map(({ id, at }) => [id, at.file]),
    problems: problems.map(formatProblem),
  };
}

test('references by id and by name, forwards and backwards, within a file and across files', () => {
  const resolved = resolve(
    `${count(uuid(1), `[named, ${uuid(3)}]`)}---\n${rule(uuid(2), 'name: named\n')}`,
    `${rule(uuid(3))}---\n${count(uuid(4), 'named')}`,
  );
  expect(summary(resolved)).toEqual({
    rules: [uuid(2), uuid(3)],
    correlations: [
      [uuid(1), [uuid(2), uuid(3)]],
      [uuid(4), [uuid(2)]],
    ],
    refused: [],
    problems: [],
  });
});

test('aliases speak of rule ids after resolution', () => {
  const aliases = `, group-by: user, aliases: {user: {named: User, ${uuid(3)}: u}}`;
  const { ruleSet } = resolve(
    count(uuid(1), `[named, ${uuid(3)}]`, aliases),
    rule(uuid(2), 'name: named\n'),
    rule(uuid(3)),
  );
  expect(ruleSet.correlations.map((correlation) => correlation.aliases)).toEqual([
    new Map([
      [
        'user',
        new Map([
          [uuid(2), 'User'],
          [uuid(3), 'u'],
        ]),
      ],
    ]),
  ]);
});

test('correlations of correlations, forwards and backwards, with the group value under another name', () => {
  const inner = (id: string): string => count(id, uuid(9), ', group-by: User');
  const outer = count(
    uuid(1),
    `[${uuid(2)}, ${uuid(3)}]`,
    `, group-by: who, aliases: {who: {${uuid(2)}: User, ${uuid(3)}: User}}`,
  );
  const resolved = resolve(inner(uuid(2)), outer, inner(uuid(3)), rule(uuid(9)));
  expect(summary(resolved)).toEqual({
    rules: [uuid(9)],
    correlations: [
      [uuid(2), [uuid(9)]],
      [uuid(1), [uuid(2), uuid(3)]],
      [uuid(3), [uuid(9)]],
    ],
    refused: [],
    problems: [],
  });
});

test('extended conditions speak of rule ids after resolution', () => {
  const { ruleSet } = resolve(
    count(uuid(1), '[a, b]').replace('{gte: 2}', 'a and not b').replace('event_count', 'temporal'),
    rule(uuid(2), 'name: a\n'),
    rule(uuid(3), 'name: b\n'),
  );
  expect(ruleSet.correlations.map(({ alternatives }) => alternatives)).toEqual([
    [{ present: [uuid(2)], absent: [uuid(3)] }],
  ]);
});

test('a chain of a thousand correlations resolves', () => {
  const id = (index: number): string =>
    `00000000-0000-0000-0000-${String(index).padStart(12, '0')}`;
  const chain = Array.from({ length: 1000 }, (_, index) => count(id(index), id(index + 1)));
  const { ruleSet, refused } = resolve(chain.join('---\n'), rule(id(1000)));
  expect([ruleSet.correlations.length, refused]).toEqual([1000, []]);
});

test('of two documents with one id or name the second is refused', () => {
  const resolved = resolve(
    `${rule(uuid(1), 'name: n\n')}---\n${rule(uuid(2))}`,
    `${rule(uuid(1))}---\n${rule(uuid(3), 'name: n\n')}---\n${rule(uuid(4), `name: ${uuid(2)}\n`)}`,
  );
  expect(summary(resolved)).toMatchInlineSnapshot(`
    {
      "correlations": [],
      "problems": [
        "2.yml:1:1: error: the id "00000001-0000-0000-0000-000000000000" belongs to the rule at 1.yml:1 already [id-duplicate]
      hint: give this rule an id of its own, or load only one of the two",
        "2.yml:7:1: error: the name "n" belongs to the rule at 1.yml:1 already [name-duplicate]
      hint: give this rule a name of its own, or load only one of the two",
        "2.yml:14:1: error: the name "00000002-0000-0000-0000-000000000000" belongs to the rule at 1.yml:8 already [name-duplicate]
      hint: give this rule a name of its own, or load only one of the two",
      ],
      "refused": [
        [
          "00000001-0000-0000-0000-000000000000",
          "2.yml",
        ],
        [
          "00000003-0000-0000-0000-000000000000",
          "2.yml",
        ],
        [
          "00000004-0000-0000-0000-000000000000",
          "2.yml",
        ],
      ],
      "rules": [
        "00000001-0000-0000-0000-000000000000",
        "00000002-0000-0000-0000-000000000000",
      ],
    }
  `);
});

test.each([
  ['unknown', [count(uuid(1), 'nobody')], 'reference-unknown'],
  ['a refused rule', [count(uuid(1), uuid(2)), rule(uuid(2), 'status: x\n')], 'reference-refused'],
  [
    'a refused rule by name',
    [count(uuid(1), 'n'), rule(uuid(2), 'status: x\nname: n\n')],
    'reference-refused',
  ],
  [
    'a duplicate',
    [count(uuid(1), uuid(3)), rule(uuid(2), 'name: n\n'), rule(uuid(3), 'name: n\n')],
    'reference-refused',
  ],
  [
    'a correlation without its group value',
    [count(uuid(1), uuid(2), ', group-by: user'), count(uuid(2), uuid(3)), rule(uuid(3))],
    'correlation-group-missing',
  ],
  [
    'a correlation across units, within one',
    [count(uuid(1), uuid(2)), `${count(uuid(2), uuid(3))}soclite.scope: province\n`, rule(uuid(3))],
    'correlation-scope-conflict',
  ],
  [
    'a correlation that is refused',
    [count(uuid(1), uuid(2)), count(uuid(2), 'nobody')],
    'reference-refused',
  ],
  [
    'a cycle that it is not part of',
    [count(uuid(1), uuid(2)), count(uuid(2), uuid(3)), count(uuid(3), uuid(2))],
    'reference-refused',
  ],
  ['itself', [count(uuid(1), uuid(1))], 'correlation-cycle'],
  ['itself by another', [count(uuid(1), uuid(2)), count(uuid(2), uuid(1))], 'correlation-cycle'],
])('a correlation that refers to %s is refused', (_name, files, code) => {
  const { ruleSet, refused } = resolve(...files);
  const found = refused.find(({ id }) => id === uuid(1));
  expect(found?.problems.map((problem) => problem.code)).toEqual([code]);
  expect(ruleSet.correlations.map(({ id }) => id)).not.toContain(uuid(1));
});

test('every bad reference is reported, and the other documents stay', () => {
  const resolved = resolve(
    count(uuid(1), '[nobody, failed_logn, bad]'),
    rule(uuid(2), 'name: failed_logon\n'),
    rule(uuid(3), 'name: bad\nstatus: x\n'),
    rule(uuid(4)).replace(/^id.*\n/m, ''),
  );
  expect(summary(resolved)).toMatchInlineSnapshot(`
    {
      "correlations": [],
      "problems": [
        "1.yml:1:1: error: no rule has the id or name "nobody" [reference-unknown]
      hint: load the rule together with this one",
        "1.yml:1:1: error: no rule has the id or name "failed_logn" [reference-unknown]
      hint: did you mean "failed_logon"?",
        "1.yml:1:1: error: the rule "bad" was refused (3.yml:1) [reference-refused]
      hint: correct that rule first",
        "3.yml:7:9: error: status must be one of stable, test, experimental, deprecated, unsupported, not "x" [status-unknown]",
        "4.yml:1:1: warning: the rule has no id; "T" stands in [id-missing]
      hint: add a UUID as id, so that alerts keep their rule when the title changes",
      ],
      "refused": [
        [
          "00000001-0000-0000-0000-000000000000",
          "1.yml",
        ],
        [
          "00000003-0000-0000-0000-000000000000",
          "3.yml",
        ],
      ],
      "rules": [
        "00000002-0000-0000-0000-000000000000",
        "T",
      ],
    }
  `);
});

test('nothing gives an empty rule set', () => {
  expect(resolveRuleSet([])).toEqual({
    ruleSet: { rules: [], correlations: [] },
    refused: [],
    problems: [],
    decodedFields: new Map(),
  });
});
