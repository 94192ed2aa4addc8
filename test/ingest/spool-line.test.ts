import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeSpoolLine, parseSpoolLine } from '../../src/ingest/spool-line.ts';
import { decodeUtf8, encodeUtf8 } from '../../src/util/utf8.ts';
import { findFailure } from '../support/property.ts';

const RECEIVED = { received: '2026-11-23T09:10:11.123Z', sender: '10.1.2.3' };
const encoder = new TextEncoder();

function encode(text: string): string {
  return decodeUtf8(encodeSpoolLine(encoder.encode(text), RECEIVED));
}

test.each([
  ['plain', '<1>C:\\new', '@2026-11-23T09:10:11.123Z 10.1.2.3 <1>C:\\new\n'],
  ['line feed', '<1>a\n<2>b\\n', '@\\2026-11-23T09:10:11.123Z 10.1.2.3 <1>a\\n<2>b\\\\n\n'],
  ['CR at the end', '<1>a\r', '@\\2026-11-23T09:10:11.123Z 10.1.2.3 <1>a\\r\n'],
  ['CR elsewhere', '<1>a\rb\0', '@2026-11-23T09:10:11.123Z 10.1.2.3 <1>a\rb\0\n'],
  ['nothing', '', '@2026-11-23T09:10:11.123Z 10.1.2.3 \n'],
])('%s', (_, message, line) => {
  expect(encode(message)).toBe(line);
});

test('any message is one line that gives every byte back', () => {
  const message = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.array(fc.constantFrom(0x0a, 0x0d, 0x5c, 0x6e, 0x00, 0xff, 0x40), { maxLength: 30 }),
  );
  expect(
    findFailure(
      fc.property(message, (values) => {
        const bytes = Uint8Array.from(values);
        const line = encodeSpoolLine(bytes, RECEIVED);
        expect(line.indexOf(0x0a)).toBe(line.length - 1);
        expect(line.at(-2)).not.toBe(0x0d);
        const kept = parseSpoolLine(decodeUtf8(line.subarray(0, -1)));
        expect({ ...kept, message: [...encodeUtf8(kept?.message ?? '')] }).toEqual({
          receivedMs: Date.parse(RECEIVED.received),
          sender: RECEIVED.sender,
          message: [...bytes],
        });
      }),
      { numRuns: 1000 },
    ),
  ).toBeNull();
});

test.each([
  '',
  '@',
  'x',
  '@2026-11-23T09:10:11.123Z',
  '@2026-13-23T09:10:11.123Z 10.1.2.3 x',
  '@2026-11-23T09:10:11Z 10.1.2.3 x',
  '@2026-11-23T09:10:11.123Z host x',
  ' @2026-11-23T09:10:11.123Z 10.1.2.3 x',
])('no line of a spool: %s', (text) => {
  expect(parseSpoolLine(text)).toBeNull();
});
