import { describe, expect, test } from 'vitest';
import type { FieldValue } from '../../src/event/event.ts';
import type { Detection } from '../../src/sigma/detection.ts';
import type { Pattern } from '../../src/sigma/pattern.ts';
import { parseCidr } from '../../src/util/ip-address.ts';
import { MATCHERS } from '../support/matchers.ts';
import { event, field, glob, identifier, keyword, literal, rule } from '../support/sigma-ast.ts';

const ABSENT = Symbol('absent');
type Case = readonly [
  name: string,
  item: Detection,
  value: FieldValue | typeof ABSENT,
  isMatch: boolean,
];

const NULL: Pattern = { kind: 'null' };
const EXISTS: Pattern = { kind: 'exists', value: true };
const MISSING: Pattern = { kind: 'exists', value: false };
const number = (text: string, operator: 'eq' | 'lt' | 'lte' | 'gt' | 'gte' = 'eq'): Pattern => ({
  kind: 'number',
  operator,
  value: Number(text),
  text,
});
const boolean = (value: boolean): Pattern => ({ kind: 'boolean', value });
const regex = (source: string, flags = ''): Pattern => ({
  kind: 'regex',
  source,
  ignoreCase: flags.includes('i'),
  multiline: flags.includes('m'),
  dotAll: flags.includes('s'),
});
const cidr = (text: string): Pattern => {
  const parsed = parseCidr(text);
  if (parsed === null) throw new Error(text);
  const { family, network, prefixLength } = parsed;
  return { kind: 'cidr', family, network, prefixLength, text };
};
const f = (...patterns: Pattern[]): Detection => field('f', patterns);
const neq = (link: 'any' | 'all', ...patterns: Pattern[]): Detection =>
  field('f', patterns, { link, isNegated: true });
const all = (...patterns: Pattern[]): Detection => field('f', patterns, { link: 'all' });

