import fc from 'fast-check';
import { expect, test } from 'vitest';
import { singleFormats } from '../../src/decode/formats.ts';
import { findFailure } from '../support/property.ts';
import { readStream, sampleContext, seedMappings } from '../support/streams.ts';
import { expectStreamAccounted, testLineFormat } from './line-format.ts';

const context = sampleContext({ mappings: seedMappings() });
const formats = singleFormats(context);
for (const format of formats) testLineFormat(format);

const sampleLines = formats.flatMap(({ samples }) => samples.flatMap(({ lines }) => lines));
const encoder = new TextEncoder();

const chunks = fc.array(
  fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc
      .constantFrom('\n', '\r\n', '\n\n', '"', '"a,b', '\ufeff')
      .map((text) => encoder.encode(text)),
    fc.constantFrom(...sampleLines).map((line) => encoder.encode(`${line}\n`)),
  ),
  { maxLength: 25 },
);

test('arbitrary bytes between lines of all formats are all accounted for', () => {
  expect(
    findFailure(
      fc.property(chunks, fc.integer({ min: 1, max: 200 }), (parts, chunkBytes) => {
        expectStreamAccounted(Uint8Array.from(parts.flatMap((part) => [...part])), chunkBytes);
      }),
      { numRuns: 300 },
    ),
  ).toBeNull();
});

test('the records do not depend on how the stream is cut', () => {
  const bytes = encoder.encode(`\ufeff${sampleLines.join('\r\n')}\r\n`);
  const whole = readStream(bytes, { context });
  expect(whole.records.length).toBeGreaterThan(formats.length);
  for (const chunkBytes of [1, 2, 3, 7, 64, 1000])
    expect(readStream(bytes, { context, chunkBytes })).toEqual(whole);
});
