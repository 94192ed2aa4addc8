// What every format owes a restart: a reader that was saved anywhere and resumed gives what an uninterrupted one gives.
// A decoder that carries something from line to line and forgets to say so (LineDecoder.state) fails here.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DecodedRecord } from '../../src/decode/format.ts';
import { lineFormats } from '../../src/decode/formats.ts';
import { createStreamReader, resumeStreamReader } from '../../src/decode/stream-reader.ts';
import type { StreamReader } from '../../src/decode/stream-reader.ts';
import { findFailure } from '../support/property.ts';
import { readStream, sampleContext, seedMappings } from '../support/streams.ts';
import type { StreamRead } from '../support/streams.ts';

const context = sampleContext({ mappings: seedMappings() });
const formats = lineFormats(context);
const encoder = new TextEncoder();

function resume(saved: string): StreamReader {
  const reader = resumeStreamReader(saved, 'x.log', context);
  if (!reader.ok) throw new Error(JSON.stringify(reader.problems));
  return reader.value;
}

/** Reads a stream, saved and resumed at each of these places. */
function readInterrupted(bytes: Uint8Array, cuts: readonly number[]): StreamRead {
  const records: DecodedRecord[] = [];
  const emit = (record: DecodedRecord): number => records.push(record);
  let reader = createStreamReader(context);
  let at = 0;
  for (const cut of [...cuts.toSorted((a, b) => a - b), bytes.length]) {
    reader.push(bytes.slice(at, cut), emit);
    at = cut;
    const saved = reader.save();
    reader = resume(saved);
    expect(reader.save()).toBe(saved);
  }
  reader.end(emit);
  return { records, stats: reader.stats };
}

describe.each(formats.map((format) => ({ name: format.name, format })))(
  '$name goes on after a restart',
  ({ format }) => {
    const lines = format.samples.flatMap((sample) => sample.lines);
    // twice: what a record leaves behind for the next one counts too
    const bytes = encoder.encode([...lines, ...lines].join('\n'));
    const whole = readStream(bytes, { context });

    test('saved at any byte of its samples', () => {
      expect(whole.records.length).toBeGreaterThan(0);
      for (let cut = 0; cut <= bytes.length; cut += 1)
        expect(readInterrupted(bytes, [cut])).toEqual(whole);
    });

    test('saved after each line of its samples', () => {
      const ends = [...bytes.keys()].filter((at) => bytes[at] === 0x0a).map((at) => at + 1);
      expect(readInterrupted(bytes, ends)).toEqual(whole);
    });
  },
);

const sampleLines = formats.flatMap(({ samples }) => samples.flatMap(({ lines }) => lines));
const header = 'Tên máy,Tên mã độc,Đường dẫn,Trạng thái';
const parts = fc.array(
  fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc
      .constantFrom(
        '\n',
        '\r\n',
        '\r',
        '"',
        `${header}\n`,
        'PC-1,W32.A,"C:\\a\n',
        'x",y\n',
        '\ufeff',
      )
      .map((text) => encoder.encode(text)),
    fc.constantFrom(...sampleLines).map((line) => encoder.encode(`${line}\n`)),
  ),
  { maxLength: 25 },
);

test('saved at any places of any bytes', () => {
  const cuts = fc.array(fc.nat({ max: 2000 }), { minLength: 1, maxLength: 6 });
  expect(
    findFailure(
      fc.property(parts, cuts, fc.boolean(), (chunks, places, isMarked) => {
        const mark = isMarked ? [0xef, 0xbb, 0xbf] : [];
        const bytes = Uint8Array.from([...mark, ...chunks.flatMap((part) => [...part])]);
        const inside = places.map((place) => place % (bytes.length + 1));
        expect(readInterrupted(bytes, inside)).toEqual(readStream(bytes, { context }));
      }),
      { numRuns: 400 },
    ),
  ).toBeNull();
});