const CASES: readonly Case[] = [
  ['case differs', f(glob('ABC')), 'abc', true],
  ['anchored at both ends', f(glob('b')), 'abc', false],
  ['Vietnamese case', f(glob('đường')), 'ĐƯỜNG', true],
  ['long s', f(glob('s')), 'ſ', true],
  ['Kelvin sign', f(glob('K')), '\u212a', true],
  ['dotted I is no i', f(glob('i')), 'İ', false],
  ['sharp s is no ss', f(glob('ss')), 'ß', false],
  ['final sigma', f(glob('*σ')), 'ΟΔΟΣ', true],
  ['Cherokee', f(glob('\u13a0')), '\uab70', true],
  ['cased, equal', f(glob('Ab', true)), 'Ab', true],
  ['cased, differs', f(glob('Ab', true)), 'ab', false],
  ['cased with wildcards', f(glob('*A?', true)), 'xAb', true],
  ['star takes newlines', f(glob('a*c')), 'a\nb\nc', true],
  ['star takes nothing', f(glob('a*c')), 'ac', true],
  ['question mark is one code point', f(glob('a?c')), 'a😀c', true],
  ['question mark is not none', f(glob('a?c')), 'ac', false],
  ['two question marks are not one emoji', f(glob('*??')), '😀', false],
  ['question marks at the end', f(glob('a*??')), 'a😀', false],
  ['question mark takes an invalid byte', f(glob('a?c')), 'a\udc80c', true],
  ['prefix and suffix must not overlap', f(glob('ab*ba')), 'aba', false],
  ['leftmost middle is enough', f(glob('*ab*ab*b')), 'xabyabzb', true],
  ['middle before the end', f(glob('*ab*b')), 'xab', false],
  ['endswith', f(glob('*\\cmd.exe')), 'C:\\Windows\\CMD.EXE', true],
  ['contains', f(glob('*\\Temp\\*')), 'C:\\Temp\\x', true],
  ['contains, cut', f(glob('*\\Temp\\*')), 'C:\\Temp', false],
  ['literal star', f(literal('a*c')), 'a*c', true],
  ['literal star is no wildcard', f(literal('a*c')), 'abc', false],
  ['windash: hyphen', f(glob('* ~a*')), 'x -a', true],
  ['windash: slash', f(glob('* ~a*')), 'x /A', true],
  ['windash: en dash', f(glob('* ~a*')), 'x –a', true],
  ['windash: em dash', f(glob('* ~a*')), 'x —a', true],
  ['windash: bar', f(glob('* ~a*')), 'x ―a', true],
  ['windash: not a dash', f(glob('* ~a*')), 'x +a', false],
  ['windash at the start', f(glob('~a')), '/A', true],
  ['windash at the end', f(glob('*~')), 'a–', true],
  ['lone star: empty string', f(glob('*')), '', true],
  ['lone star: number', f(glob('*')), 0, true],
  ['lone star: object', f(glob('*')), { a: 1 }, true],
  ['lone star: null', f(glob('*')), null, false],
  ['lone star: absent', f(glob('*')), ABSENT, false],
  ['text on an object', f(glob('*a*')), { a: 'a' }, false],
  ['string on a number', f(glob('4688')), 4688, true],
  ['string on a huge number', f(glob('1000000000000000000000')), 1e21, true],
  ['string on a boolean', f(glob('TRUE')), true, true],
  ['empty string on empty string', f(literal('')), '', true],
  ['empty string on absent', f(literal('')), ABSENT, false],
  ['empty string on null', f(literal('')), null, false],
  ['empty string on text', f(literal('')), 'a', false],
  ['null on absent', f(NULL), ABSENT, true],
  ['null on null', f(NULL), null, true],
  ['null on empty string', f(NULL), '', false],
  ['null on zero', f(NULL), 0, false],
  ['null on an array with null', f(NULL), ['a', null], true],
  ['null on an empty array', f(NULL), [], false],
  ['exists on null', f(EXISTS), null, true],
  ['exists on empty string', f(EXISTS), '', true],
  ['exists on an empty array', f(EXISTS), [], true],
  ['exists on absent', f(EXISTS), ABSENT, false],
  ['exists: false on null', f(MISSING), null, false],
  ['exists: false on absent', f(MISSING), ABSENT, true],
  ['null or text: absent', f(glob('a'), NULL), ABSENT, true],
  ['null or text: text', f(glob('a'), NULL), 'A', true],
  ['null or text: other', f(glob('a'), NULL), 'b', false],
  ['neq list: one of them', neq('any', glob('a'), glob('b')), 'a', false],
  ['neq list: other', neq('any', glob('a'), glob('b')), 'c', true],
  ['neq list: absent', neq('any', glob('a'), glob('b')), ABSENT, true],
  ['neq all: both', neq('all', glob('*a*'), glob('*b*')), 'ab', false],
  ['neq all: one', neq('all', glob('*a*'), glob('*b*')), 'a', true],
  ['neq on an array: no element may match', neq('any', glob('a')), ['b', 'A'], false],
  ['neq null: absent', neq('any', NULL), ABSENT, false],
  ['all in one value', all(glob('*a*'), glob('*b*')), 'xbxa', true],
  ['all, one missing', all(glob('*a*'), glob('*b*')), 'xa', false],
  ['all over array elements', all(glob('a'), glob('b')), ['B', 'A'], true],
  ['all windash', all(glob('* ~a*'), glob('* ~b*')), 'x /A —b –B', true],
  ['all windash, one missing', all(glob('* ~a*'), glob('* ~b*')), 'x /a', false],
  ['any element', f(glob('x')), ['a', 'X'], true],
  ['no element', f(glob('x')), ['a', 'b'], false],
  ['nested array', f(glob('x')), [['a', ['X']]], true],
  ['number on number', f(number('4688')), 4688, true],
  ['number on its text', f(number('4688')), '4688', true],
  ['number on a leading zero', f(number('4688')), '04688', false],
  ['number on hexadecimal', f(number('4688')), '0x1250', false],
  ['number on other', f(number('4688')), 4689, false],
  ['number on a boolean', f(number('1')), true, false],
  ['number on an array', f(number('1')), ['0', 1], true],
  ['fraction', f(number('1.50')), 1.5, true],
  ['big integer, exact', f(number('9007199254740993')), '9007199254740993', true],
  ['big integer, one off', f(number('9007199254740993')), '9007199254740992', false],
  ['gte on text', f(number('10', 'gte')), '10', true],
  ['gte below', f(number('10', 'gte')), 9.99, false],
  ['gte on words', f(number('10', 'gte')), 'x', false],
  ['gte on absent', f(number('10', 'gte')), ABSENT, false],
  ['lte on absent', f(number('10', 'lte')), ABSENT, false],
  ['lte on empty', f(number('10', 'lte')), '', false],
  ['lt on a negative fraction', f(number('-1', 'lt')), '-1.5', true],
  ['gt on a big integer', f(number('9007199254740992', 'gt')), '9007199254740993', true],
  ['gt on the same big integer', f(number('9007199254740993', 'gt')), '9007199254740993', false],
  ['lt on a big negative integer', f(number('-9007199254740992', 'lt')), '-9007199254740993', true],
  ['gt on an exponent', f(number('1', 'gt')), '1e5', false],
  ['gt with leading zeros', f(number('7', 'gt')), '0000000000000000000000008', true],
  ['gte with trailing zeros', f(number('8', 'lte')), '8.00000000000000000000000', true],
  ['true on true', f(boolean(true)), true, true],
  ['true on text', f(boolean(true)), 'TRUE', true],
  ['true on 1', f(boolean(true)), 1, false],
  ['true on yes', f(boolean(true)), 'yes', false],
  ['false on false', f(boolean(false)), false, true],
  ['false on absent', f(boolean(false)), ABSENT, false],
  ['regex anywhere', f(regex('Ab+')), 'xAbbx', true],
  ['regex is cased', f(regex('Ab+')), 'xabb', false],
  ['regex i', f(regex('ab+$', 'i')), 'xABB', true],
  ['regex dot is no newline', f(regex('a.b')), 'a\nb', false],
  ['regex s', f(regex('a.b', 's')), 'a\nb', true],
  ['regex m', f(regex('^b$', 'm')), 'a\nb', true],
  ['regex without m', f(regex('^b$')), 'a\nb', false],
  ['regex dot is one code point', f(regex('^.$')), '😀', true],
  ['regex on a number', f(regex('^46')), 4688, true],
  ['regex on absent', f(regex('.*')), ABSENT, false],
  ['regex on null', f(regex('.*')), null, false],
  ['cidr', f(cidr('10.0.0.0/8')), '10.1.2.3', true],
  ['cidr, IPv4 in IPv6', f(cidr('10.0.0.0/8')), '::ffff:10.1.2.3', true],
  ['cidr with a port', f(cidr('10.0.0.0/8')), '10.1.2.3:443', false],
  ['cidr with leading zeros', f(cidr('10.0.0.0/8')), '010.1.2.3', false],
  ['cidr, IPv6', f(cidr('2001:db8::/32')), '2001:0DB8:0:0::1', true],
  ['cidr, other IPv6', f(cidr('2001:db8::/32')), '2001:db9::1', false],
  ['cidr with a zone', f(cidr('fe80::/10')), 'fe80::1%eth0', true],
  ['cidr on text', f(cidr('2001:db8::/32')), 'x', false],
  ['cidr on a number', f(cidr('0.0.0.0/0')), 167772161, false],
  ['cidr on an array', f(cidr('10.0.0.0/8')), ['x', '10.0.0.1'], true],
  ['cidr, all of IPv4 holds no IPv6', f(cidr('0.0.0.0/0')), '::1', false],
  ['keyword in a value', keyword([glob('*foo*')]), 'xx FOO', true],
  ['keyword in a nested value', keyword([glob('*b?r*')]), { n: 'a bar b' }, true],
  ['keyword in a key', keyword([glob('*f*')]), 'x', false],
  ['keyword in a number', keyword([glob('*46*')]), [1, 4688], true],
  ['keyword all', keyword([glob('*foo*'), glob('*bar*')], 'all'), ['foo', 'bar'], true],
  ['keyword all, one missing', keyword([glob('*foo*'), glob('*bar*')], 'all'), ['foo'], false],
  ['keyword does not span values', keyword([glob('*foobar*')]), ['foo', 'bar'], false],
];

describe.each(MATCHERS)('%s', (_, createMatcher) => {
  test.each(CASES)('%s', (_name, item, value, isMatch) => {
    const sel = rule('positive', { sel: item });
    const negated = rule(
      'negated',
      { sel: item },
      {
        condition: { kind: 'not', operand: identifier('sel') },
      },
    );
    const subject = event(value === ABSENT ? {} : { f: value });
    const ids = createMatcher([sel, negated])
      .match(subject)
      .map(({ id }) => id);
    expect(ids).toEqual([isMatch ? 'positive' : 'negated']);
  });
});
