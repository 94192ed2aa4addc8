// Integers over 2^53 keep their digits, however the line is written.
import { expect, test } from 'vitest';
import { createStreamReader } from '../../src/decode/stream-reader.ts';
import { UTC } from '../../src/decode/timestamp.ts';
import { encodeUtf8 } from '../../src/util/utf8.ts';

const A = '9223372036854775807';
const B = '9223372036854775806';

test.each([
  [`{"a":${A}}`, { a: A }],
  [`{"a":-${A},"b":1,"c":${B}}`, { a: `-${A}`, b: 1, c: B }],
  [`{"a" : ${A}}`, { a: A }],
  [`{"a":1e300}`, { a: '1e300' }],
  [`{"a":${A}.5}`, { a: `${A}.5` }],
  [`{"b":"\\"a\\":${B}","a":${A}}`, { b: `"a":${B}`, a: A }],
  [`{"b":"a","a":${A}}`, { b: 'a', a: A }],
  [`{"a":${A},"a":${B}}`, { a: B }],
  [`{"a":${A},"a":3,"b":${B}}`, { a: 3, b: B }],
  [`{"\\u0061":${A},"b":{"a":${B}},"b":1}`, { a: A, b: 1 }],
  [`{"a":${A},"b":{"a":${B}},"b":1}`, { a: A, b: 1 }],
  [`{"a":${A},"b":{"a":${B}}}`, { a: A, b: { a: B } }],
  [`{"b":[${A}]}`, { b: [A] }],
  [`{"a b":${A},"a\\"b":${B}}`, { 'a b': A, 'a"b': B }],
  [`{"":${A}}`, { '': A }],
])('%s', (line, expected) => {
  const reader = createStreamReader({ zone: UTC, referenceTimeMs: 0, mappings: [] });
  const seen: unknown[] = [];
  reader.push(encodeUtf8(`${line}\n`), ({ fields }) => seen.push(Object.fromEntries(fields)));
  reader.end(() => undefined);
  expect(seen).toEqual([expected]);
});
