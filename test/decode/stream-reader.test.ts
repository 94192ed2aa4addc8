import { describe, expect, test } from 'vitest';
import { explainLine } from '../../src/decode/explain-line.ts';
import type { BinaryFormat, DecodedRecord } from '../../src/decode/format.ts';
import { createStreamReader, resumeStreamReader } from '../../src/decode/stream-reader.ts';
import type { Framer } from '../../src/ingest/frame.ts';
import { encodeUtf8 } from '../../src/util/utf8.ts';
import { readStream, sampleContext, seedMappings } from '../support/streams.ts';

const withMappings = sampleContext({ mappings: seedMappings() });
const brief = (record: DecodedRecord): string => `${record.line} ${record.format}`;

const WINDOWS = '{"EventID":4625,"Channel":"Security","Computer":"PC-07"}';
const JSON_LINE = '{"a":1}';
const FORTIGATE = 'date=2026-11-20 time=08:02:03 devid="FG1" logid="1" type="event"';
const SYSLOG = '<13>Nov 20 08:02:03 web-01 app: hello';

test('one file may hold several formats; blank lines are headers, the rest is kept unparsed', () => {
  const lines = [
    WINDOWS,
    JSON_LINE,
    '',
    FORTIGATE,
    'no format reads this',
    SYSLOG,
    WINDOWS,
    JSON_LINE,
  ];
  const { records, stats } = readStream(`${lines.join('\n')}\n`);
  expect(records.map(brief)).toEqual([
    '1 windows-json',
    '2 json',
    '4 fortigate',
    '5 unparsed',
    '6 syslog',
    '7 windows-json',
    '8 json',
  ]);
  expect(records[3]).toEqual({
    format: 'unparsed',
    dialect: 'generic',
    timeMs: null,
    host: null,
    fields: new Map(),
    line: 5,
    raw: 'no format reads this',
  });
  expect(stats).toEqual({
    bytes: lines.join('\n').length + 1,
    frames: 8,
    records: 7,
    headers: 1,
    unparsed: 1,
    truncatedFrames: 0,
    droppedBytes: 0,
  });
});

test('bytes that are no UTF-8 come back from the raw text', () => {
  const line = Uint8Array.from([...new TextEncoder().encode('{"a":"'), 0xff, 0xc3, 0x22, 0x7d]);
  const { records } = readStream(line);
  expect(records.map(brief)).toEqual(['1 json']);
  expect(encodeUtf8(records[0]?.raw ?? '')).toEqual(line);
});

test('a byte order mark and CRLF are no part of a record', () => {
  const { records, stats } = readStream(`\ufeff${WINDOWS}\r\n${JSON_LINE}\r\n`);
  expect(records.map(({ raw }) => raw)).toEqual([WINDOWS, JSON_LINE]);
  expect(stats.bytes).toBe(WINDOWS.length + JSON_LINE.length + 7);
});

test('a line of more than a mebibyte is cut, counted and kept', () => {
  const long = `{"a":"${'x'.repeat(1 << 20)}"}`;
  const { records, stats } = readStream(`${long}\n${WINDOWS}`);
  expect(records.map(brief)).toEqual(['1 unparsed', '2 windows-json']);
  expect({ ...stats, bytes: 0 }).toEqual({
    bytes: 0,
    frames: 2,
    records: 2,
    headers: 0,
    unparsed: 1,
    truncatedFrames: 1,
    droppedBytes: long.length - (1 << 20),
  });
});

