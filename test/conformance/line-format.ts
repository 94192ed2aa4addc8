// What every line format owes, whatever it reads: run for each by formats.test.ts.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DecodedRecord, DecodeResult, LineFormat } from '../../src/decode/format.ts';
import { normalise } from '../../src/normalise/normalise.ts';
import { findFailure } from '../support/property.ts';
import { readStream, sampleContext, seedMappings } from '../support/streams.ts';
import { decodeUtf8, encodeUtf8 } from '../../src/util/utf8.ts';

const context = sampleContext({ mappings: seedMappings() });
const MEBIBYTE = 1 << 20;

/** Lines that have broken parsers. */
const HOSTILE: readonly (readonly [string, string])[] = [
  ['an empty line', ''],
  ['spaces', '  \t  '],
  ['a lone brace', '{'],
  ['an open string', '{"a":"'],
  ['a lone surrogate', '{"EventID":1,"Channel":"Security","a":"\\ud800"}'],
  ['a lone surrogate as text', '<1>Nov 20 08:02:03 h p: \udc80'],
  ['a prototype key', '{"EventID":1,"__proto__":{"a":1},"constructor":{"prototype":1}}'],
  ['a prototype key in key=value', 'date=2026-11-20 time=08:02:03 logid=1 type=event __proto__=x'],
  ['duplicate keys', '{"EventID":1,"EventID":2,"EventID":"3"}'],
  [
    'duplicate keys in key=value',
    'date=2026-11-20 time=08:02:03 logid=1 type=event logid=2 type=x',
  ],
  ['an unbalanced quote', 'date=2026-11-20 time=08:02:03 logid=1 type=event msg="never'],
  ['a trailing backslash', 'date=2026-11-20 time=08:02:03 logid=1 type=event msg="x\\'],
  ['only equals signs', '=========='],
  ['deep nesting', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
  ['deep arrays', `{"EventID":1,"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
  ['a huge number', '{"EventID":1e999,"a":-0,"b":123456789012345678901234567890}'],
  ['NUL and controls', '{"EventID":1}\u0000\u001b[31m\u0007'],
  ['bidi controls', '<13>Nov 20 08:02:03 h\u202ee p: x'],
  ['a formula', '=cmd|"/c calc"!A1,Tên máy,Tên mã độc'],
  ['an impossible date', '<13>Feb 31 25:61:61 h p: x'],
  ['priority out of range', '<999>x'],
  ['a time of the year 9999', '{"EventID":1,"TimeCreated":"9999-12-31T23:59:59Z"}'],
];

const FRAGMENTS = [
  '{',
  '}',
  '"',
  '"EventID":',
  '"Event":{"System":{',
  '[',
  ']',
  ',',
  ':',
  '\\',
  '\\"',
  'date=2026-11-20 ',
  'time=08:02:03 ',
  'type=event ',
  'logid=1 ',
  'msg="',
  '="',
  '= ',
  '<134>',
  '<134>1 ',
  'Nov 20 08:02:03 ',
  '2026-11-20T01:02:03Z ',
  'host ',
  'a[1]: ',
  'Tên máy',
  'Tên mã độc',
  ';',
  '\t',
  'sep=,',
  '1795136523',
  '__proto__',
  'soclite.unit',
];

/** Fragments of real syntax, so that random lines reach beyond the first test of a decoder. */
const fragments = fc
  .array(fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ unit: 'binary', maxLength: 8 })), {
    maxLength: 30,
  })
  .map((parts) => parts.join('').replaceAll('\n', ' '));

export function testLineFormat(format: LineFormat): void {
  const decodeOne = (text: string): DecodeResult => format.createDecoder(context).decode(text, 7);
  const recordsOf = (result: DecodeResult): readonly DecodedRecord[] =>
    result.kind === 'records' ? result.records : [];

  describe(`${format.name} keeps the contract of line formats`, () => {
    test('says what it reads', () => {
      expect(format.title).not.toBe('');
      expect(format.reference).toMatch(/^https:\/\//);
    });

    test.each(HOSTILE)('%s', (_, text) => {
      const before = Object.keys(Object.prototype);
      const result = decodeOne(text);
      const reason = result.kind === 'mismatch' ? result.reason : 'none';
      expect(reason).toMatch(/^[^A-Z].*[^.]$/);
      for (const record of recordsOf(result)) {
        expect({ raw: record.raw, line: record.line }).toEqual({ raw: text, line: 7 });
        expectSound(record);
      }
      expect(Object.keys(Object.prototype)).toEqual(before);
      expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
    });

    test('random text made of its own syntax', () => {
      expect(
        findFailure(
          fc.property(fragments, (text) => {
            for (const record of recordsOf(decodeOne(text))) {
              expect(record.raw).toBe(text);
              expectSound(record);
            }
          }),
          { numRuns: 400 },
        ),
      ).toBeNull();
    });

    test('random changes of its own samples', () => {
      const lines = format.samples.flatMap((sample) => sample.lines);
      expect(
        findFailure(
          fc.property(
            fc.constantFrom(...lines),
            fc.array(fc.tuple(fc.nat(), fc.string({ unit: 'binary', maxLength: 3 })), {
              minLength: 1,
              maxLength: 4,
            }),
            (line, edits) => {
              let text = line;
              for (const [place, patch] of edits) {
                const at = place % (text.length + 1);
                text = text.slice(0, at) + patch.replaceAll('\n', '') + text.slice(at + 1);
              }
              const decoder = format.createDecoder(context);
              for (const record of recordsOf(decoder.decode(text, 1))) expectSound(record);
              for (const record of decoder.flush()) expectSound(record);
            },
          ),
          { numRuns: 400 },
        ),
      ).toBeNull();
    });

    test.each([
      ['letters', 'a'.repeat(MEBIBYTE)],
      ['braces', '{'.repeat(MEBIBYTE)],
      ['quotes', '"'.repeat(MEBIBYTE)],
      ['backslashes', `date=1 time=2 logid=3 type=4 msg="${'\\'.repeat(MEBIBYTE)}`],
      ['pairs', `date=2026-11-20 time=08:02:03 logid=1 type=event ${'a=b '.repeat(MEBIBYTE / 4)}`],
      ['delimiters', ','.repeat(MEBIBYTE)],
      ['a JSON string', `{"EventID":1,"a":"${'x'.repeat(MEBIBYTE)}"}`],
      ['structured data', `<1>1 - - - - - ${'['.repeat(MEBIBYTE)}`],
      ['spaces after a priority', `<1>${' '.repeat(MEBIBYTE)}`],
      ['words', 'word '.repeat(MEBIBYTE / 5)],
    ])('a line of a mebibyte of %s takes no seconds', (_, text) => {
      const started = performance.now();
      const records = recordsOf(decodeOne(text));
      expect(performance.now() - started).toBeLessThan(2000);
      for (const record of records) expect(record.raw.length).toBe(text.length);
    });
  });
}

