// Search with more alerts than may wait for the index, so that the index answers too.
import { expect, onTestFinished, test } from 'vitest';
import { createStores } from '../../../src/io/store/store-opener.ts';
import type { AlertWrite, ServiceStore } from '../../../src/ports/store.ts';
import { foldText } from '../../../src/util/text-fold.ts';
import { makeAlert, makeWrite } from '../../support/alerts.ts';
import { createTempFolder } from '../../support/temp-folder.ts';

const COUNT = 3000;
const RARE = 'mimikatz.exe';

/** What alert `i` says: one address of 97 each, one word of a few, and a rare one in the seventh. */
function makeNumbered(i: number, growth = 0): AlertWrite {
  const words = ['Đăng nhập', 'thất bại', 'quét cổng'][i % 3];
  const raw = `10.0.${i % 97}.1 ${words} ${i === 7 ? RARE : ''} ${growth > 0 ? `lần-${growth}` : ''} \udc80\u0000 "x"`;
  const evidence = makeAlert().evidence.map((one) => ({ ...one, raw }));
  return makeWrite({ id: `a-${String(i).padStart(5, '0')}`, lastMs: i, evidence });
}

function write(store: ServiceStore, alerts: readonly AlertWrite[]): void {
  for (let from = 0; from < alerts.length; from += 100) {
    const some = alerts.slice(from, from + 100);
    store.commit({ state: new Map(), journal: null, dropsJournal: false, alerts: some });
  }
}

const QUERIES = [
  '10.0.5.1',
  'dang NHAP',
  'nhập 10.0.5.1',
  'đ',
  '5.',
  'lần-2',
  RARE,
  'katz',
  'nothing of it',
  '"x"',
  '" OR "a',
  'NEAR(10 5)',
  'raw:10',
  '-10.0',
  '*',
  '\u0000',
  '\udc80',
  '^web',
  'x'.repeat(5000),
  Array.from({ length: 50 }, (_, i) => `0.${i}`).join(' '),
];

test('words are found in what the index knows, in what it does not know yet, and in what it knew otherwise', async () => {
  const store = createStores(() => 0).openService(await createTempFolder());
  onTestFinished(() => store.close());
  const first = Array.from({ length: COUNT }, (_, i) => makeNumbered(i));
  // the first thousand is indexed by now, and then says something else
  const grown = first.slice(0, 300).map((_, i) => makeNumbered(i * 2, 2));
  write(store, [...first, ...grown]);
  const texts = new Map(
    [...first, ...grown].map(({ alert }) => [
      alert.id,
      foldText([alert.title, alert.titleVi, alert.unit, ...alert.machines].join('\n')) +
        foldText(alert.evidence.map(({ raw }) => raw).join('\n')),
    ]),
  );
  for (const text of QUERIES) {
    const words = foldText(text).split(/\s+/);
    const expected = [...texts]
      .filter(([, known]) => words.every((word) => known.includes(word)))
      .map(([id]) => id);
    expect({ text, found: store.count({ text }) }).toEqual({ text, found: expected.length });
    const page = store.list({ text, limit: 40, order: 'oldest-first' });
    expect(page.map(({ alert }) => alert.id)).toEqual(expected.toSorted().slice(0, 40));
    const groups = store.groupByRule({ text });
    expect(groups.map(({ alerts }) => alerts)).toEqual(
      expected.length > 0 ? [expected.length] : [],
    );
  }
}, 60_000);

test('what was deleted is found no more', async () => {
  const store = createStores(() => 0).openService(await createTempFolder());
  onTestFinished(() => store.close());
  write(
    store,
    Array.from({ length: COUNT }, (_, i) => makeNumbered(i)),
  );
  const close = { kind: 'close', verdict: 'benign', reason: 'r' } as const;
  store.act({ alertId: 'a-00007', act: close, version: 0 }, { name: 'an', timeMs: 1 });
  expect(store.count({ text: RARE })).toBe(1);
  expect(store.deleteClosedAlerts(COUNT, 'so-tttt', false)).toBe(1);
  expect(store.count({ text: RARE })).toBe(0);
  expect(store.count({})).toBe(COUNT - 1);
});