describe('mapped CSV', () => {
  const HEADER = 'Tên máy,Tên mã độc,Đường dẫn,Trạng thái';

  test('the header holds until the next one, also with rows of other formats between', () => {
    const lines = [
      'PC-0,before any header,x,nhiễm',
      'TEN MAY,Tên_Mã_Độc , duong dan ,TRẠNG THÁI',
      'PC-1,W32.A,C:\\a.exe,Nhiễm',
      WINDOWS,
      'PC-2,W32.B,C:\\b.exe,sạch,,',
      'PC-3,too,few',
      'Tên virus;Máy trạm',
      'W32.C;PC-4',
    ];
    const { records, stats } = readStream(lines.join('\r\n'), { context: withMappings });
    expect(records.map((record) => [brief(record), record.fields.get('Computer')])).toEqual([
      ['1 unparsed', undefined],
      ['3 csv:generic', 'PC-1'],
      ['4 windows-json', 'PC-07'],
      ['5 csv:generic', 'PC-2'],
      ['6 unparsed', undefined],
      ['8 csv:generic', 'PC-4'],
    ]);
    expect({ headers: stats.headers, frames: stats.frames }).toEqual({ headers: 2, frames: 8 });
  });

  test('a record may span lines, blank ones too', () => {
    const lines = [HEADER, 'PC-1,W32.A,"C:\\a', '', 'b ""c"".exe",Nhiễm', 'PC-2,W32.B,x,sạch'];
    const { records, stats } = readStream(lines.join('\n'), { context: withMappings });
    expect(records.map(({ line, raw, fields }) => [line, raw, fields.get('Filename')])).toEqual([
      [2, 'PC-1,W32.A,"C:\\a\n\nb ""c"".exe",Nhiễm', 'C:\\a\n\nb "c".exe'],
      [5, 'PC-2,W32.B,x,sạch', 'x'],
    ]);
    expect(stats).toMatchObject({ frames: 5, headers: 1, records: 2, unparsed: 0 });
  });

  test.each([
    ['the end of the stream', []],
    ['a column too many', ['x",a,b,c,d']],
    ['1000 lines', Array.from({ length: 1100 }, () => SYSLOG)],
    ['256 KiB', Array.from({ length: 30 }, () => `${SYSLOG} ${'x'.repeat(10_000)}`)],
    ['a row with a quoted cell', ['PC-3,W32.C,"C:\\c.exe",sạch']],
    ['a row with another stray quote', ['PC-3,W32.C,"C:\\c.exe,sạch', 'PC-4,W32.D,x,sạch']],
  ])('a stray quote costs its own line only, up to %s', (_, tail) => {
    const stray = 'PC-1,W32.A,"C:\\a.exe,Nhiễm';
    const lines = [HEADER, stray, WINDOWS, 'PC-2,W32.B,x,sạch', ...tail];
    const { records, stats } = readStream(lines.join('\n'), { context: withMappings });
    expect(records.slice(0, 3).map(brief)).toEqual([
      '2 unparsed',
      '3 windows-json',
      '4 csv:generic',
    ]);
    expect(records[0]?.raw).toBe(stray);
    expect(stats.frames).toBe(stats.records + stats.headers);
  });

  const STRAY = 'PC-1,W32.A,"C:\\a.exe,Nhiễm';
  const summary = ({ line, format, fields }: DecodedRecord): string => {
    const computer = fields.get('Computer');
    return `${line} ${format}${typeof computer === 'string' ? ` ${computer}` : ''}`;
  };
  const FORGED = [
    'PC-VICTIM,WannaCry,C:\\y,Nhiễm',
    WINDOWS,
    HEADER,
    'PC-VICTIM,"WannaCry","",Nhiễm',
  ];
  // As a correct writer quotes it: the attacker's quotes are doubled
  const forgery = (first: string): readonly string[] =>
    `PC-2,W32.B,"${[first, ...FORGED, ''].join('\n').replaceAll('"', '""')}",sạch`.split('\n');

  test('a stray quote holds back the rows after it until a quote shows it', () => {
    const reader = createStreamReader(withMappings);
    const lines: number[] = [];
    const push = (text: string): void =>
      reader.push(new TextEncoder().encode(text), ({ line }) => lines.push(line));
    push(`${HEADER}\n${STRAY}\nPC-2,W32.B,x,sạch\n`);
    expect(lines).toEqual([]);
    push('PC-3,W32.C,"x",sạch\n');
    expect(lines).toEqual([2, 3, 4]);
  });

  test.each(['x', '', '"', ',', '","', '"",x,y'])(
    'rows and other formats inside a quoted cell that begins with %j are its text',
    (first) => {
      const text = [HEADER, ...forgery(first), 'PC-3,W32.C,x,sạch'].join('\n');
      const { records } = readStream(text, { context: withMappings });
      expect(records.map(summary)).toEqual(['2 csv:generic PC-2', '8 csv:generic PC-3']);
      expect(records[0]?.fields.get('Filename')).toBe([first, ...FORGED].join('\n').trim());
    },
  );

  test.each(['x', ''])('a stray quote before a quoted cell %j frees no row inside it', (first) => {
    const text = [HEADER, STRAY, ...forgery(first), 'PC-3,W32.C,x,sạch'].join('\n');
    const { records } = readStream(text, { context: withMappings });
    expect(records.map(summary)).toEqual([
      '2 unparsed',
      '3 csv:generic PC-2',
      '9 csv:generic PC-3',
    ]);
  });

  test('the end of the stream hands back every held line once', () => {
    const lines = [HEADER, STRAY, 'PC-2,W32.B,x,sạch', '', WINDOWS, 'PC-3,W32.C,y,Nhiễm'];
    const { records, stats } = readStream(lines.join('\n'), { context: withMappings });
    expect(records.map(summary)).toEqual([
      '2 unparsed',
      '3 csv:generic PC-2',
      '5 windows-json PC-07',
      '6 csv:generic PC-3',
    ]);
    expect(stats).toMatchObject({ frames: 6, headers: 2, records: 4, unparsed: 1 });
  });

  test('lines that open a cell each time are each read a bounded number of times', () => {
    const columns = Array.from({ length: 3000 }, (_, column) => `c${column}`).join(',');
    const lines = Array.from({ length: 20_000 }, () => 'x","');
    const text = [`${HEADER},${columns.slice(0, 15_000)}`, ...lines].join('\n');
    const { records } = readStream(text, { context: withMappings });
    expect(records.length).toBe(20_000);
  });

  test('the mapping that asks for most has the header', () => {
    const header = 'STT;Nhóm quản trị;Tên máy trạm;Tên mã độc;Trạng thái nhiễm';
    const { records } = readStream(`${header}\n1;Sở A;PC-1;W32.A;Nhiễm`, { context: withMappings });
    expect(records.map(brief)).toEqual(['2 csv:cmc']);
  });
});

