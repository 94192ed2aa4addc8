// Layer 4's rule must see an indicator wherever soclite reads one: every log source that a format's own samples
// normalise to is the log source of exactly one document of l4-01.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FORMATS } from '../../src/decode/formats.ts';
import { parseMapping } from '../../src/decode/mapping.ts';
import { createStreamReader } from '../../src/decode/stream-reader.ts';
import { parseTimeZone, UTC } from '../../src/decode/timestamp.ts';
import { createReferenceMatcher } from '../../src/detect/reference.ts';
import type { Event, FieldValue, LogSource } from '../../src/event/event.ts';
import { normalise } from '../../src/normalise/normalise.ts';
import { parseSigma } from '../../src/sigma/parse.ts';
import { resolveRuleSet } from '../../src/sigma/rule-set.ts';
import { encodeUtf8 } from '../../src/util/utf8.ts';

const RULE = 'rules/layer-4/l4-01-national-indicator.yml';
const MAPPING = 'seeds/mappings/cmc.yml';

describe('a record that holds an indicator is reported once', () => {
  const { ruleSet } = resolveRuleSet([parseSigma(readFileSync(RULE, 'utf8'), RULE)]);
  const matcher = createReferenceMatcher(ruleSet.rules);
  const mapping = parseMapping(readFileSync(MAPPING, 'utf8'), MAPPING);
  const mappings = mapping.ok ? [mapping.value] : [];
  const samples = [...FORMATS, ...mappings].flatMap(({ name, samples: own }) =>
    own.map(({ lines }, index) => ({ name: `${name} ${String(index + 1)}`, lines })),
  );
  const records = samples.flatMap(({ name, lines }) =>
    normalised(lines).map((record) => ({ name, ...record })),
  );
  const known = records.filter(({ logSources }) => logSources.length > 0);

  test('samples were read, most of them with a log source', () => {
    expect(records.length).toBeGreaterThan(10);
    expect(known.length).toBeGreaterThan(records.length / 2);
  });

  test.each(known)('$name', ({ logSources, fields }) => {
    const event = eventOf(logSources, new Map([...fields, ['soclite.indicator', '203.0.113.66']]));
    expect(matcher.match(event)).toHaveLength(1);
  });

  function normalised(lines: readonly string[]): readonly Normalised[] {
    const found: Normalised[] = [];
    const reader = createStreamReader({
      zone: parseTimeZone('Asia/Ho_Chi_Minh') ?? UTC,
      referenceTimeMs: Date.parse('2026-11-23T00:00:00Z'),
      mappings,
    });
    reader.push(encodeUtf8(lines.join('\n')), (record) => found.push(normalise(record)));
    reader.end((record) => found.push(normalise(record)));
    return found;
  }
});

interface Normalised {
  readonly logSources: readonly LogSource[];
  readonly fields: ReadonlyMap<string, FieldValue>;
}

function eventOf(logSources: readonly LogSource[], fields: ReadonlyMap<string, FieldValue>): Event {
  return {
    origin: { source: 'test', file: 'test', line: 1 },
    format: 'test',
    timeMs: 0,
    timeOrigin: 'record',
    host: null,
    unit: null,
    system: null,
    machine: null,
    logSources,
    fields,
    raw: '',
  };
}
