import process from 'node:process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareMatched } from '../../src/app/detection.ts';
import { createReorderBuffer } from '../../src/app/reorder-buffer.ts';
import type { Correlator } from '../../src/correlate/correlator.ts';
import { createCorrelator } from '../../src/correlate/correlator.ts';
import type { CorrelationFinding } from '../../src/correlate/finding.ts';
import { parseSnapshot } from '../../src/correlate/snapshot.ts';
import { CORRELATION_TYPES } from '../../src/sigma/rule.ts';
import type { SigmaCorrelation, SigmaRule } from '../../src/sigma/rule.ts';
import { correlation, event, field, glob, rule } from '../support/sigma-ast.ts';
import { chain, randomCorrelation, RULES, stream } from './random-streams.ts';
import type { StreamItem } from './random-streams.ts';

const numRuns = Math.ceil(Number(process.env['SOCLITE_ORACLE_STREAMS'] ?? 10_000) / 10);
const LATENESS_MS = 15;
const LIMITS = { maxGroups: 100, maxHeldEvents: 20, maxEvidence: 4 };

const correlations = fc.oneof(
  chain,
  ...CORRELATION_TYPES.map((type) => randomCorrelation(type).map((given) => [given])),
);

function toMatched({ event: subject, rules }: StreamItem): {
  event: StreamItem['event'];
  rules: readonly SigmaRule[];
} {
  return { event: subject, rules: RULES.filter(({ id }) => rules.includes(id)) };
}

function resume(correlator: Correlator, given: readonly SigmaCorrelation[]): Correlator {
  const snapshot = parseSnapshot(correlator.snapshot(), 'state');
  expect(snapshot.problems).toEqual([]);
  const resumed = createCorrelator(
    { rules: RULES, correlations: given },
    LIMITS,
    snapshot.ok ? snapshot.value : null,
  );
  expect(resumed.dropped).toBe(0);
  return resumed;
}

function show(findings: readonly CorrelationFinding[]): readonly unknown[] {
  return findings.map(({ rule: { id }, events, ...rest }) => ({
    id,
    events: events.map((item) => [item.rule.id, item.event.raw, [...item.event.fields]]),
    ...rest,
  }));
}

test('any order within the lateness, cut anywhere, resumed from a snapshot: the same findings', () => {
  let fired = 0;
  fc.assert(
    fc.property(
      correlations,
      stream,
      fc.array(fc.integer({ min: 0, max: LATENESS_MS }), { minLength: 40, maxLength: 40 }),
      fc.array(fc.record({ afterMs: fc.integer({ min: 1, max: 30 }), isCut: fc.boolean() }), {
        minLength: 1,
        maxLength: 20,
      }),
      (given, items, delays, ticks) => {
        const inOrder = createCorrelator({ rules: RULES, correlations: given }, LIMITS);
        const expected = [
          ...items.flatMap((item) => inOrder.push(toMatched(item))),
          ...inOrder.advance(Number.POSITIVE_INFINITY),
        ];

        const arrivals = items
          .map((item, index) => ({ item, atMs: item.event.timeMs + (delays[index] ?? 0) }))
          .toSorted((a, b) => a.atMs - b.atMs);
        const buffer = createReorderBuffer(LATENESS_MS);
        buffer.caughtUp(0);
        let correlator = createCorrelator({ rules: RULES, correlations: given }, LIMITS);
        const found: CorrelationFinding[] = [];
        let nowMs = 1000;
        for (let turn = 0; arrivals.length > 0; turn += 1) {
          const { afterMs = 1, isCut = false } = ticks[turn % ticks.length] ?? {};
          nowMs += afterMs;
          while (arrivals[0] !== undefined && arrivals[0].atMs <= nowMs) {
            const { item, atMs } = arrivals.shift() ?? arrivals[0];
            buffer.add(toMatched(item), atMs);
          }
          for (const matched of buffer.release(nowMs)) found.push(...correlator.push(matched));
          found.push(...correlator.advance(buffer.watermarkMs(nowMs)));
          if (isCut) correlator = resume(correlator, given);
        }
        for (const matched of buffer.drain()) found.push(...correlator.push(matched));
        found.push(...correlator.advance(Number.POSITIVE_INFINITY));

        fired += found.length;
        const [got, wanted] = [show(found), show(expected)];
        if (JSON.stringify(got) !== JSON.stringify(wanted)) expect(got).toEqual(wanted);
        expect(correlator.evictions).toBe(inOrder.evictions);
      },
    ),
    { numRuns },
  );
  expect(fired).toBeGreaterThan(numRuns);
});

