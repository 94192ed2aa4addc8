import { describe, expect, test } from 'vitest';
import type { Event, FieldValue, LogSource } from '../../src/event/event.ts';
import type { Condition } from '../../src/sigma/detection.ts';
import type { RuleLogSource } from '../../src/sigma/rule.ts';
import { MATCHERS } from '../support/matchers.ts';
import { event, field, glob, identifier, keyword, rule } from '../support/sigma-ast.ts';

describe.each(MATCHERS)('%s', (_, createMatcher) => {
  const matches = (subject: Event, ...rules: Parameters<typeof createMatcher>[0][number][]) =>
    createMatcher(rules)
      .match(subject)
      .map(({ id }) => id);

  test.each<[string, Record<string, FieldValue>, string, boolean]>([
    ['dots in the key', { 'a.b': 'x' }, 'a.b', true],
    ['nested', { a: { b: 'x' } }, 'a.b', true],
    ['nested in an array', { a: [{ b: 'y' }, { b: 'x' }] }, 'a.b', true],
    ['literal key wins', { 'a.b': 'y', a: { b: 'x' } }, 'a.b', false],
    ['case of names matters', { F: 'x' }, 'f', false],
    ['brackets are literal', { f: ['x'] }, 'f[0]', false],
    ['prototype keys are data', { ['__proto__']: 'x' }, '__proto__', true],
    ['prototype keys are not inherited', {}, '__proto__', false],
    ['inherited names are absent', { a: {} }, 'a.constructor', false],
  ])('field lookup: %s', (_name, fields, name, expected) => {
    const subject = event({}, { fields: new Map(Object.entries(fields)) });
    expect(matches(subject, rule('r', { sel: field(name, [glob('x')]) }))).toEqual(
      expected ? ['r'] : [],
    );
  });

  test.each<[string, Condition, boolean]>([
    ['a or b and not c', or(a('a'), and(a('b'), not(a('c')))), true],
    ['(a or b) and not c', and(or(a('a'), a('b')), not(a('c'))), false],
    ['not b', not(a('b')), true],
    ['not not c', not(not(a('c'))), true],
    ['constant', { kind: 'constant', value: false }, false],
    ['not constant', not({ kind: 'constant', value: false }), true],
    ['undefined identifier', a('missing'), false],
  ])('condition: %s', (_name, condition, expected) => {
    const detections = {
      a: field('f', [glob('x')]),
      b: field('f', [glob('y')]),
      c: field('g', [glob('z')]),
    };
    const subject = event({ f: 'x', g: 'z' });
    expect(matches(subject, rule('r', detections, { condition }))).toEqual(expected ? ['r'] : []);
  });

  test('a list of maps is an or of ands', () => {
    const sel = {
      kind: 'any',
      parts: [
        { kind: 'all', parts: [field('f', [glob('x')]), field('g', [glob('y')])] },
        { kind: 'all', parts: [field('f', [glob('z')])] },
      ],
    } as const;
    expect(matches(event({ f: 'x', g: 'y' }), rule('r', { sel }))).toEqual(['r']);
    expect(matches(event({ f: 'z' }), rule('r', { sel }))).toEqual(['r']);
    expect(matches(event({ f: 'x' }), rule('r', { sel }))).toEqual([]);
  });

  const WINDOWS: LogSource = { category: null, product: 'windows', service: 'sysmon' };
  const CREATION: LogSource = { category: 'process_creation', product: 'windows', service: null };
  test.each<[string, Partial<RuleLogSource>, readonly LogSource[], boolean]>([
    ['product alone', { product: 'windows' }, [WINDOWS], true],
    ['category of one entry', { category: 'process_creation' }, [WINDOWS, CREATION], true],
    [
      'all attributes of one entry',
      { category: 'process_creation', service: 'sysmon' },
      [WINDOWS, CREATION],
      false,
    ],
    ['other product', { product: 'linux' }, [WINDOWS], false],
    ['event without log source', { product: 'windows' }, [], false],
    ['rule that gives none, event without', {}, [], false],
  ])('log source: %s', (_name, logSource, logSources, expected) => {
    const subject = event({ f: 'x' }, { logSources });
    const given = rule(
      'r',
      { sel: field('f', [glob('x')]) },
      { logSource: { category: null, product: null, service: null, ...logSource } },
    );
    expect(matches(subject, given)).toEqual(expected ? ['r'] : []);
  });

  test('rules are given in their order, whatever bucket they are in', () => {
    const sel = field('EventID', [glob('1')]);
    const any = field('f', [glob('x')]);
    const subject = event({ EventID: 1, f: 'x' });
    const rules = [rule('a', { sel }), rule('b', { any }), rule('c', { sel }), rule('d', { any })];
    expect(matches(subject, ...rules)).toEqual(['a', 'b', 'c', 'd']);
  });

  test.each<[string, string, Record<string, FieldValue>, boolean]>([
    ['raw text', 'Failed password for root', { program: 'sshd' }, true],
    ['raw text that no format read', '{"note":"failed password"', {}, true],
    ['keys of a JSON record', '{"Failed password":"x"}', { 'Failed password': 'x' }, false],
    ['values of a JSON record', '{"m":"failed PASSWORD"}', { m: 'failed PASSWORD' }, true],
    ['element names of event XML', '<Event Failed password="x">', { a: 'x' }, false],
    ['a value that raw does not hold', 'x', { enriched: 'failed password' }, true],
  ])('keyword: %s', (_name, raw, fields, expected) => {
    const subject = event(fields, { raw });
    const given = rule('r', { k: keyword([glob('*failed password*')]) });
    expect(matches(subject, given)).toEqual(expected ? ['r'] : []);
  });

  test('nothing of an event is remembered for the next', () => {
    const matcher = createMatcher([
      rule('f', { sel: field('f', [glob('x')]) }),
      rule('k', { sel: keyword([glob('*x*')]) }),
    ]);
    const ids = [event({ f: 'x' }), event({ f: 'y' }), event({}), event({ f: 'X' })].map(
      (subject) => matcher.match(subject).length,
    );
    expect(ids).toEqual([2, 0, 0, 2]);
  });
});

function a(name: string): Condition {
  return identifier(name);
}
function and(...operands: Condition[]): Condition {
  return { kind: 'and', operands };
}
function or(...operands: Condition[]): Condition {
  return { kind: 'or', operands };
}
function not(operand: Condition): Condition {
  return { kind: 'not', operand };
}
