import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSyslogFramer } from '../../src/ingest/syslog-framing.ts';
import { findFailure } from '../support/property.ts';

const MAX = 40;

/** The messages of a stream as Latin-1 text; a cut one ends with `+` and the number of bytes cut. */
function frame(
  stream: string,
  chunkBytes = stream.length,
): { messages: string[]; isSound: boolean } {
  const framer = createSyslogFramer(MAX);
  const messages: string[] = [];
  const emit = (bytes: Uint8Array, cutBytes: number): void => {
    messages.push(Buffer.from(bytes).toString('latin1') + (cutBytes > 0 ? `+${cutBytes}` : ''));
  };
  const bytes = Buffer.from(stream, 'latin1');
  let isSound = true;
  for (let at = 0; isSound && at < bytes.length; at += Math.max(1, chunkBytes))
    isSound = framer.push(Uint8Array.from(bytes.subarray(at, at + Math.max(1, chunkBytes))), emit);
  if (isSound) framer.end(emit);
  expect(framer.heldBytes).toBeLessThanOrEqual(4096);
  return { messages, isSound };
}

const counted = (text: string): string => `${text.length} ${text}`;

const CASES: readonly (readonly [name: string, stream: string, messages: readonly string[]])[] = [
  ['lines', '<1>a\n<2>b\n', ['<1>a', '<2>b']],
  ['CR LF', '<1>a\r\n<2>b\r\n', ['<1>a', '<2>b']],
  ['a line without terminator at the end', '<1>a\n<2>b', ['<1>a', '<2>b']],
  ['empty lines', '\n\r\n<1>a\n\n', ['<1>a']],
  ['NUL at the ends', '<1>a\0<2>b\0', ['<1>a', '<2>b']],
  ['NUL and LF at the ends', '<1>a\0\n<2>b\0\n', ['<1>a', '<2>b']],
  ['LF and NUL at the ends', '<1>a\n\0<2>b\n\0', ['<1>a', '<2>b']],
  ['NUL is data where lines end with LF', '<1>a\n<2>b\0<3>c\n', ['<1>a', '<2>b\0<3>c']],
  ['a first NUL does not glue lines', '<1>a\0b\n<2>c\n', ['<1>a', 'b', '<2>c']],
  ['counts', `${counted('<1>a')}${counted('<2>b')}`, ['<1>a', '<2>b']],
  [
    'counts with a line feed after each',
    `${counted('<1>a')}\n${counted('<2>b')}\n`,
    ['<1>a', '<2>b'],
  ],
  ['a counted message holds anything', counted('<1>a\n<2>b\0\r\n'), ['<1>a\n<2>b\0\r\n']],
  ['counts and lines mixed', `<1>a\n${counted('<2>b')}<3>c\n`, ['<1>a', '<2>b', '<3>c']],
  ['a known counter may send no priority', `${counted('<1>a')}${counted('{}')}`, ['<1>a', '{}']],
  ['a line that begins with a number', '12 mice\n<1>a\n', ['12 mice', '<1>a']],
  ['a line that begins with a date', '2026-11-20 a\n', ['2026-11-20 a']],
  ['a line of digits', '123\n456', ['123', '456']],
  ['a count never begins with zero', '04 <1>a\n', ['04 <1>a']],
  ['a number too large is text', '999999999999 <1>a\n<2>b\n', ['999999999999 <1>a', '<2>b']],
  ['an over-long line', `<1>${'x'.repeat(50)}\n<2>b\n`, [`<1>${'x'.repeat(37)}+13`, '<2>b']],
  [
    'a counted message beyond the limit',
    `${counted(`<1>${'x'.repeat(50)}`)}${counted('<2>b')}`,
    [`<1>${'x'.repeat(37)}+13`, '<2>b'],
  ],
  ['a counted message that never ends', '30 <1>a', ['<1>a+26']],
  ['nothing', '', []],
];

describe('messages of a stream', () => {
  test.each(CASES)('%s', (_, stream, messages) => {
    expect(frame(stream)).toEqual({ messages, isSound: true });
    for (const chunkBytes of [1, 2, 3, 7])
      expect(frame(stream, chunkBytes)).toEqual({ messages, isSound: true });
  });

  test('a counter that announces the impossible has lost its place', () => {
    for (const count of ['999999999999', '16777217'])
      for (const chunkBytes of [1, 100])
        expect(frame(`${counted('<1>a')}${count} <2>b`, chunkBytes)).toEqual({
          messages: ['<1>a'],
          isSound: false,
        });
  });

  test('counted messages come back whatever they hold, however the stream is cut', () => {
    const message = fc
      .array(fc.constantFrom('<', '1', ' ', '\n', '\0', '\r', 'a', '>', '9'), { maxLength: 30 })
      .map((parts) => `<${parts.join('')}`);
    expect(
      findFailure(
        fc.property(fc.array(message), fc.integer({ min: 1, max: 50 }), (messages, chunkBytes) => {
          const stream = messages.map(counted).join('');
          expect(frame(stream, chunkBytes)).toEqual({ messages, isSound: true });
        }),
      ),
    ).toBeNull();
  });

  test('the messages of any bytes do not depend on how the stream is cut', () => {
    const parts = fc.array(
      fc.constantFrom(
        '<1>',
        '\n',
        '\0',
        '\r\n',
        '5 <2>ab',
        '9',
        ' ',
        'x',
        '16777217 ',
        'ab'.repeat(30),
      ),
      { maxLength: 30 },
    );
    expect(
      findFailure(
        fc.property(parts, fc.integer({ min: 1, max: 20 }), (texts, chunkBytes) => {
          const stream = texts.join('');
          expect(frame(stream, chunkBytes)).toEqual(frame(stream));
        }),
        { numRuns: 1000 },
      ),
    ).toBeNull();
  });

  test('a line without end holds no more than the limit', () => {
    const framer = createSyslogFramer(1 << 16);
    const chunk = new Uint8Array(1 << 20).fill(0x78);
    for (let i = 0; i < 100; i += 1)
      framer.push(chunk, () => expect.fail('no message is complete'));
    expect(framer.heldBytes).toBe(1 << 16);
    const cut: number[] = [];
    framer.push(Uint8Array.of(0x0a), (bytes, cutBytes) => cut.push(bytes.length, cutBytes));
    expect(cut).toEqual([1 << 16, (100 << 20) - (1 << 16)]);
    expect(framer.heldBytes).toBe(0);
  });
});
