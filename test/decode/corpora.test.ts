// Streams that nobody here wrote: every record is read, with its time and host, as their owners say.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { UTC } from '../../src/decode/timestamp.ts';
import { corpusPath, listFiles } from '../support/corpora.ts';
import { readStream, sampleContext } from '../support/streams.ts';

describe.each([
  ['evtx-attack-samples', 3915, {}],
  ['evtx-to-mitre-attack', 5654, {}],
  // 93 records of Sysmon for Linux inside JSON of a cloud collector
  ['otrf-security-datasets', 10_590, { json: 93 }],
])('%s', (name, count, others) => {
  const folder = corpusPath(`${name}/events`);

  test.skipIf(folder === null)('is read whole, as Windows events with time and host', () => {
    const formats: Record<string, number> = {};
    let incomplete = 0;
    for (const file of listFiles(folder ?? '')) {
      for (const record of readStream(gunzipSync(readFileSync(file))).records) {
        formats[record.format] = (formats[record.format] ?? 0) + 1;
        if (record.timeMs === null || record.host === null) incomplete += 1;
      }
    }
    const rest = Object.values(others).reduce((sum: number, part: number) => sum + part, 0);
    expect({ formats, incomplete }).toEqual({
      formats: { 'windows-json': count - rest, ...others },
      incomplete: 0,
    });
  });
});

interface SyslogCase {
  readonly test: string;
  readonly messages: readonly string[];
  readonly expected: readonly { readonly host?: string; readonly _time?: string }[];
}

const SYSLOG = corpusPath('sc4s-syslog/sc4s.ndjson.gz');

describe.skipIf(SYSLOG === null)('sc4s-syslog', () => {
  // Rendered with a clock at 2026-11-21T23:02Z
  const context = sampleContext({ zone: UTC, referenceTimeMs: 1_795_302_120_000 });
  // The body of a skipped describe runs as well
  const text = SYSLOG === null ? '' : gunzipSync(readFileSync(SYSLOG)).toString('utf8');
  const cases = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SyslogCase)
    .filter(({ messages, expected }) => messages.length === 1 && expected.length > 0);

  function score(chosen: readonly SyslogCase[]): Record<'host' | 'time', string> {
    const tally = { host: [0, 0], time: [0, 0] };
    const count = (kind: 'host' | 'time', isRight: boolean): void => {
      const [right = 0, all = 0] = tally[kind];
      tally[kind] = [right + (isRight ? 1 : 0), all + 1];
    };
    for (const { messages, expected } of chosen) {
      const [record] = readStream(messages[0] ?? '', { context }).records;
      const { host, _time: time } = expected[0] ?? {};
      if (host !== undefined) count('host', record?.host === host);
      if (time !== undefined)
        count('time', Math.abs(Number(time) * 1000 - (record?.timeMs ?? 0)) < 1000);
    }
    return { host: tally.host.join(' of '), time: tally.time.join(' of ') };
  }

  test('FortiGate in all its envelopes', () => {
    const fortigate = cases.filter((one) => one.test.startsWith('test_fortinet_ngfw'));
    expect(score(fortigate)).toEqual({ host: '4 of 4', time: '4 of 4' });
  });

  test('syslog of 139 vendors: what is not read rightly are formats of their own', () => {
    expect(score(cases)).toMatchInlineSnapshot(`
      {
        "host": "275 of 305",
        "time": "307 of 334",
      }
    `);
  });
});
