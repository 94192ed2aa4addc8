// The short list of acceptance vectors of the Sigma semantics that soclite demands (docs/sigma.md), as YAML in and
// verdict out.
import { describe, expect, test } from 'vitest';
import type { FieldValue } from '../../src/event/event.ts';
import { MATCHERS } from '../support/matchers.ts';
import { ruleOf } from '../support/parse-rule.ts';
import { event } from '../support/sigma-ast.ts';

type Vector = readonly [
  selection: string,
  verdicts: readonly (readonly [Record<string, FieldValue>, boolean])[],
];

function base64(text: string, encoding: BufferEncoding = 'utf8'): string {
  return Buffer.from(text, encoding).toString('base64');
}

const PLACEHOLDERS = new Map([
  ['admins', ['root', 'admin']],
  ['hosts', ['srv-?', 'pc']],
]);

const VECTORS: readonly Vector[] = [
  [`f: 'ABC'`, [[{ f: 'abc' }, true]]],
  [`f: 'a*c'`, [[{ f: 'a\nb\nc' }, true]]],
  [
    `f: 'a?c'`,
    [
      [{ f: 'a😀c' }, true],
      [{ f: 'ac' }, false],
    ],
  ],
  [
    `f: 'a\\\\*c'`,
    [
      [{ f: 'a\\xc' }, true],
      [{ f: 'a*c' }, false],
    ],
  ],
  [
    `f: 'a\\*c'`,
    [
      [{ f: 'a*c' }, true],
      [{ f: 'axc' }, false],
    ],
  ],
  [`f|endswith: '\\cmd.exe'`, [[{ f: 'C:\\Windows\\CMD.EXE' }, true]]],
  [
    `f|contains: '\\Temp\\'`,
    [
      [{ f: 'C:\\Temp\\x' }, true],
      [{ f: 'C:\\Temp' }, false],
    ],
  ],
  [
    `f: 4688`,
    [
      [{ f: '4688' }, true],
      [{ f: 4688 }, true],
      [{ f: '04688' }, false],
    ],
  ],
  [
    `f: '4688'`,
    [
      [{ f: '4688' }, true],
      [{ f: 4688 }, true],
    ],
  ],
  [
    `f: ''`,
    [
      [{ f: '' }, true],
      [{}, false],
      [{ f: null }, false],
    ],
  ],
  [
    `f: null`,
    [
      [{}, true],
      [{ f: null }, true],
      [{ f: '' }, false],
    ],
  ],
  [
    `f|exists: true`,
    [
      [{ f: null }, true],
      [{ f: '' }, true],
      [{}, false],
    ],
  ],
  [
    `f|exists: false`,
    [
      [{ f: null }, false],
      [{}, true],
    ],
  ],
  [
    `f|neq: [a, b]`,
    [
      [{ f: 'a' }, false],
      [{ f: 'c' }, true],
      [{}, true],
    ],
  ],
  [
    `f|contains|all|neq: [a, b]`,
    [
      [{ f: 'ab' }, false],
      [{ f: 'a' }, true],
      [{}, true],
    ],
  ],
  [
    `f|contains|all: [a, b]`,
    [
      [{ f: 'xbxa' }, true],
      [{ f: 'xa' }, false],
    ],
  ],
  [
    `f|all|contains: [a, b]`,
    [
      [{ f: 'xbxa' }, true],
      [{ f: 'xa' }, false],
    ],
  ],
  [
    `f|contains|all|windash: [' -a', ' -b']`,
    [
      [{ f: 'x /A —b –B' }, true],
      [{ f: 'x /a' }, false],
    ],
  ],
  [
    `f|re: 'Ab+'`,
    [
      [{ f: 'xAbbx' }, true],
      [{ f: 'xabb' }, false],
    ],
  ],
  [`f|re|i: 'ab+$'`, [[{ f: 'xABB' }, true]]],
  [`f|re: '(?i)ab+$'`, [[{ f: 'xABB' }, true]]],
  [`f|re: 'a.b'`, [[{ f: 'a\nb' }, false]]],
  [`f|re|s: 'a.b'`, [[{ f: 'a\nb' }, true]]],
  [`f|re: '\\"a\\-b'`, [[{ f: '"a-b' }, true]]],
  [
    `f|cidr: 2001:db8::/32`,
    [
      [{ f: '2001:0DB8:0:0::1' }, true],
      [{ f: '2001:db9::1' }, false],
      [{ f: 'x' }, false],
    ],
  ],
  [
    `f|cidr: [10.0.0.0/8]`,
    [
      [{ f: '::ffff:10.1.2.3' }, true],
      [{ f: '10.1.2.3:443' }, false],
    ],
  ],
  [
    `f|gte: 10`,
    [
      [{ f: '10' }, true],
      [{ f: 9.99 }, false],
      [{ f: 'x' }, false],
      [{}, false],
    ],
  ],
  [
    `f|lt: 0`,
    [
      [{ f: '-0.5' }, true],
      [{ f: 0 }, false],
    ],
  ],
  [
    `f|cased: 'Ab'`,
    [
      [{ f: 'Ab' }, true],
      [{ f: 'ab' }, false],
    ],
  ],
  [
    `f|contains|cased: 'Ab'`,
    [
      [{ f: 'xAbx' }, true],
      [{ f: 'xab' }, false],
    ],
  ],
  [
    `f|base64offset|contains: foobar`,
    [
      [{ f: base64('foobar') }, true],
      [{ f: base64('xfoobar-') }, true],
      [{ f: base64('xxfoobar--') }, true],
      [{ f: `x ${base64('xxxfoobar')}` }, true],
      [{ f: base64('fooba') }, false],
    ],
  ],
  [
    `f|wide|base64offset|contains: ping`,
    [
      [{ f: base64('a ping b', 'utf16le') }, true],
      [{ f: base64('a ping b') }, false],
    ],
  ],
  [`f|utf16|base64: ping`, [[{ f: '//5wAGkAbgBnAA==' }, true]]],
  [
    `f|fieldref: g`,
    [
      [{ f: 'A', g: 'a' }, true],
      [{ f: 'A' }, false],
      [{ g: 'A' }, false],
      [{ f: null, g: null }, false],
      [{ f: 4688, g: '4688' }, true],
      [{ f: ['x', 'y'], g: ['Y', null] }, true],
      [{ f: 'abc', g: 'a*' }, false],
      [{ f: 'a*', g: 'A*' }, true],
    ],
  ],
  [
    `f|fieldref|endswith: g.h`,
    [
      [{ f: 'C:\\x.EXE', g: { h: 'X.exe' } }, true],
      [{ f: 'C:\\x.EXE', g: { h: 'y.exe' } }, false],
    ],
  ],
  [
    `f|fieldref|neq: g`,
    [
      [{ f: 'a', g: 'A' }, false],
      [{ f: 'a', g: 'b' }, true],
      [{ f: 'a' }, true],
      [{}, true],
    ],
  ],
  [
    `f|fieldref|cased: g`,
    [
      [{ f: 'A', g: 'A' }, true],
      [{ f: 'A', g: 'a' }, false],
    ],
  ],
  [
    `f|hour|gte: 22`,
    [
      [{ f: '2026-11-20 22:00:00.123' }, true],
      [{ f: '2026-11-20T23:59:59.1234567+07:00' }, true],
      [{ f: '2026-11-20T21:59:59Z' }, false],
      [{ f: '2026-11-20' }, false],
      [{ f: 'x' }, false],
      [{}, false],
    ],
  ],
  [
    `f|minute: 5`,
    [
      [{ f: '2026-11-20T01:05' }, true],
      [{ f: 1700000100 }, false],
      [{ f: '1700003100000' }, true],
    ],
  ],
  [
    `f|week: 53`,
    [
      [{ f: '2021-01-03' }, true],
      [{ f: '2020-12-28' }, true],
      [{ f: '2021-01-04' }, false],
      [{ f: '2024-12-29' }, false],
    ],
  ],
  [
    `f|week: 1`,
    [
      [{ f: '2024-12-30' }, true],
      [{ f: '2021-01-04' }, true],
      [{ f: '2027-01-01' }, false],
    ],
  ],
  [
    `f|day: 29`,
    [
      [{ f: '2024-02-29' }, true],
      [{ f: '2023-02-29' }, false],
    ],
  ],
  [
    `f|month|neq: 2`,
    [
      [{ f: '2024-02-29' }, false],
      [{ f: '2024-03-01' }, true],
      [{ f: 'x' }, true],
      [{}, true],
    ],
  ],
  [`f|year: 2023`, [[{ f: 1700000000 }, true]]],
  [
    `f|base64offset|contains|all: [foobar, quux]`,
    [
      [{ f: base64('xfoobar quux') }, true],
      [{ f: base64('xfoobar') }, false],
    ],
  ],
  [
    `f|expand|contains|all: ['%admins%', '%hosts%']`,
    [
      [{ f: 'root on srv-1' }, true],
      [{ f: 'admin on pc' }, true],
      [{ f: 'root on x' }, false],
      [{ f: 'srv-1 on pc' }, false],
    ],
  ],
  [`f: x`, [[{ f: ['a', 'X'] }, true]]],
  [
    `a.b: x`,
    [
      [{ 'a.b': 'x' }, true],
      [{ a: { b: 'x' } }, true],
      [{ a: [{ b: 'y' }, { b: 'x' }] }, true],
    ],
  ],
  [
    `f: true`,
    [
      [{ f: true }, true],
      [{ f: 'TRUE' }, true],
      [{ f: 1 }, false],
    ],
  ],
  [
    `f: '*'`,
    [
      [{ f: '' }, true],
      [{ f: null }, false],
      [{}, false],
    ],
  ],
  [
    `f|contains: ''`,
    [
      [{ f: '' }, true],
      [{}, false],
    ],
  ],
  [
    `f|contains: 00000429`,
    [
      [{ f: 'x00000429' }, true],
      [{ f: '429' }, false],
    ],
  ],
  [
    `f: 9007199254740993`,
    [
      [{ f: '9007199254740993' }, true],
      [{ f: '9007199254740992' }, false],
    ],
  ],
  [
    `{f|contains: a, f|endswith: b}`,
    [
      [{ f: 'xaxb' }, true],
      [{ f: 'xa' }, false],
    ],
  ],
  [
    `[{f: a, g: b}, {f: c}]`,
    [
      [{ f: 'a', g: 'b' }, true],
      [{ f: 'c' }, true],
      [{ f: 'a' }, false],
    ],
  ],
  [
    `['foo', 'b?r']`,
    [
      [{ m: 'xx FOO' }, true],
      [{ m: { n: 'a bar b' } }, true],
      [{ foo: 'x' }, false],
    ],
  ],
  [
    `{'|all': [foo, bar]}`,
    [
      [{ a: 'foo', b: 'bar' }, true],
      [{ a: 'foo' }, false],
    ],
  ],
  [
    `[4688]`,
    [
      [{ a: 4688 }, true],
      [{ a: 'EventID 4688.' }, true],
      [{ a: 468 }, false],
    ],
  ],
];

