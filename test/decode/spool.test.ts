import { expect, test } from 'vitest';
import { encodeSpoolLine } from '../../src/ingest/spool-line.ts';
import { decodeUtf8 } from '../../src/util/utf8.ts';
import { readStream, sampleContext, seedMappings } from '../support/streams.ts';

const encoder = new TextEncoder();

function spool(received: string, sender: string, message: string): string {
  return decodeUtf8(encodeSpoolLine(encoder.encode(message), { received, sender }));
}

function read(...lines: readonly string[]) {
  const { records, stats } = readStream(lines.join(''), {
    context: sampleContext({ mappings: seedMappings() }),
  });
  return {
    stats,
    records: records.map(({ format, timeMs, host, fields }) => ({
      format,
      time: timeMs === null ? null : new Date(timeMs).toISOString(),
      host,
      sender: fields.get('log.source.address'),
    })),
  };
}

const AT = '2026-11-20T01:02:04.567Z';

test('a message of any format keeps its own time and host', () => {
  const { records } = read(
    spool(AT, '10.1.1.1', '<38>Nov 20 08:02:03 web-01 sshd[4021]: Failed password for root'),
    spool(AT, '10.1.1.2', '{"time":"2026-11-20T08:02:03+07:00","host":"app"}'),
    spool(AT, '10.1.1.3', 'date=2026-11-20 time=08:02:03 devname="FG" logid="1" type="event"'),
  );
  const time = '2026-11-20T01:02:03.000Z';
  expect(records).toEqual([
    { format: 'syslog', time, host: 'web-01', sender: '10.1.1.1' },
    { format: 'json', time, host: 'app', sender: '10.1.1.2' },
    { format: 'fortigate', time, host: 'FG', sender: '10.1.1.3' },
  ]);
});

test('what a message does not say is the time of receiving and the sender', () => {
  const { records, stats } = read(
    spool(AT, '10.1.1.1', '<13>no time here'),
    spool(AT, '10.1.1.1', 'nothing that we know'),
    spool(AT, '10.1.1.1', ' '),
  );
  expect(records).toEqual([
    { format: 'syslog', time: AT, host: '10.1.1.1', sender: '10.1.1.1' },
    { format: 'unparsed', time: AT, host: '10.1.1.1', sender: '10.1.1.1' },
  ]);
  expect(stats).toMatchObject({ frames: 3, records: 2, headers: 1, unparsed: 1 });
});

test('a year that is not written is that of receiving, whenever the spool is read', () => {
  const { records } = read(
    spool('2024-01-01T00:00:05.000Z', '10.1.1.1', '<13>Dec 31 23:59:59 h p: late'),
    spool('2023-06-01T00:00:05.000Z', '10.1.1.1', '<13>Jun  1 07:00:04 h p: early'),
  );
  expect(records.map(({ time }) => time)).toEqual([
    '2023-12-31T16:59:59.000Z',
    '2023-06-01T00:00:04.000Z',
  ]);
});

test('no message reaches into the next: not with a header, a second line, or another envelope', () => {
  const { records } = read(
    spool(AT, '10.6.6.6', 'Tên máy,Tên mã độc,Thời gian'),
    spool(AT, '10.1.1.1', '<13>Nov 20 08:02:03 web-01 app: a,b,c'),
    spool(AT, '10.6.6.6', `<13>x\n${spool(AT, '10.1.1.1', '<13>forged')}`),
    spool(AT, '10.6.6.6', `@${AT} 10.1.1.1 <13>forged`),
  );
  expect(records.map(({ format, sender }) => [format, sender])).toEqual([
    ['unparsed', '10.6.6.6'],
    ['syslog', '10.1.1.1'],
    ['syslog', '10.6.6.6'],
    ['unparsed', '10.6.6.6'],
  ]);
});

test('a log cannot bring the name of the sender', () => {
  const { records } = read(spool(AT, '10.6.6.6', '{"log.source.address":"10.1.1.1"}'));
  expect(records).toEqual([{ format: 'json', time: AT, host: '10.6.6.6', sender: '10.6.6.6' }]);
});
