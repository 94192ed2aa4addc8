// Points that the specification leaves open, or that readers of Sigma get wrong, each as docs/sigma.md decides it: what the
// acceptance vectors do not ask.
import { describe, expect, test } from 'vitest';
import type { Event, FieldValue } from '../../src/event/event.ts';
import { parseSigma } from '../../src/sigma/parse.ts';
import { MATCHERS } from '../support/matchers.ts';
import { ruleOf } from '../support/parse-rule.ts';
import { event } from '../support/sigma-ast.ts';

const TEST = { category: null, product: 'test', service: null };

describe.each(MATCHERS)('%s', (_, createMatcher) => {
  test.each<[string, Record<string, FieldValue>, boolean]>([
    // field names: exact, case and brackets included; the literal name before the path
    ['f: x', { F: 'x' }, false],
    ["'f[0]': x", { f: ['x'] }, false],
    ["'f[0]': x", { 'f[0]': 'x' }, true],
    ['a.b: x', { 'a.b': 'y', a: { b: 'x' } }, false],
    ['a.b: null', { a: { c: 1 } }, true],
    // all: of whatever kind, and on arrays each by another element
    ["f|re|all: ['^a', 'b$']", { f: 'a-b' }, true],
    ["f|re|all: ['^a', 'b$']", { f: 'a-c' }, false],
    ['f|cidr|all: [10.0.0.0/8, 10.1.0.0/16]', { f: '10.1.2.3' }, true],
    ['f|cidr|all: [10.0.0.0/8, 10.1.0.0/16]', { f: '10.2.2.3' }, false],
    ['f|fieldref|all: [g, h]', { f: 'a', g: 'a', h: 'A' }, true],
    ['f|fieldref|all: [g, h]', { f: 'a', g: 'a', h: 'b' }, false],
    // null in a list is one of the alternatives
    ['f: [a, null]', {}, true],
    ['f: [a, null]', { f: '' }, false],
    // a dash is neither null nor empty
    ['f: null', { f: '-' }, false],
    // modifiers take a number as it is written
    ['f|contains: 46', { f: 4688 }, true],
    ['f|startswith: 0x1', { f: '0x1F' }, true],
    // the absence of a field is false, and its negation true, under each comparison
    ['f|lte: 5', {}, false],
    ['f|re: ".*"', {}, false],
    ['f|neq: null', { f: 'a' }, true],
    // windash: any of five for any of five, not inside words, also before letters that are not ASCII
    ["f|windash|contains: '–a'", { f: 'x -a' }, true],
    ["f|windash|contains: 'x-a'", { f: 'x/a' }, false],
    ["f|windash|contains: '-ü'", { f: ' /ü' }, true],
    ["f|windash|contains: '--a'", { f: '-—a' }, true],
    ["f|windash|contains: '--a'", { f: '—-a' }, false],
    // base64 is compared without case unless cased
    ['f|base64: foobar', { f: 'zm9vymfy' }, true],
    ['f|base64|cased: foobar', { f: 'zm9vymfy' }, false],
    ['f|base64|contains: "a\\\\*b"', { f: 'YSpi' }, true],
    ['f|base64offset|contains: föö', { f: 'ZsO2w7Yx' }, true],
    // without expand a placeholder is plain text
    ["f: '%SystemRoot%'", { f: '%systemroot%' }, true],
    // times as written: no zone is converted
    ['f|hour: 23', { f: '2026-11-20T23:00:00-11:00' }, true],
    ['f|hour|lt: 6', { f: '2026-11-20 05:59:59.999' }, true],
  ])('%s on %j: %s', (selection, fields, isMatch) => {
    const rule = ruleOf(`selection:\n  ${selection}`, 'selection');
    const matched = createMatcher([rule]).match(event(fields, { logSources: [TEST] }));
    expect(matched.length).toBe(isMatch ? 1 : 0);
  });

  test.each<[string, Partial<Event>, boolean]>([
    ["'|re': 'fo+$'", { raw: 'x foo' }, true],
    ["'|re': 'fo+$'", { raw: 'x Foo' }, false],
    ['- foo', { raw: 'a FOO b' }, true],
    ["'|all': [foo, bar]", { raw: 'bar, foo' }, true],
    ['- 4688', { raw: 'id=4688' }, true],
  ])('keyword %s in the raw message %j: %s', (selection, rest, isMatch) => {
    const rule = ruleOf(`selection:\n  ${selection}`, 'selection');
    const matched = createMatcher([rule]).match(event({}, { logSources: [TEST], ...rest }));
    expect(matched.length).toBe(isMatch ? 1 : 0);
  });

  test.each([
    ['{product: Windows}', true],
    ['{product: windows, definition: needs auditing, custom: x}', true],
    ['{product: windows, service: SYSTEM}', true],
    ['{service: system}', true],
    ['{product: windows, category: process_creation}', false],
    ['{product: linux}', false],
  ])('a rule for %s on an event of Windows’ System channel: %s', (source, isMatch) => {
    const text = `title: T\nlogsource: ${source}\ndetection: {s: {f: x}, condition: s}\n`;
    const [document] = parseSigma(text, 'rule.yml').documents;
    if (document?.kind !== 'rule') throw new Error('refused');
    const logSources = [{ category: null, product: 'windows', service: 'system' }];
    const matched = createMatcher([document.rule]).match(event({ f: 'x' }, { logSources }));
    expect(matched.length).toBe(isMatch ? 1 : 0);
  });
});
