import { expect, test } from 'vitest';
import { compileEngine } from '../../src/detect/engine.ts';
import type { FieldValue } from '../../src/event/event.ts';
import type { Condition } from '../../src/sigma/detection.ts';
import type { Pattern } from '../../src/sigma/pattern.ts';
import type { SigmaRule } from '../../src/sigma/rule.ts';
import { event, field, glob, identifier, rule } from '../support/sigma-ast.ts';

const number = (value: number): Pattern => ({
  kind: 'number',
  operator: 'eq',
  value,
  text: String(value),
});
const id = (...patterns: Pattern[]) => field('EventID', patterns);
const other = field('f', [glob('x')]);
const or = (...names: string[]): Condition => ({ kind: 'or', operands: names.map(identifier) });
const not = (name: string): Condition => ({ kind: 'not', operand: identifier(name) });

const RULES: readonly SigmaRule[] = [
  rule('number', { a: id(number(1)) }),
  rule('text', { a: id(glob('1'), glob('2')) }),
  rule('and', { a: id(number(2)), b: other }),
  rule('or', { a: id(number(1)), b: id(number(3)) }, { condition: or('a', 'b') }),
  rule('map', { a: { kind: 'all', parts: [other, id(number(3))] } }),
  rule('list of maps', { a: { kind: 'any', parts: [id(number(2)), id(number(3))] } }),
  rule('or open', { a: id(number(1)), b: other }, { condition: or('a', 'b') }),
  rule('not', { a: id(number(1)) }, { condition: not('a') }),
  rule('neq', { a: field('EventID', [number(1)], { isNegated: true }) }),
  rule('wildcard', { a: id(glob('1*')) }),
  rule('or null', { a: id(number(1), { kind: 'null' }) }),
  rule(
    'elsewhere',
    { a: id(number(1)) },
    {
      logSource: { category: null, product: 'linux', service: null },
    },
  ),
];
const OPEN = ['or open', 'not', 'neq', 'wildcard', 'or null'];

test.each<[FieldValue | undefined, readonly string[]]>([
  [1, ['number', 'text', 'or', ...OPEN]],
  ['1', ['number', 'text', 'or', ...OPEN]],
  [2, ['text', 'and', 'list of maps', ...OPEN]],
  [3, ['or', 'map', 'list of maps', ...OPEN]],
  [4, OPEN],
  [null, OPEN],
  [undefined, OPEN],
  [
    [1, 2],
    ['number', 'text', 'and', 'or', 'map', 'list of maps', ...OPEN],
  ],
])('an event with EventID %j is tried against the rules that it could match', (eventId, ids) => {
  const subject = event(eventId === undefined ? { f: 'x' } : { f: 'x', EventID: eventId });
  expect(
    compileEngine(RULES)
      .candidates(subject)
      .map((candidate) => candidate.id),
  ).toEqual(ids);
});

test('events with equal log sources in different arrays share a bucket', () => {
  const engine = compileEngine(RULES);
  const logSources = () => [{ category: null, product: 'linux', service: null }];
  const first = engine.candidates(event({ f: 'x', EventID: 1 }, { logSources: logSources() }));
  const second = engine.candidates(event({ f: 'x', EventID: 1 }, { logSources: logSources() }));
  expect(first.map((candidate) => candidate.id)).toEqual([
    'number',
    'text',
    'or',
    ...OPEN,
    'elsewhere',
  ]);
  expect(second).toEqual(first);
});
