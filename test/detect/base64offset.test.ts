// The modifier base64offset finds its value in the base64 of any text that holds it, wherever it stands there.
import fc from 'fast-check';
import { expect, test } from 'vitest';
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

test.each(MATCHERS.flatMap((matcher) => ENCODINGS.map((encoding) => [...matcher, ...encoding])))(
  '%s: every offset, every length modulo 3, any prefix and suffix',
  (_, createMatcher, modifiers, encoding) => {
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
    expect(seen.size).toBe(27);
  },
);
