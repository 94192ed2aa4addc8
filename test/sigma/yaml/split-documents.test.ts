import { expect, test } from 'vitest';
import { splitDocuments } from '../../../src/sigma/yaml/split-documents.ts';

test.each([
  ['nothing', '', []],
  ['comments only', '# a\n\n  # b\n', []],
  ['one document', 'a: 1\n', [[1, 1]]],
  ['a comment before the first key', '# x\n\na: 1\n', [[3, 1]]],
  ['a marker before the first key', '---\n# x\na: 1\n', [[3, 1]]],
  ['a directive', '%YAML 1.2\n---\na: 1\n', [[3, 1]]],
  [
    'several documents',
    'a: 1\n---\nb: 2\n---\n\nc: 3',
    [
      [1, 1],
      [3, 1],
      [6, 1],
    ],
  ],
  [
    'an empty document between and after',
    'a: 1\n---\n---\n# x\n---\nb: 2\n---\n',
    [
      [1, 1],
      [6, 1],
    ],
  ],
  [
    'content behind the marker',
    '--- {a: 1}\n--- {b: 2}\n',
    [
      [1, 5],
      [2, 5],
    ],
  ],
  [
    'an end marker',
    'a: 1\n...\nb: 2\n',
    [
      [1, 1],
      [3, 1],
    ],
  ],
  [
    'a byte order mark',
    '\uFEFFa: 1\n\uFEFF---\nb: 2\n',
    [
      [1, 1],
      [3, 1],
    ],
  ],
  [
    'CRLF',
    'a: 1\r\n---\r\nb: 2\r\n',
    [
      [1, 1],
      [3, 1],
    ],
  ],
  [
    'lone CR',
    'a: 1\r---\rb: 2',
    [
      [1, 1],
      [3, 1],
    ],
  ],
  ['dashes that are no marker', 'a: |\n  ---\n  x\n----: 1\n---b: 2\n', [[1, 1]]],
  ['an indented key', '\n  a: 1\n', [[2, 3]]],
])('%s', (_name, stream, places) => {
  const found = splitDocuments(stream).map(({ line, column }) => [line, column]);
  expect(found).toEqual(places);
});
