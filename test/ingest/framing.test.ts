import { Buffer } from 'node:buffer';
import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Frame } from '../../src/ingest/frame.ts';
import { createLineFramer } from '../../src/ingest/framing.ts';

const encoder = new TextEncoder();
const text = (frame: Frame): string => new TextDecoder('latin1').decode(frame.bytes);

/** Frames with their bytes copied, as anyone who keeps a frame must. */
function frames(chunks: readonly Uint8Array[], maxLineBytes?: number): Frame[] {
  const framer = createLineFramer(maxLineBytes === undefined ? {} : { maxLineBytes });
  const out: Frame[] = [];
  const keep = (frame: Frame): void => {
    out.push({ ...frame, bytes: Uint8Array.from(frame.bytes) });
  };
  for (const chunk of chunks) framer.push(chunk, keep);
  framer.end(keep);
  expect(framer.pendingBytes).toBe(0);
  return out;
}

/** The specification: the whole stream at once, cut at LF, with no thought of speed or memory. */
function naive(stream: Uint8Array, maxLineBytes: number): Frame[] {
  const out: Frame[] = [];
  for (let offset = 0; offset < stream.length;) {
    const found = stream.indexOf(0x0a, offset);
    const next = found < 0 ? stream.length : found + 1;
    let content = [...stream.subarray(offset, found < 0 ? next : found)];
    if (found >= 0 && content.at(-1) === 0x0d) content = content.slice(0, -1);
    if (offset === 0 && content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf)
      content = content.slice(3);
    out.push({
      bytes: Uint8Array.from(content.slice(0, maxLineBytes)),
      line: out.length + 1,
      offset,
      byteLength: next - offset,
      droppedBytes: Math.max(0, content.length - maxLineBytes),
    });
    offset = next;
  }
  return out;
}

function cut(stream: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (const size of sizes) {
    chunks.push(stream.subarray(at, at + size));
    at += size;
  }
  return [...chunks, stream.subarray(at)];
}

describe('line framer', () => {
  test.each([
    { name: 'nothing', stream: '', lines: [] },
    { name: 'LF', stream: 'a\nb\n', lines: ['a', 'b'] },
    { name: 'CRLF', stream: 'a\r\nb\r\n', lines: ['a', 'b'] },
    { name: 'no last newline', stream: 'a\nb', lines: ['a', 'b'] },
    { name: 'empty lines', stream: '\n\r\n\n', lines: ['', '', ''] },
    { name: 'CR inside a line stays', stream: 'a\rb\n', lines: ['a\rb'] },
    { name: 'only the last CR of several goes', stream: 'a\r\r\n', lines: ['a\r'] },
    { name: 'CR at the very end is content', stream: 'a\r', lines: ['a\r'] },
    { name: 'byte order mark', stream: '\u00ef\u00bb\u00bfa\nb\n', lines: ['a', 'b'] },
    { name: 'only a byte order mark', stream: '\u00ef\u00bb\u00bf', lines: [''] },
    { name: 'mark on line 2 stays', stream: 'a\n\u00ef\u00bb\u00bf\n', lines: ['a', 'ï»¿'] },
  ])('$name', ({ stream, lines }) => {
    expect(frames([Buffer.from(stream, 'latin1')]).map(text)).toEqual(lines);
  });

  test('counts lines, offsets and terminators', () => {
    expect(frames([encoder.encode('ab\r\n\nc')])).toEqual([
      { bytes: encoder.encode('ab'), line: 1, offset: 0, byteLength: 4, droppedBytes: 0 },
      { bytes: encoder.encode(''), line: 2, offset: 4, byteLength: 1, droppedBytes: 0 },
      { bytes: encoder.encode('c'), line: 3, offset: 5, byteLength: 1, droppedBytes: 0 },
    ]);
  });

  test('cuts an over-long line and counts the rest', () => {
    const chunk = encoder.encode('x'.repeat(10));
    const long = Array.from({ length: 50 }, () => chunk);
    const out = frames([...long, encoder.encode('\r\nnext\n')], 16);
    expect(
      out.map(({ line, offset, byteLength, droppedBytes }) => ({
        line,
        offset,
        byteLength,
        droppedBytes,
      })),
    ).toEqual([
      { line: 1, offset: 0, byteLength: 502, droppedBytes: 484 },
      { line: 2, offset: 502, byteLength: 5, droppedBytes: 0 },
    ]);
    expect(out.map(text)).toEqual(['x'.repeat(16), 'next']);
  });

  test('says how many bytes wait for their line to end', () => {
    const framer = createLineFramer({ maxLineBytes: 4 });
    framer.push(encoder.encode('a\n123456'), () => undefined);
    expect(framer.pendingBytes).toBe(6);
  });

  test('a line of gigabytes takes no more memory than maxLineBytes', () => {
    const framer = createLineFramer({ maxLineBytes: 1000 });
    const chunk = new Uint8Array(1 << 20).fill(0x41);
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 2048; i += 1) framer.push(chunk, () => undefined);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 20);
    expect(framer.pendingBytes).toBe(2048 * (1 << 20));
  });

  const streams = fc
    .array(
      fc.oneof(
        fc.constantFrom('\n', '\r\n', '\r', 'a', '\u00ef\u00bb\u00bf'),
        fc.string({ unit: fc.constantFrom('a', 'b', '\u00ff', '\u0000', '\r'), maxLength: 30 }),
      ),
      { maxLength: 40 },
    )
    .map((parts) => Uint8Array.from(Buffer.from(parts.join(''), 'latin1')));

  test('any cutting into chunks gives the frames of a naive split', () => {
    fc.assert(
      fc.property(
        streams,
        fc.array(fc.nat({ max: 12 }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 40 }),
        (stream, sizes, maxLineBytes) => {
          const out = frames(cut(stream, sizes), maxLineBytes);
          expect(out).toEqual(naive(stream, maxLineBytes));
          expect(out.reduce((sum, frame) => sum + frame.byteLength, 0)).toBe(stream.length);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('any bytes, one byte at a time', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (stream) => {
        const single = Array.from(stream, (byte) => Uint8Array.of(byte));
        expect(frames(single, 64)).toEqual(naive(stream, 64));
      }),
    );
  });
});
