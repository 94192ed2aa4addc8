// Each modifier on each kind of rule value, on each kind of event value: absent, alone, in arrays; plain and negated. Both
// evaluators say what the oracle says.
import { describe, expect, test } from 'vitest';
import { MATCHERS } from '../support/matchers.ts';
import { event } from '../support/sigma-ast.ts';
import { KINDS, MODIFIERS, parseItem } from './modifier-table.ts';
import { type Fields, holds, type Item, type Scalar } from './oracle.ts';

/** Beside the kinds of the table: what only the flags of `re` and the years tell apart. */
const RULE_VALUES: readonly string[] = [...Object.values(KINDS), "'^PONG$'", "'g.p'", '2011'];
/** Encodings are looked at in base64; what they are alone is for no log. */
const CHAINS = MODIFIERS.map((name) => (/^(wide|utf16)/.test(name) ? `${name}|base64` : name));

const encoded = ['ping', 'pong', '11', '-ping'].flatMap((text) => [
  Buffer.from(text).toString('base64'),
  Buffer.from(text, 'utf16le').toString('base64'),
  Buffer.from(text, 'utf16le').swap16().toString('base64'),
  Buffer.from(`\uFEFF${text}`, 'utf16le').toString('base64'),
]);
const NOT_TEXT: readonly Scalar[] = [null, true, false, 0, 1.5, 11, 12, 1_700_000_000];
const NUMBERS_AS_TEXT = ['', 'true', 'TRUE', '11', '1.5', '10', '011x'];
const WORDS = ['x', '%x%', 'ping', 'PING', 'a ping b', 'ping b', 'a ping', 'pong', 'p n!'];
const LINES = ['ping\nPONG', 'ping\npong'];
const DASHES = ['-ping', '/PING', '–ping', '―ping', 'x-ping'];
const ADDRESSES = ['10.1.2.3', '11.1.2.3', '::ffff:10.9.9.9', '::1'];
const DATES = ['2011-11-11T11:11:11Z', '2026-03-12 10:12:00', '2024-12-30', '1700000000'];
/** `ping` in base64 at the three offsets; then with bits of its neighbours. */
const OFFSETS = ['cGluZ', 'Bpbm', 'waW5n', 'cGluZw', 'wpbmc', 'BpbmcA'];
const TEXTS = [NUMBERS_AS_TEXT, WORDS, LINES, DASHES, ADDRESSES, DATES, OFFSETS, encoded].flat();
const SCALARS: readonly Scalar[] = [...NOT_TEXT, ...TEXTS];
const EVENTS: readonly Fields[] = [
  {},
  { ping: 'x' },
  { f: [] },
  ...SCALARS.flatMap((value): Fields[] => [
    { f: value },
    { f: value, ping: 'PING', pong: 11 },
    { f: [value] },
    { f: ['zzz', value] },
    { f: [value, 'pong'], ping: [null, value] },
  ]),
];

/** The YAML of a rule value as the oracle takes it. */
function scalars(yaml: string): readonly Scalar[] {
  if (yaml.startsWith('[')) return yaml.slice(1, -1).split(', ');
  if (yaml.startsWith("'")) return [yaml.slice(1, -1)];
  return [/^(true|null|[\d.]+)$/.test(yaml) ? (JSON.parse(yaml) as Scalar) : yaml];
}

const cases = CHAINS.flatMap((chain) =>
  RULE_VALUES.flatMap((yaml) => {
    const text = `f|${chain}: ${yaml}`;
    const rules = [parseItem(text, 'sel'), parseItem(text, 'not sel')].filter(
      (one) => one !== null,
    );
    const item: Item = { modifier: chain, values: scalars(yaml) };
    return rules.length === 2 ? [{ text, rules, item }] : [];
  }),
);

describe.each(MATCHERS)('%s', (_, createMatcher) => {
  test.each(cases)('$text', ({ rules, item }) => {
    const [plain, negated] = rules;
    const matcher = createMatcher(rules);
    const logSources = [{ category: null, product: 'p', service: null }];
    const wrong = EVENTS.filter((fields) => {
      const expected = holds(item, fields) ? plain : negated;
      const matched = matcher.match(event(fields, { logSources }));
      return matched.length !== 1 || matched[0] !== expected;
    });
    expect(wrong).toEqual([]);
  });
});

test('every modifier and every kind of value is asked about, and holds of some events and not of others', () => {
  const telling = cases.filter(({ item }) => {
    const count = EVENTS.filter((fields) => holds(item, fields)).length;
    return count > 0 && count < EVENTS.length;
  });
  expect([...new Set(telling.map(({ item }) => item.modifier))]).toEqual(CHAINS);
  expect(cases.length).toBeGreaterThan(200);
  expect(EVENTS.length).toBeGreaterThan(250);
});