test('saved in a line of a mebibyte, and in one that is longer', () => {
  const [mebibyte, bad] = [1 << 20, Uint8Array.from([0xff, 0xc3])];
  for (const length of [mebibyte, mebibyte + 5]) {
    const line = encoder.encode(`{"a":"${'x'.repeat(length - 10)}"}\r\n{"b":1}\n`);
    const bytes = Uint8Array.from([...line.subarray(0, 100), ...bad, ...line.subarray(100)]);
    expect(readInterrupted(bytes, [102, mebibyte - 1, mebibyte + 1])).toEqual(
      readStream(bytes, { context }),
    );
  }
});

describe('a saved state that cannot be used is a problem', () => {
  const reader = createStreamReader(context);
  reader.push(encoder.encode(`${header}\nPC-1,W32.A,"open`), () => undefined);
  const saved = reader.save();

  test('wherever it is damaged', () => {
    for (let at = 0; at < saved.length; at += 1) {
      const damaged = `${saved.slice(0, at)}${saved[at] === '7' ? '8' : '7'}${saved.slice(at + 1)}`;
      for (const text of [damaged, saved.slice(0, at)])
        expect(resumeStreamReader(text, 'x.log', context)).toMatchObject({
          ok: false,
          problems: [{ code: 'stream-state', at: { file: 'x.log' } }],
        });
    }
  });

  test('of another version', () => {
    const other = resumeStreamReader(saved.replace(/ 1 /, ' 2 '), 'x.log', context);
    expect(other.problems.map(({ message }) => message)).toEqual([
      'cannot go on reading where the last run was: the saved soclite-stream has version 2, this program reads version 1',
    ]);
  });
});

describe('mappings that were edited between two runs', () => {
  const first = `${header}\nPC-1,W32.A,"C:\\a\nPC-2,W32.B,x,sạch\n`;
  const after = (mappings: typeof context.mappings, rest: string): readonly string[] => {
    const reader = createStreamReader(context);
    const seen: string[] = [];
    const emit = ({ line, format }: DecodedRecord): number => seen.push(`${line} ${format}`);
    reader.push(encoder.encode(first), emit);
    const resumed = resumeStreamReader(reader.save(), 'x.log', { ...context, mappings });
    if (!resumed.ok) throw new Error(JSON.stringify(resumed.problems));
    expect({ seen, isWaiting: resumed.value.isWaiting }).toEqual({ seen: [], isWaiting: true });
    resumed.value.push(encoder.encode(rest), emit);
    resumed.value.end(emit);
    return seen;
  };

  test('the held lines are read by the formats that there are', () => {
    expect(after([], 'PC-3,W32.C,x,sạch\n')).toEqual(['2 unparsed', '3 unparsed', '4 unparsed']);
  });

  test('with the same mappings nothing changes', () => {
    expect(after(context.mappings, 'PC-3,W32.C,x,sạch\n')).toEqual([
      '2 unparsed',
      '3 csv:generic',
      '4 csv:generic',
    ]);
  });
});

describe('a live stream that is quiet', () => {
  const stray = `${header}\nPC-1,W32.A,"C:\\a,Nhiễm\nPC-2,W32.B,x,sạch\n`;

  test('gives out the rows behind a stray quote as its end would, but not a line that is not yet written', () => {
    const reader = createStreamReader(context);
    const seen: string[] = [];
    const emit = ({ line, format }: DecodedRecord): number => seen.push(`${line} ${format}`);
    reader.push(encoder.encode(`${stray}PC-3,W32.`), emit);
    expect({ seen: [...seen], isWaiting: reader.isWaiting }).toEqual({ seen: [], isWaiting: true });
    reader.idle(emit);
    expect({ seen: [...seen], isWaiting: reader.isWaiting }).toEqual({
      seen: ['2 unparsed', '3 csv:generic'],
      isWaiting: false,
    });
    reader.push(encoder.encode('C,x,sạch\n'), emit);
    reader.end(emit);
    const whole = readStream(`${stray}PC-3,W32.C,x,sạch\n`, { context });
    expect({ seen, stats: reader.stats }).toEqual({
      seen: whole.records.map(({ line, format }) => `${line} ${format}`),
      stats: whole.stats,
    });
  });
});
