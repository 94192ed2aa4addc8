// @ts-check
// Bytes to lines: how fast the line framer cuts a stream, for short and long lines, in chunks of 64 KiB and 1 MiB.
//
//   node bench/ingest/framing.bench.mjs
//
// Answers first: the frames must be those of a naive split, else nothing is timed. Best of five passes, interleaved.
import { cpus, loadavg } from 'node:os';
import process from 'node:process';
import { createLineFramer } from '../../dist/ingest/framing.js';

const STREAM_BYTES = 256 << 20;
const CASES = [80, 300, 1400, 20_000].flatMap((lineBytes) =>
  [64 << 10, 1 << 20].map((chunkBytes) => ({ lineBytes, chunkBytes, seconds: Infinity })),
);

console.log(
  `${new Date().toISOString()} node ${process.version}, ${cpus()[0]?.model}, load ${loadavg()
    .map((v) => v.toFixed(1))
    .join(' ')}`,
);
for (const { lineBytes, chunkBytes } of CASES)
  assertSameLines(makeStream(1 << 20, lineBytes), chunkBytes);
for (let pass = 0; pass < 5; pass += 1)
  for (const test of CASES) {
    const stream = makeStream(STREAM_BYTES, test.lineBytes);
    const start = process.hrtime.bigint();
    const bytes = cut(stream, test.chunkBytes).bytes;
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    if (bytes !== stream.length) throw new Error('a byte was lost');
    test.seconds = Math.min(test.seconds, seconds);
  }
for (const { lineBytes, chunkBytes, seconds } of CASES)
  console.log(
    `${String(lineBytes).padStart(6)} B lines, chunks of ${String(chunkBytes >> 10).padStart(4)} KiB: ` +
      `${(STREAM_BYTES / 1e6 / seconds).toFixed(0)} MB/s, ${((seconds / (STREAM_BYTES / lineBytes)) * 1e9).toFixed(0)} ns/line`,
  );

/** @param {number} bytes @param {number} lineBytes */
function makeStream(bytes, lineBytes) {
  const line = Buffer.from(`${'x'.repeat(lineBytes - 1)}\n`);
  return Buffer.alloc(bytes, line);
}

/** @param {Buffer} stream @param {number} chunkBytes */
function cut(stream, chunkBytes) {
  const framer = createLineFramer();
  const total = { frames: 0, bytes: 0, content: 0 };
  /** @param {import('../../dist/ingest/frame.js').Frame} frame */
  const count = (frame) => {
    total.frames += 1;
    total.bytes += frame.byteLength;
    total.content += frame.bytes.length;
  };
  for (let at = 0; at < stream.length; at += chunkBytes)
    framer.push(stream.subarray(at, at + chunkBytes), count);
  framer.end(count);
  return total;
}

/** @param {Buffer} stream @param {number} chunkBytes */
function assertSameLines(stream, chunkBytes) {
  const lines = stream.toString('latin1').split('\n');
  if (lines.at(-1) === '') lines.pop();
  const content = lines.reduce((sum, line) => sum + line.length, 0);
  const got = cut(stream, chunkBytes);
  if (got.frames !== lines.length || got.content !== content || got.bytes !== stream.length)
    throw new Error(`frames differ from a naive split: ${JSON.stringify(got)}`);
}
