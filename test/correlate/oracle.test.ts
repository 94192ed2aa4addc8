import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCorrelator } from '../../src/correlate/correlator.ts';
import type { CorrelationFinding } from '../../src/correlate/finding.ts';
import { CORRELATION_TYPES } from '../../src/sigma/rule.ts';
import type { SigmaCorrelation, SigmaRule } from '../../src/sigma/rule.ts';
import type { ExpectedFinding } from './brute-force.ts';
import { findByDefinition } from './brute-force.ts';
import { chain, randomCorrelation, RULES, stream } from './random-streams.ts';
import type { StreamItem } from './random-streams.ts';

/** Streams in all, shared by the types and the chains; 10,000 take 6 to 20 seconds. */
const STREAMS = Number(process.env['SOCLITE_ORACLE_STREAMS'] ?? 10_000);
const numRuns = Math.ceil(STREAMS / (CORRELATION_TYPES.length + 1));

/** All events are shown. A store takes the room for all its groups at once, which is most of the time here. */
const LIMITS = { maxEvidence: 1000, maxGroups: 100 };

function toExpected(finding: CorrelationFinding): ExpectedFinding {
  const { rule, group, unit, count, units } = finding;
  return {
    id: rule.id,
    group: group.map(({ value }) => value),
    unit,
    count,
    times: finding.events.map(({ event }) => event.timeMs),
    units,
  };
}

function run(
  correlations: readonly SigmaCorrelation[],
  items: readonly StreamItem[],
): readonly CorrelationFinding[] {
  const correlator = createCorrelator({ rules: RULES, correlations }, LIMITS);
  const findings = items.flatMap(({ event, rules }) =>
    correlator.push({ event, rules: toRules(rules) }),
  );
  const last = correlator.advance(Number.POSITIVE_INFINITY);
  expect(correlator.evictions).toBe(0);
  return [...findings, ...last];
}

function toRules(ids: readonly string[]): readonly SigmaRule[] {
  return RULES.filter(({ id }) => ids.includes(id));
}

/** The readable comparison is slow and only needed where there is a difference. */
function expectSame(found: unknown, expected: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(expected)) expect(found).toEqual(expected);
}

describe(`findings are those of the definition (${STREAMS} streams)`, () => {
  test.each(CORRELATION_TYPES)('%s', (type) => {
    let fired = 0;
    fc.assert(
      fc.property(randomCorrelation(type), stream, (given, items) => {
        const found = run([given], items).map(toExpected);
        fired += found.length;
        expectSame(found, findByDefinition([given], items));
      }),
      { numRuns },
    );
    expect(fired).toBeGreaterThan(numRuns / 2);
  });

  test('correlations of correlations', () => {
    const fired = new Map<string, number>();
    fc.assert(
      fc.property(chain, stream, (given, items) => {
        const found = run(given, items);
        for (const { rule } of found) fired.set(rule.id, (fired.get(rule.id) ?? 0) + 1);
        // a chain shows the events of what it is made of; its own times are those of its matches
        const toTimeless = (finding: CorrelationFinding | ExpectedFinding): unknown =>
          'kind' in finding
            ? [
                finding.rule.id,
                finding.group.map(({ value }) => value),
                finding.unit,
                finding.count,
                finding.eventCount,
                finding.units,
                finding.firstMs,
                finding.lastMs,
              ]
            : [
                finding.id,
                finding.group,
                finding.unit,
                finding.count,
                finding.times.length,
                finding.units,
                finding.times[0],
                finding.times.at(-1),
              ];
        expectSame(found.map(toTimeless), findByDefinition(given, items).map(toTimeless));
      }),
      { numRuns },
    );
    for (const id of ['inner', 'middle', 'outer'])
      expect(fired.get(id)).toBeGreaterThan(numRuns / 2);
  });
});
