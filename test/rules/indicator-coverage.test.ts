// Layer 4's rule must see an indicator wherever soclite reads one: each format's own samples, with an indicator put into
// them, raise its one rule once, those of unknown products too.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createEventStream } from '../../src/app/event-stream.ts';
import type { DecodedRecord } from '../../src/decode/format.ts';
import { FORMATS } from '../../src/decode/formats.ts';
import { parseMapping } from '../../src/decode/mapping.ts';
import { createStreamReader } from '../../src/decode/stream-reader.ts';
import { parseTimeZone, UTC } from '../../src/decode/timestamp.ts';
import { compileEngine } from '../../src/detect/engine.ts';
import { createReferenceMatcher } from '../../src/detect/reference.ts';
import type { Event } from '../../src/event/event.ts';
import { createAttributor } from '../../src/layers/attribution.ts';
import { createIndicatorMatcher, parseIndicators } from '../../src/layers/indicators.ts';
import { normalise } from '../../src/normalise/normalise.ts';
import { parseSigma } from '../../src/sigma/parse.ts';
import { resolveRuleSet } from '../../src/sigma/rule-set.ts';
import { encodeUtf8 } from '../../src/util/utf8.ts';

const RULE = 'rules/layer-4/l4-01-national-indicator.yml';
const MAPPING = 'seeds/mappings/cmc.yml';
const INDICATOR = 'never-in-a-sample.example';
const INDICATOR_SOURCE = { category: null, product: 'soclite', service: 'indicator' };

describe('a record that holds an indicator is reported once', () => {
  const { ruleSet } = resolveRuleSet([parseSigma(readFileSync(RULE, 'utf8'), RULE)]);
  const reference = createReferenceMatcher(ruleSet.rules);
  const engine = compileEngine(ruleSet.rules);
  const mapping = parseMapping(readFileSync(MAPPING, 'utf8'), MAPPING);
  const mappings = mapping.ok ? [mapping.value] : [];
  const list = parseIndicators(INDICATOR, 'national.txt');
  const stream = createEventStream(
    { sourceId: 'test', file: 'test', defaultUnit: null, receivedMs: 0 },
    {
      attributor: createAttributor({
        name: '',
        units: [],
        systems: [],
        machines: [],
        networks: [],
      }),
      indicators: createIndicatorMatcher(list.ok ? [list.value] : []),
    },
  );
  const records = [...FORMATS, ...mappings].flatMap(({ name, samples }) =>
    samples.flatMap(({ lines }, index) =>
      decoded(lines).map((record) => ({ name: `${name} ${String(index + 1)}`, record })),
    ),
  );

  test('samples of known and of unknown products were read', () => {
    const sources = records.map(({ record }) => normalise(record).logSources.length);
    expect(sources.filter((count) => count > 0).length).toBeGreaterThan(10);
    expect(sources).toContain(0);
  });

  test.each(records)('$name', ({ record }) => {
    const without = stream.take(record);
    expect(without.logSources).not.toContainEqual(INDICATOR_SOURCE);
    expect(matches(without)).toEqual([0, 0]);

    const found = stream.take(withIndicator(record));
    expect(found.logSources).toEqual([...without.logSources, INDICATOR_SOURCE]);
    expect(found.fields.get('soclite.indicator')).toBe(INDICATOR);
    expect(matches(found)).toEqual([1, 1]);

    // engines cache by the identity of this array
    expect(stream.take(withIndicator(record)).logSources).toBe(found.logSources);
  });

  function matches(event: Event): readonly number[] {
    return [reference, engine].map((matcher) => matcher.match(event).length);
  }

  function decoded(lines: readonly string[]): readonly DecodedRecord[] {
    const found: DecodedRecord[] = [];
    const reader = createStreamReader({
      zone: parseTimeZone('Asia/Ho_Chi_Minh') ?? UTC,
      referenceTimeMs: Date.parse('2026-11-23T00:00:00Z'),
      mappings,
    });
    reader.push(encodeUtf8(lines.join('\n')), (record) => found.push(record));
    reader.end((record) => found.push(record));
    return found;
  }
});

function withIndicator(record: DecodedRecord): DecodedRecord {
  // a name that no product of FORMATS gives a field of its own
  return { ...record, fields: new Map([...record.fields, ['URL', `https://${INDICATOR}/a`]]) };
}