describe('a binary format', () => {
  // `TOY`, then records of one length byte and that many bytes of text; a record `#` is a header, `?` no record
  const toy: BinaryFormat = {
    name: 'toy',
    title: 'toy',
    reference: 'https://example.test',
    samples: [],
    framing: createToyFramer,
    recognise: (head) =>
      [0x54, 0x4f, 0x59].every((byte, i) => head[i] === undefined || head[i] === byte),
    createDecoder() {
      const open: DecodedRecord[] = [];
      return {
        decode(frame) {
          const text = new TextDecoder().decode(frame.bytes);
          if (text === 'TOY' || text === '#') return { kind: 'header' };
          if (text === '?') return { kind: 'mismatch', reason: 'no record' };
          open.push(toyRecord(text, frame.line));
          return text === '+' ? { kind: 'pending' } : { kind: 'records', records: open.splice(0) };
        },
        flush: () => open.splice(0),
        state: {
          save: () => JSON.stringify(open.map(({ raw, line }) => [raw, line])),
          restore(saved) {
            const records = JSON.parse(saved) as [string, number][];
            open.push(...records.map(([raw, line]) => toyRecord(raw, line)));
            return true;
          },
        },
      };
    },
  };
  const formats = [toy];
  const body = 'TOY\u0003one\u0001#\u0001+\u0003two\u0001?\u0001+';

  test.each([1, 2, 5, 1000])('has the whole stream, cut into chunks of %d', (chunkBytes) => {
    // A head of 64 bytes decides, or the end of the stream
    for (const stream of [body, `${body}${'\u0001#'.repeat(60)}`]) {
      const { records, stats } = readStream(stream, { formats, chunkBytes });
      expect(records.map((record) => [brief(record), record.raw])).toEqual([
        ['2 toy', 'one'],
        ['4 toy', '+'],
        ['5 toy', 'two'],
        ['6 unparsed', '?'],
        ['7 toy', '+'],
      ]);
      expect(stats.bytes).toBe(stream.length);
    }
  });

  test('goes on after a restart at any byte; without the format that is a problem', () => {
    const bytes = encodeUtf8(`${body}${'\u0001#'.repeat(60)}`);
    const whole = readStream(bytes, { formats });
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const records: DecodedRecord[] = [];
      const emit = (record: DecodedRecord): number => records.push(record);
      const first = createStreamReader(withMappings, formats);
      first.push(bytes.subarray(0, cut), emit);
      const second = resumeStreamReader(first.save(), 'x', withMappings, formats);
      if (!second.ok) throw new Error('refused');
      second.value.push(bytes.subarray(cut), emit);
      second.value.end(emit);
      expect({ records, stats: second.value.stats }).toEqual(whole);
      const without = resumeStreamReader(first.save(), 'x', withMappings, []);
      expect(without.ok).toBe(cut < 64);
    }
  });

  test.each([1, 3, 1000])(
    'lets lines through that only begin like it, chunks of %d',
    (chunkBytes) => {
      const { records } = readStream(`TO${SYSLOG}\n${SYSLOG}`, { formats, chunkBytes });
      expect(records.map(brief)).toEqual(['1 unparsed', '2 syslog']);
    },
  );

  function toyRecord(raw: string, line: number): DecodedRecord {
    return {
      format: 'toy',
      dialect: 'generic',
      timeMs: null,
      host: null,
      fields: new Map(),
      line,
      raw,
    };
  }
});

