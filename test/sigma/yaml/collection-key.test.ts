import { expect, test } from 'vitest';
import { loadDocument } from '../../../src/sigma/yaml/load-document.ts';

test.each([
  ['a: 1\n? [b, c]\n: d', 1, 2],
  ['a: {[b]: c}', 0, 4],
  ['a:\n  {b: c}: d', 1, 2],
  ['a: &x [b]\nc:\n  *x : d', 2, 2],
])('%j: a list or map as key is refused where it stands', (text, line, column) => {
  expect(loadDocument(text)).toEqual({
    ok: false,
    fault: {
      code: 'yaml-syntax',
      message: 'a list or a map is no key',
      hint: 'write a name before the colon; quote it if it holds brackets',
      line,
      column,
    },
  });
});

test.each([
  'a: "[b]: c"',
  "'[a]': b",
  'a|re: x? y',
  '? a\n: b',
  'a: &x b\nc:\n  *x : d',
  '"{a}": b',
])('%j has only texts as keys', (text) => {
  expect(loadDocument(text).ok).toBe(true);
});