const CASES = VECTORS.flatMap(([selection, verdicts]) =>
  verdicts.map(([fields, isMatch]) => [selection, fields, isMatch] as const),
);
const LOG_SOURCES = [{ category: null, product: 'test', service: null }];

describe.each(MATCHERS)('%s', (_, createMatcher) => {
  test.each(CASES)('%s on %j: %s', (selection, fields, isMatch) => {
    const isBlock = !/^[{[]/.test(selection);
    const given = ruleOf(
      isBlock ? `selection:\n  ${selection}` : `selection: ${selection}`,
      'selection',
      { placeholders: PLACEHOLDERS },
    );
    const matched = createMatcher([given]).match(event(fields, { logSources: LOG_SOURCES }));
    expect(matched.length).toBe(isMatch ? 1 : 0);
  });

  test.each<[string, Record<string, FieldValue>, boolean]>([
    ['not c', {}, true],
    ['not a and b', { f: 'b' }, true],
    ['a or b and not c', { f: 'a', g: 'c' }, true],
    ['(a or b) and not c', { f: 'a', g: 'c' }, false],
    ['1 of a*', { f: 'a' }, true],
    ['all of them', { f: 'a', g: 'c' }, false],
    ['not 1 of missing*', {}, true],
    ['1 of missing*', {}, false],
  ])('condition %s on %j: %s', (condition, fields, isMatch) => {
    const given = ruleOf('a:\n  f: a\nb:\n  f: b\nc:\n  g: c', condition);
    const matched = createMatcher([given]).match(event(fields, { logSources: LOG_SOURCES }));
    expect(matched.length).toBe(isMatch ? 1 : 0);
  });
});