/** Holds of every record, also after normalisation. */
function expectSound(record: DecodedRecord): void {
  expect(record.timeMs === null || Number.isFinite(record.timeMs)).toBe(true);
  expect(record.host).not.toBe('');
  const { logSources, fields } = normalise(record);
  for (const name of fields.keys()) expect(name.toLowerCase()).not.toMatch(/^soclite(?:\.|$)/);
  for (const source of logSources)
    for (const part of [source.category, source.product, source.service])
      expect(part).toBe(part?.toLowerCase() ?? null);
}

/** What a stream owes: every byte in a frame, every frame's text in a record or header, raw text as read. */
export function expectStreamAccounted(bytes: Uint8Array, chunkBytes: number): void {
  const { records, stats } = readStream(bytes, { context, chunkBytes });
  expect(stats.bytes).toBe(bytes.length);
  expect(records.length).toBe(stats.records);
  const rawLines = records.reduce((count, { raw }) => count + raw.split('\n').length, 0);
  expect(rawLines + stats.headers).toBe(stats.frames);
  const text = decodeUtf8(bytes);
  for (const { raw } of records) {
    expect(text.replaceAll('\r\n', '\n')).toContain(raw);
    expect(decodeUtf8(encodeUtf8(raw))).toBe(raw);
  }
}