function createToyFramer(): Framer {
  let held: number[] = [];
  let line = 1;
  let offset = 0;
  return {
    get pendingBytes() {
      return held.length;
    },
    save: () => ({
      held: Uint8Array.from(held),
      openBytes: held.length,
      endsWithCr: false,
      line,
      offset,
    }),
    restore(saved) {
      held = [...saved.held];
      line = saved.line;
      offset = saved.offset;
    },
    push(chunk, emit) {
      held.push(...chunk);
      for (;;) {
        const isHead = line === 1;
        const length = isHead ? 3 : (held[0] ?? Number.POSITIVE_INFINITY) + 1;
        if (held.length < length) return;
        const bytes = Uint8Array.from(held.slice(isHead ? 0 : 1, length));
        held = held.slice(length);
        emit({ bytes, line, offset, byteLength: length, droppedBytes: 0 });
        offset += length;
        line += 1;
      }
    },
    end() {
      return;
    },
  };
}

describe('explainLine', () => {
  test('says which format reads a line, and why the earlier ones do not', () => {
    const { reading, refusals } = explainLine(FORTIGATE, sampleContext());
    expect(reading?.format).toBe('fortigate');
    expect(refusals).toContainEqual({ format: 'json', reason: 'does not begin with {' });
    expect(refusals).toContainEqual({ format: 'cef', reason: 'does not begin as cef does' });
    expect(refusals.map(({ format }) => format)).not.toContain('syslog');
  });

  test('says why none does', () => {
    const { reading, refusals } = explainLine('type=event logid=1', withMappings);
    expect(reading).toBeNull();
    const reasons = refusals.map(({ format, reason }) => `${format}: ${reason}`);
    expect(reasons.at(-1)).toBe('syslog: begins with neither <priority> nor a syslog time');
    for (const reason of [
      'windows-json: does not begin with {',
      'json: does not begin with {',
      'fortigate: key=value without eventtime or date and time',
      'csv:bitdefender-gravityzone: no header line of this mapping before it',
      'csv:cmc: no header line of this mapping before it',
      'csv:generic: no header line of this mapping before it',
    ])
      expect(reasons).toContain(reason);
  });
});
