// The modifier base64offset finds its value in the base64 of any text that holds it, wherever it stands there.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MATCHERS } from '../support/matchers.ts';
import { ruleOf } from '../support/parse-rule.ts';
import { event } from '../support/sigma-ast.ts';

const LOG_SOURCES = [{ category: null, product: 'test', service: null }];
const bytes = fc.uint8Array({ maxLength: 8 });
const word = fc.string({
  unit: fc.constantFrom('a', 'Z', '7', 'ö', '\u20ac', '\u{1f600}'),
  minLength: 3,
  maxLength: 7,
});

const ENCODINGS = [
  ['base64offset', 'utf8'],
  ['wide|base64offset', 'utf16le'],
] as const;

describe.each(MATCHERS)('%s', (_, createMatcher) => {
  test.each(ENCODINGS)('%s: every offset and length modulo 3', (modifiers, encoding) => {
    const seen = new Set<string>();
    const check = fc.property(word, bytes, bytes, (value, prefix, suffix) => {
      const inner = Buffer.from(value, encoding);
      const text = Buffer.concat([prefix, inner, suffix]).toString('base64');
      const rule = ruleOf(`selection:\n  f|${modifiers}|contains|cased: '${value}'`);
      const subject = event({ f: text }, { logSources: LOG_SOURCES });
      seen.add(`${prefix.length % 3} ${inner.length % 3} ${suffix.length % 3}`);
      expect(createMatcher([rule]).match(subject)).toEqual([rule]);
    });
    fc.assert(check, { numRuns: 2000 });
    // UTF-16 of 3 to 7 code units has all three lengths too
    expect(seen.size).toBe(27);
  });
});
