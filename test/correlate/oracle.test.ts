import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCorrelator } from '../../src/correlate/correlator.ts';
import type { Event } from '../../src/event/event.ts';
import type { SigmaCorrelation } from '../../src/sigma/rule.ts';
import { correlation, event, rule } from '../support/sigma-ast.ts';

const RULE = rule('r', {});
const SPAN_MS = 10;

/** The definition: the window of each event is looked at as a whole, every time. */
function* listExpected(given: SigmaCorrelation, events: readonly Event[]) {
  const reported = new Set<Event>();
  for (const [index, last] of events.entries()) {
    if (!isCounted(last)) continue;
    const window = events
      .slice(0, index + 1)
      .filter(
        (other) =>
          isCounted(other) &&
          other.unit === last.unit &&
          other.fields.get('ip') === last.fields.get('ip') &&
          other.timeMs >= last.timeMs - SPAN_MS,
      );
    const count =
      given.type === 'event_count'
        ? window.length
        : new Set(window.map((other) => other.fields.get('user'))).size;
    const isTrue = given.conditions.every(({ operator, value }) =>
      operator === 'gte' ? count >= value : operator === 'lt' ? count < value : count === value,
    );
    if (!isTrue) continue;
    const fresh = window.filter((other) => !reported.has(other));
    for (const other of fresh) reported.add(other);
    yield {
      at: index,
      count,
      eventCount: fresh.length,
      events: fresh.map((other) => other.origin.line),
    };
  }
  function isCounted(subject: Event): boolean {
    return subject.fields.has('ip') && (given.type === 'event_count' || subject.fields.has('user'));
  }
}

const step = fc.record({
  gapMs: fc.integer({ min: 0, max: 8 }),
  unit: fc.constantFrom('u', 'u', null),
  ip: fc.constantFrom('a', 'a', 'b', undefined),
  user: fc.constantFrom('x', 'y', 'z', undefined),
});

test('findings are those of the definition', () => {
  let firings = 0;
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 60 }),
      fc.constantFrom('event_count' as const, 'value_count' as const),
      fc.constantFrom('gte' as const, 'lt' as const, 'eq' as const),
      fc.integer({ min: 1, max: 4 }),
      (steps, type, operator, value) => {
        let timeMs = 0;
        const events = steps.map(({ gapMs, unit, ip, user }, index) => {
          timeMs += gapMs;
          const fields = {
            ...(ip === undefined ? {} : { ip }),
            ...(user === undefined ? {} : { user }),
          };
          return event(fields, { timeMs, unit, origin: { source: '', file: '', line: index } });
        });
        const given = correlation('c', {
          type,
          groupBy: ['ip'],
          timespanMs: SPAN_MS,
          field: type === 'value_count' ? 'user' : null,
          conditions: [{ operator, value }],
        });
        const correlator = createCorrelator([given], { maxEvidence: 100 });
        const found = events.flatMap((subject, index) =>
          correlator.push({ rule: RULE, event: subject }).map((finding) => ({
            at: index,
            count: finding.count,
            eventCount: finding.eventCount,
            events: finding.events.map((item) => item.event.origin.line),
          })),
        );
        firings += found.length;
        expect(found).toEqual([...listExpected(given, events)]);
        expect(correlator.evictions).toBe(0);
      },
    ),
    { numRuns: 300 },
  );
  expect(firings).toBeGreaterThan(100);
});
