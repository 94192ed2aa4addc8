// The database answers every query as the fake in memory does, whatever was written, whichever index it takes.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createStores } from '../../../src/io/store/store-opener.ts';
import type { QueueQuery, QueueStore, ServiceStore } from '../../../src/ports/store.ts';
import { makeAlert, makeWrite } from '../../support/alerts.ts';
import { createMemoryStores } from '../../support/memory-store.ts';
import { findFailure } from '../../support/property.ts';
import { createTempFolder } from '../../support/temp-folder.ts';

const UNITS = ['so-tttt', 'so-yte', '__proto__'];
const RULES = ['rule-1', 'rule-2', 'r\u0000"'];
const WORDS = [
  'Dò',
  'mật',
  'KHẨU',
  'đ',
  'a',
  '10.1.4.9',
  '"',
  'OR',
  '*',
  '\u0000',
  '\udc80',
  '😀 x',
];
const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const;
const STATES = ['new', 'acked', 'escalated', 'closed'] as const;
const ORDERS = ['newest-first', 'oldest-first', 'most-severe-first'] as const;

const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 4 }).map((words) => words.join(' '));
const time = fc.integer({ min: 0, max: 60 });
const unit = fc.constantFrom(...UNITS, null);

const write = fc
  .record({
    id: fc.integer({ min: 0, max: 25 }),
    layer: fc.constantFrom(1, 2, 3, 4),
    severity: fc.constantFrom(...LEVELS),
    firstMs: time,
    lengthMs: fc.integer({ min: 0, max: 9 }),
    count: fc.integer({ min: 1, max: 9 }),
    raw: text,
    isSuppressed: fc.boolean(),
  })
  // an id is a hash of rule, unit and group key: what it names never changes
  .map((given) => ({
    kind: 'write' as const,
    rule: RULES[given.id % RULES.length] ?? '',
    unit: [...UNITS, null][given.id % 4] ?? null,
    isProvince: given.id % 5 === 0,
    ...given,
  }));
const act = fc.record({
  kind: fc.constant('act' as const),
  id: fc.integer({ min: 0, max: 25 }),
  act: fc.constantFrom(
    { kind: 'ack' } as const,
    { kind: 'escalate', to: 'layer-2', ticket: null } as const,
    { kind: 'close', verdict: 'benign', reason: 'r\u0000' } as const,
    { kind: 'release', reason: 'ca sau' } as const,
    { kind: 'note', text: 'đã gọi' } as const,
  ),
  actor: fc.constantFrom('an', 'bình'),
});

const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });
const query = fc
  .record({
    unit: optional(unit),
    layer: optional(fc.constantFrom(1, 2, 3, 4)),
    minimumLevel: optional(fc.constantFrom(...LEVELS)),
    sinceMs: optional(time),
    untilMs: optional(time),
    states: optional(fc.subarray([...STATES])),
    ruleId: optional(fc.constantFrom(...RULES, 'none')),
    owner: optional(fc.constantFrom('an', 'bình', 'nobody')),
    text: optional(text),
    includesSuppressed: optional(fc.boolean()),
    order: optional(fc.constantFrom(...ORDERS)),
    limit: fc.constantFrom(1, 5, 100),
    offset: optional(fc.integer({ min: 0, max: 9 })),
  })
  .map(
    (given) =>
      Object.fromEntries(
        Object.entries(given).filter(([, value]) => value !== undefined),
      ) as unknown as QueueQuery,
  );

type Step =
  | (typeof write extends fc.Arbitrary<infer T> ? T : never)
  | (typeof act extends fc.Arbitrary<infer T> ? T : never);

function apply(store: ServiceStore, step: Step): unknown {
  const id = `id-${step.id}`;
  if (step.kind === 'act') {
    const { act: done, actor } = step;
    return store.act({ alertId: id, act: done, version: null }, { name: actor, timeMs: step.id });
  }
  const isProvince = step.isProvince && step.unit !== null;
  const made = makeWrite(
    {
      ...makeAlert(),
      id,
      ruleId: step.rule,
      title: `title of ${step.rule}`,
      unit: isProvince ? null : step.unit,
      isProvince,
      units: step.unit === null ? [] : [step.unit],
      layer: step.layer as 1 | 2 | 3 | 4,
      severity: step.severity,
      firstMs: step.firstMs,
      lastMs: step.firstMs + step.lengthMs,
      count: step.count,
      groupKey: [{ field: 'x', value: step.raw }],
    },
    { suppressedBy: step.isSuppressed ? 'exception-1' : null },
  );
  store.commit({ state: new Map(), journal: null, dropsJournal: false, alerts: [made] });
  return null;
}

function answer(store: QueueStore, given: QueueQuery): unknown {
  const { limit: _limit, offset: _offset, order: _order, ...filter } = given;
  return {
    list: store.list(given),
    count: store.count(filter),
    groups: store.groupByRule(filter),
  };
}

test('every query has the same answer as in memory', async () => {
  const folder = await createTempFolder();
  let runs = 0;
  const property = fc.property(
    fc.array(fc.oneof({ arbitrary: write, weight: 3 }, act), { maxLength: 40 }),
    fc.array(query, { minLength: 1, maxLength: 12 }),
    (steps, queries) => {
      runs += 1;
      const database = createStores(() => 0).openService(`${folder}/${runs}`);
      const memory = createMemoryStores().openService('m');
      try {
        for (const step of steps) expect(apply(database, step)).toEqual(apply(memory, step));
        for (const given of queries) expect(answer(database, given)).toEqual(answer(memory, given));
        expect(database.changedAfter(0, 1000)).toEqual(memory.changedAfter(0, 1000));
        expect(database.suppressions()).toEqual(memory.suppressions());
      } finally {
        database.close();
      }
    },
  );
  expect(findFailure(property, { numRuns: 60 })).toBeNull();
});
