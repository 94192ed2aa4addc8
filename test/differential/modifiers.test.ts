// Each modifier of the specification on each kind of rule value: accepted or refused as the table says, and what is
// accepted means the same to both evaluators on each kind of event value, absent ones, arrays and negation included.
import { expect, test } from 'vitest';
import { compileEngine } from '../../src/detect/engine.ts';
import { createReferenceMatcher } from '../../src/detect/reference.ts';
import type { FieldValue } from '../../src/event/event.ts';
import { event } from '../support/sigma-ast.ts';
import { expectAgreement } from './agreement.ts';
import { KINDS, MODIFIERS, parseItem } from './modifier-table.ts';

/** Of a chain, by kind of value: `+` accepted, `.` refused. */
function verdicts(chain: string): string {
  const accepted = Object.values(KINDS).map((value) => parseItem(`f|${chain}: ${value}`, 'sel'));
  return accepted.map((rule) => (rule === null ? '.' : '+')).join('');
}

test('which modifier takes which value', () => {
  const table = MODIFIERS.map((modifier) => `${modifier.padEnd(12)} ${verdicts(modifier)}`);
  expect(table.length).toBe(31);
  expect([`${''.padEnd(12)} ${Object.keys(KINDS).join(' ')}`, ...table].join('\n'))
    .toMatchInlineSnapshot(`
    "             text empty wildcards dash placeholder network whole fraction boolean null list
    contains     ++++++++..+
    startswith   ++++++++..+
    endswith     ++++++++..+
    all          +++++++++++
    cased        ++++++++..+
    neq          +++++++++++
    exists       ........+..
    re           +++++++++.+
    re|i         +++++++++.+
    re|m         +++++++++.+
    re|s         +++++++++.+
    cidr         .....+.....
    base64       ++.+++++..+
    base64offset +..+++.+..+
    wide         ++.+++++..+
    utf16        ++.+++++..+
    utf16le      ++.+++++..+
    utf16be      ++.+++++..+
    windash      ++++++++..+
    fieldref     +..+++....+
    expand       ++++++....+
    lt           ......++...
    lte          ......++...
    gt           ......++...
    gte          ......++...
    minute       ......+....
    hour         ......+....
    day          ......+....
    week         ......+....
    month        ......+....
    year         ......+...."
  `);
});

const BASE64 = ['ping', 'a ping', 'ab ping c'].flatMap((text) => [
  Buffer.from(text).toString('base64'),
  Buffer.from(text, 'utf16le').toString('base64'),
]);
/** What `utf16` and `utf16be` look for. */
const OTHERS = [
  Buffer.from('\uFEFFping', 'utf16le').toString('base64'),
  Buffer.from('ping', 'utf16le').swap16().toString('base64'),
];
const SCALARS: readonly FieldValue[] = [
  null,
  true,
  false,
  0,
  1.5,
  11,
  '',
  '11',
  'ping',
  'PING',
  'a ping b',
  'pong',
  '-ping',
  '–PING',
  '10.1.2.3',
  '::1',
  'p\0i\0n\0g\0',
  '2011-11-11T11:11:11Z',
  '2026-03-12 10:12:00',
  1_700_000_000,
  ...BASE64,
  ...OTHERS,
];
const VALUES: readonly FieldValue[] = [...SCALARS, [], [null, 'x'], ['x', 'ping'], { g: 'ping' }];

test('what is accepted means the same to both evaluators', () => {
  const chains = MODIFIERS.flatMap((modifier) => [
    modifier,
    `${modifier}|contains`,
    `${modifier}|cased`,
    `${modifier}|all`,
    `${modifier}|neq`,
    `${modifier}|gte`,
    `${modifier}|base64offset|contains|all`,
  ]);
  const items = chains.flatMap((chain) =>
    Object.values(KINDS).map((value) => `f|${chain}: ${value}`),
  );
  const rules = items.flatMap((item) => {
    const pair = [parseItem(item, 'sel'), parseItem(item, 'not sel')];
    return pair.filter((rule) => rule !== null);
  });
  const engine = compileEngine(rules);
  const reference = createReferenceMatcher(rules);
  const logSources = [{ category: null, product: 'p', service: null }];
  const events = [
    event({}, { logSources }),
    event({ g: 'ping' }, { logSources }),
    ...VALUES.flatMap((value) => [
      event({ f: value }, { logSources }),
      event({ f: value, ping: value, 11: value, pong: 'x' }, { logSources }),
    ]),
  ];
  const hits = new Map<string, number>();
  for (const subject of events) {
    // of a rule and its negation exactly one matches
    expect(expectAgreement(engine, reference, subject).matched).toBe(rules.length / 2);
    for (const { title } of reference.match(subject)) hits.set(title, (hits.get(title) ?? 0) + 1);
  }
  expect(rules.length).toBeGreaterThan(600);
  // each modifier does hold of some of the events and not of others
  const telling = [...hits].filter(
    ([title, count]) => title.endsWith(' sel') && count < events.length,
  );
  const seen = MODIFIERS.filter((modifier) =>
    telling.some(([title]) => title.startsWith(`f|${modifier}`) && !title.endsWith('not sel')),
  );
  expect(seen).toEqual(MODIFIERS);
});
