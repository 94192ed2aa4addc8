import { expect, test } from 'vitest';
import { diagnose, type MissReason } from '../../src/detect/diagnose.ts';
import { ruleOf } from '../support/parse-rule.ts';
import { event } from '../support/sigma-ast.ts';

const SOURCE = [{ category: null, product: 'test', service: null }];

function toWords(reason: MissReason): string {
  if (reason.kind !== 'item') return reason.kind;
  const { selection, wanted, item } = reason;
  const near = item.nearestField === null ? '' : ` near ${item.nearestField}`;
  return `${selection} ${wanted ? 'needs' : 'excludes'} ${item.item} [${item.actual.join('|')}]${near}`;
}

const RULE = ruleOf(
  `selection:
  Image|endswith: '\\cmd.exe'
  CommandLine|contains|all: [a, b]
other:
  - User: x
  - User: y
    Group: z
filter:
  ParentImage: good`,
  '(selection or other) and not filter',
);

test.each([
  { name: 'a match has no reasons', fields: { User: 'X' }, reasons: [] },
  {
    name: 'the way with the fewest reasons: an item of two failed here, one there',
    fields: { Image: 'q', CommandLine: 'c', User: 'w' },
    reasons: ['other needs User [w]'],
  },
  {
    name: 'of a map all items that fail',
    fields: { Image: 'q', CommandLine: 'a b', User: 'y', Group: 'q' },
    reasons: ['selection needs Image|endswith [q]'],
  },
  {
    name: 'what a filter takes out',
    fields: { User: 'x', ParentImage: 'GOOD' },
    reasons: ['filter excludes ParentImage [GOOD]'],
  },
  {
    name: 'an absent field and the name it was meant to be',
    fields: { image: 'c:\\cmd.exe', CommandLine: ['b', 'xa'] },
    reasons: ['selection needs Image|endswith [] near image'],
  },
])('reasons: $name', ({ fields, reasons }) => {
  const found = diagnose(RULE, event(fields, { logSources: SOURCE }));
  expect({ isMatch: found.isMatch, reasons: found.reasons.map(toWords) }).toEqual({
    isMatch: reasons.length === 0,
    reasons,
  });
});

test('the log source is a reason of its own', () => {
  const logSources = [{ category: 'dns', product: null, service: null }];
  const found = diagnose(RULE, event({ User: 'x' }, { logSources }));
  expect(found).toMatchObject({ isMatch: false, isLogSourceFitting: false });
  expect(found.reasons).toEqual([{ kind: 'log-source', rule: RULE.logSource, event: logSources }]);
});

test('the tree says of each node whether it holds, with the real values', () => {
  const rule = ruleOf('selection:\n  A|contains|all: [x, y]\n  B|neq: 1', 'not selection');
  const long = `x${'é'.repeat(600)}`;
  const found = diagnose(rule, event({ A: [long, null], B: 2 }, { logSources: SOURCE }));
  expect(found.tree).toEqual({
    kind: 'not',
    holds: true,
    parts: [
      {
        kind: 'identifier',
        name: 'selection',
        holds: false,
        parts: [
          {
            kind: 'and',
            holds: false,
            parts: [
              {
                kind: 'item',
                holds: false,
                item: 'A|contains|all',
                field: 'A',
                isFieldPresent: true,
                actual: [`${long.slice(0, 512)}…`, 'null'],
                expected: [
                  { value: 'x', holds: true },
                  { value: 'y', holds: false },
                ],
                expectedCount: 2,
                nearestField: null,
              },
              {
                kind: 'item',
                holds: true,
                item: 'B|neq',
                field: 'B',
                isFieldPresent: true,
                actual: ['2'],
                expected: [{ value: '1', holds: false }],
                expectedCount: 1,
                nearestField: null,
              },
            ],
          },
        ],
      },
    ],
  });
});

test('a selector that selects nothing can never be met', () => {
  const rule = ruleOf('selection: {A: 1}', 'selection and 1 of none_*');
  const found = diagnose(rule, event({ A: 1 }, { logSources: SOURCE }));
  expect(found.reasons).toEqual([{ kind: 'condition-constant' }]);
});

test('keys of a hostile event are only names', () => {
  const rule = ruleOf('selection: {__proto_: 1}', 'selection');
  const fields = new Map([['__proto__', 'x']]);
  const found = diagnose(rule, { ...event({}), fields, logSources: SOURCE });
  expect(found.reasons.map(toWords)).toEqual(['selection needs __proto_ [] near __proto__']);
});
