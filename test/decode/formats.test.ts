// Every format and every mapping that ships tests itself: its samples decode to what they say.
import { describe, expect, test } from 'vitest';
import { singleFormats } from '../../src/decode/formats.ts';
import { formatUtc } from '../../src/util/utc-time.ts';
import { readStream, sampleContext, seedMappings } from '../support/streams.ts';

const context = sampleContext({ mappings: seedMappings() });
const formats = singleFormats(context);

test('the registry holds the formats and the mappings of seeds/', () => {
  expect(formats.map(({ name }) => name)).toEqual([
    'spool',
    'windows-json',
    'fortigate-json',
    'json',
    'cef',
    'leef',
    'cisco-asa',
    'cisco-ios',
    'paloalto-panos',
    'checkpoint',
    'filterlog',
    'netfilter',
    'mikrotik',
    'sophos-firewall',
    'sonicwall',
    'juniper-junos',
    'juniper-netscreen',
    'pf-web-gui',
    'unifi-device',
    'fortigate',
    'csv:bitdefender-gravityzone',
    'csv:cmc',
    'csv:generic',
    'syslog',
  ]);
});

describe.each(formats.map((format) => [format.name, format] as const))('%s', (name, format) => {
  test('has samples', () => expect(format.samples.length).toBeGreaterThan(0));

  test.each(format.samples.map((sample, index) => ({ number: index + 1, ...sample })))(
    'sample $number',
    ({ lines, fields, time, host }) => {
      const { records, stats } = readStream(lines.join('\n'), { context });
      const record = records.at(-1);
      const read = Object.fromEntries(
        Object.keys(fields).map((key) => [key, record?.fields.get(key)]),
      );
      expect({
        fields: read,
        time: record?.timeMs === null || record === undefined ? null : formatUtc(record.timeMs),
        host: record?.host,
        unparsed: stats.unparsed,
      }).toEqual({ fields, time, host, unparsed: 0 });
      // samples of an envelope are read by the format inside
      const isEnvelope = name === 'syslog' || name === 'spool';
      expect(name).toBe(isEnvelope ? name : record?.format);
    },
  );
});
