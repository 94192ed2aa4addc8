import process from 'node:process';
import { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTextSink } from '../../src/io/text-sink.ts';

/** Takes one character at a time, so that every write has to wait. */
function slowStream(): { readonly stream: Writable; readonly taken: () => string } {
  let taken = '';
  const stream = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _encoding, done) {
      taken += chunk.toString();
      process.nextTick(done);
    },
  });
  return { stream, taken: () => taken };
}

test('a long output to a slow reader leaves no listeners behind', async () => {
  const { stream, taken } = slowStream();
  const sink = createTextSink(stream);
  const before = stream.listenerCount('close') + stream.listenerCount('drain');
  for (let line = 0; line < 200; line += 1) await sink.write('x\n');
  expect(stream.listenerCount('close') + stream.listenerCount('drain')).toBe(before);
  expect(taken()).toHaveLength(400);
});

test('a reader that goes away ends the writing without a fault', async () => {
  const { stream } = slowStream();
  const sink = createTextSink(stream);
  const writing = sink.write('x\n');
  stream.destroy(Object.assign(new Error('broken pipe'), { code: 'EPIPE' }));
  await writing;
  await setImmediate();
  await sink.write('y\n');
  expect({ isClosed: sink.isClosed, fault: sink.fault }).toEqual({ isClosed: true, fault: null });
});
