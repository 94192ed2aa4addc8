// EVTX files of SigmaHQ's regression cases against the JSON that upstream made of the same events, and damage of all kinds.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FieldValue } from '../../src/event/event.ts';
import { corpusPath, listFiles } from '../support/corpora.ts';
import { findFailure } from '../support/property.ts';
import { readStream } from '../support/streams.ts';

const folder = corpusPath('sigmahq-regression');
const files = folder === null ? [] : listFiles(folder);
const cases = files
  .filter((file) => file.endsWith('events.evtx.gz'))
  .map((file) => ({
    id: file.split('/').at(-2) ?? '',
    evtx: gunzipSync(readFileSync(file)),
    json: readFileSync(file.replace(/evtx\.gz$/, 'ndjson'), 'utf8'),
  }));

/**
 * Upstream's JSON of this case was edited by hand after the event was recorded: its time has seven digits more than a
 * FILETIME holds, and one name differs in case.
 */
const EDITED = 'ad691d92-15f2-4181-9aa4-723c74f9ddc3';

/** Upstream's JSON lost the spaces at the ends of texts. */
function comparable(fields: ReadonlyMap<string, FieldValue>): Record<string, FieldValue> {
  return Object.fromEntries(
    [...fields].map(([name, value]) => [name, typeof value === 'string' ? value.trimEnd() : value]),
  );
}

describe.skipIf(folder === null)('sigmahq-regression', () => {
  test('there are cases', () => {
    expect(cases.length).toBeGreaterThan(90);
  });

  test.each(cases.filter(({ id }) => id !== EDITED))('$id has the fields of its JSON', (item) => {
    const read = readStream(item.evtx).records;
    const expected = readStream(item.json).records;
    expect(read.map(({ fields }) => comparable(fields))).toEqual(
      expected.map(({ fields }) => comparable(fields)),
    );
    expect(read.map(({ timeMs, host }) => [timeMs, host])).toEqual(
      expected.map(({ timeMs, host }) => [timeMs, host]),
    );
    expect(new Set(read.map(({ format }) => format))).toEqual(new Set(['evtx']));
  });

  test('every byte is accounted for, however the stream is cut', () => {
    const [item] = cases;
    const bytes = item?.evtx ?? new Uint8Array();
    const whole = readStream(bytes);
    expect(whole.stats.bytes).toBe(bytes.length);
    for (const chunkBytes of [1000, 4096, 65_537])
      expect(readStream(bytes, { chunkBytes })).toEqual(whole);
  });

  test('a cut file gives the events before the cut and keeps the rest', () => {
    const [item] = cases;
    const bytes = (item?.evtx ?? new Uint8Array()).subarray(0, 5000);
    const { records, stats } = readStream(bytes);
    expect(stats).toMatchObject({ bytes: 5000, unparsed: 1 });
    expect(records.at(-1)?.raw).not.toBe('');
  });

  test('damaged bytes are never an exception, and never lost', () => {
    const sample = fc.constantFrom(...cases.slice(0, 20));
    const edits = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 40,
    });
    expect(
      findFailure(
        fc.property(sample, edits, ({ evtx }, changes) => {
          const bytes = Uint8Array.from(evtx);
          // the records stand in the first kilobytes of the first chunk
          for (const [at, byte] of changes) bytes[4096 + (at % 6000)] = byte;
          const { records, stats } = readStream(bytes);
          expect(stats.bytes).toBe(bytes.length);
          for (const { timeMs } of records)
            expect(timeMs === null || Number.isFinite(timeMs)).toBe(true);
        }),
        { numRuns: 300 },
      ),
    ).toBeNull();
  });
});