test('evictions and the order of groups survive a snapshot', () => {
  const limits = { maxGroups: 2 };
  const given = correlation('c', { groupBy: ['ip'], conditions: [{ operator: 'gte', value: 2 }] });
  const ruleSet = { rules: RULES, correlations: [given] };
  const first = createCorrelator(ruleSet, limits);
  for (const [index, ip] of ['a', 'b', 'c'].entries())
    first.push(toMatched({ event: event({ ip }, { timeMs: index }), rules: ['r'] }));
  const snapshot = parseSnapshot(first.snapshot(), 'state');
  const second = createCorrelator(ruleSet, limits, snapshot.ok ? snapshot.value : null);
  expect(second.evictions).toBe(1);
  const push = (ip: string, timeMs: number): number =>
    second.push(toMatched({ event: event({ ip }, { timeMs }), rules: ['r'] })).length;
  expect([push('b', 3), push('d', 4), push('c', 5)]).toEqual([1, 0, 0]);
});

const BASE = rule('r', { s: field('f', [glob('a*')]) });

function snapshotOf(ruleSet: { rules: SigmaRule[]; correlations: SigmaCorrelation[] }): string {
  const correlator = createCorrelator(ruleSet);
  correlator.push({ event: event({ f: 'ab' }), rules: ruleSet.rules });
  return correlator.snapshot();
}

test.each<[string, SigmaRule, SigmaCorrelation, number]>([
  ['nothing', BASE, correlation('c'), 0],
  ['a title', rule('r', { s: field('f', [glob('a*')]) }, { title: 'New' }), correlation('c'), 0],
  ['the level', BASE, correlation('c', { level: 'low', title: 'New' }), 0],
  ['a pattern of the rule', rule('r', { s: field('f', [glob('b*')]) }), correlation('c'), 1],
  ['the timespan', BASE, correlation('c', { timespanMs: 1 }), 1],
  ['the id', BASE, correlation('d'), 1],
])('after a change of %s state is kept or dropped', (_name, changed, given, dropped) => {
  const text = snapshotOf({ rules: [BASE], correlations: [correlation('c')] });
  const snapshot = parseSnapshot(text, 'state');
  const resumed = createCorrelator(
    { rules: [changed], correlations: [given] },
    {},
    snapshot.ok ? snapshot.value : null,
  );
  expect(resumed.dropped).toBe(dropped);
  const push = (): readonly CorrelationFinding[] =>
    resumed.push({ event: event({ f: 'ab' }), rules: [changed] });
  expect([push().length, push().length]).toEqual([0, dropped === 0 ? 1 : 0]);
});

test.each([
  ['empty', '', 'snapshot-malformed'],
  ['something else', '{"version":1}\n', 'snapshot-malformed'],
  [
    'another version',
    snapshotOf({ rules: [BASE], correlations: [] }).replace('correlator 1', 'correlator 2'),
    'snapshot-version',
  ],
  [
    'cut',
    snapshotOf({ rules: [BASE], correlations: [correlation('c')] }).slice(0, -5),
    'snapshot-damaged',
  ],
])('a snapshot that is %s is refused', (_name, text, code) => {
  const read = parseSnapshot(text, 'state');
  expect([read.ok, ...read.problems.map((problem) => problem.code)]).toEqual([false, code]);
});

test('what a snapshot holds is data: hostile names and values come back as they were', () => {
  const fields = JSON.parse(
    '{"__proto__":"x","ip":"a\\u001b[2J","deep":{"evidence":[1,{"__proto__":2}]}}',
  ) as Record<string, string>;
  const given = correlation('c', {
    groupBy: ['__proto__', 'ip'],
    conditions: [{ operator: 'gte', value: 2 }],
  });
  const ruleSet = { rules: [BASE], correlations: [given] };
  const subject = event({}, { fields: new Map(Object.entries(fields)), raw: '\ud800"\u2028' });
  const first = createCorrelator(ruleSet);
  first.push({ event: subject, rules: [BASE] });
  const snapshot = parseSnapshot(first.snapshot(), 'state');
  const second = createCorrelator(ruleSet, {}, snapshot.ok ? snapshot.value : null);
  const next = { ...subject, origin: { ...subject.origin, line: 2 } };
  const [finding] = second.push({ event: next, rules: [BASE] });
  expect(finding?.events.map((item) => item.event)).toEqual([subject, next]);
  expect(finding?.group).toEqual([
    { field: '__proto__', value: 'x' },
    { field: 'ip', value: 'a\u001b[2J' },
  ]);
});

test('equal times are told apart by content, whatever order they come in', () => {
  const items = ['b', 'a'].map((raw) => ({ event: event({}, { raw }), rules: RULES }));
  expect(items.toSorted(compareMatched).map((item) => item.event.raw)).toEqual(['a', 'b']);
});
