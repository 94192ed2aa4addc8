import { describe, expect, test } from 'vitest';
import type { PathPattern } from '../../src/ingest/path-pattern.ts';
import { isPathPattern, parsePathPattern } from '../../src/ingest/path-pattern.ts';

function pattern(text: string): PathPattern {
  const parsed = parsePathPattern(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.pattern;
}

describe('path pattern', () => {
  test.each([
    { text: '/l/x.log', path: '/l/x.log', captures: {} },
    { text: '/l/x.log', path: '/l/x.log.1', captures: null },
    { text: '/l/x.log', path: '/l/xylog', captures: null },
    { text: '/l/*.log', path: '/l/.log', captures: null },
    { text: '/l/*.log', path: '/l/.hidden.log', captures: null },
    { text: '/l/*.log', path: '/l/a.b.log', captures: {} },
    { text: '/l/*.log', path: '/l/sub/a.log', captures: null },
    { text: '/l/*.log', path: '/l/a.log.gz', captures: null },
    { text: '/l/{unit}/fw/*.log', path: '/l/so-y-te/fw/a.log', captures: { unit: 'so-y-te' } },
    { text: '/l/{unit}/fw/*.log', path: '/l/Sở Y tế/fw/a.log', captures: { unit: 'Sở Y tế' } },
    { text: '/l/{unit}/fw/*.log', path: '/l/.git/fw/a.log', captures: null },
    {
      text: '/l/{unit}-{device}.log',
      path: '/l/ubnd-fw-1.log',
      captures: { unit: 'ubnd', device: 'fw-1' },
    },
    { text: '/l/{unit}/{unit}.log', path: '/l/a/a.log', captures: { unit: 'a' } },
    { text: '/l/{unit}/{unit}.log', path: '/l/a/b.log', captures: null },
    { text: '/l/**/x.log', path: '/l/x.log', captures: {} },
    { text: '/l/**/x.log', path: '/l/a/b/x.log', captures: {} },
    { text: '/l/**/x.log', path: '/l/a/.b/x.log', captures: null },
    { text: '/l/**', path: '/l/a/b', captures: {} },
    { text: '/l/a?.log', path: '/l/ab.log', captures: {} },
    { text: '/l/a?.log', path: '/l/aệ.log', captures: {} },
    { text: '/l/a?.log', path: '/l/a.log', captures: null },
    { text: '/l/(a+)[b]$.log', path: '/l/(a+)[b]$.log', captures: {} },
    { text: 'l/*.log', path: './l//a.log', captures: {} },
    { text: 'l/*.log', path: '/l/a.log', captures: null },
  ])('$text and $path', ({ text, path, captures }) => {
    const found = pattern(text).match(path);
    expect(found && Object.fromEntries(found)).toEqual(captures);
  });

  test.each([
    { text: '/logs/{unit}/fw/*.log', root: '/logs', isDeep: false },
    { text: '/logs/a.log', root: '/logs', isDeep: false },
    { text: '/*.log', root: '/', isDeep: false },
    { text: '*.log', root: '.', isDeep: false },
    { text: 'x/**/*.log', root: 'x', isDeep: true },
  ])('walks for $text start at $root', ({ text, root, isDeep }) => {
    expect({ root: pattern(text).root, isDeep: pattern(text).isDeep }).toEqual({ root, isDeep });
  });

  test.each([
    {
      text: '/logs/{unit}/fw/*.log',
      enters: ['/', '/logs', '/logs/a', '/logs/a/fw'],
      avoids: ['/tmp', '/logs/a/av', '/logs/a/fw/x.log', '/logs/.a'],
    },
    { text: 'x/**/*.log', enters: ['.', 'x', 'x/a/b/c'], avoids: ['y', 'x/.git'] },
  ])('a walk for $text enters only what can hold a match', ({ text, enters, avoids }) => {
    expect(enters.filter((folder) => !pattern(text).canContain(folder))).toEqual([]);
    expect(avoids.filter((folder) => pattern(text).canContain(folder))).toEqual([]);
  });

  test.each([
    '',
    '/l/{',
    '/l/{unit}-{unit}',
    '/l/{Unit}',
    '/l/{unit',
    '/l/{}.log',
    '/l/{__proto__}',
  ])('refuses "%s" with a reason', (text) => {
    expect(parsePathPattern(text)).toMatchObject({ ok: false });
  });

  test('a plain path is no pattern', () => {
    expect(['/a/b.log', '/a/{b', '/a/{B}', '/a[1]'].filter(isPathPattern)).toEqual([]);
    expect(['/a/*', 'a?', '{unit}/x', '**'].filter((text) => !isPathPattern(text))).toEqual([]);
  });

  test('many wildcards on a long name end quickly', () => {
    expect(pattern('/*a*a*a*a*b').match(`/${'a'.repeat(255)}`)).toBeNull();
  });
});
