// FortiGate, syslog, antivirus and generic records.
import { describe, expect, test } from 'vitest';
import type { FieldValue, LogSource } from '../../src/event/event.ts';
import { normalise } from '../../src/normalise/normalise.ts';
import { readStream, sampleContext, seedMappings } from '../support/streams.ts';

const context = sampleContext({ mappings: seedMappings() });

function read(text: string): {
  sources: readonly string[];
  fields: ReadonlyMap<string, FieldValue>;
} {
  const record = readStream(text, { context }).records.at(-1);
  if (record === undefined) throw new Error('no record');
  const { logSources, fields } = normalise(record);
  return { sources: logSources.map(formatSource), fields };
}

function formatSource({ category, product, service }: LogSource): string {
  return `${category ?? '-'}/${product ?? '-'}/${service ?? '-'}`;
}

const HEAD = 'date=2026-11-20 time=08:02:03 devname="FG" devid="FG1" logid="0000000013"';

describe('FortiGate', () => {
  test('traffic has Sigma names beside the vendor names', () => {
    const { sources, fields } = read(
      `${HEAD} type="traffic" subtype="Forward" srcip=10.20.1.7 srcport=51514 srcintf="lan" dstip=2001:db8::9 dstport=443 dstintf="wan1" proto=6 action="Accept" policyid=5 service="HTTPS" user="STC\\\\ntlan" sentbyte=1500 rcvdbyte=9000`,
    );
    expect(sources).toEqual(['firewall/fortigate/traffic', 'firewall/fortios/traffic']);
    const names =
      'src_ip src_port src_intf dst_ip dst_port dst_intf proto action policy_id service username bytes_sent bytes_received type subtype srcip';
    expect(names.split(' ').map((name) => fields.get(name))).toEqual(
      ['10.20.1.7', 51_514, 'lan', '2001:db8::9', 443, 'wan1', '6', 'accept', '5', 'HTTPS'].concat([
        'STC\\ntlan',
        1500,
        9000,
        'traffic',
        'forward',
        '10.20.1.7',
      ]),
    );
  });

  test.each([
    ['type="utm" subtype="ips"', ['firewall/fortigate/utm', 'firewall/fortios/utm']],
    [
      'type="event" subtype="vpn" remip=198.51.100.4 user="N/A"',
      ['firewall/fortigate/event', 'firewall/fortios/event', '-/fortios/sslvpnd'],
    ],
    ['type="made-up"', ['firewall/fortigate/-', 'firewall/fortios/-']],
  ])('%s', (rest, expected) => expect(read(`${HEAD} ${rest}`).sources).toEqual(expected));

  test('VPN events have the remote side as source; N/A is nobody', () => {
    const { fields } = read(`${HEAD} type="event" subtype="vpn" remip=198.51.100.4 user="N/A"`);
    expect([fields.get('src_ip'), fields.has('username')]).toEqual(['198.51.100.4', false]);
  });

  test('a key that comes twice hides neither value, and the first is the canonical one', () => {
    const { fields } = read(`${HEAD} type="traffic" srcip=10.0.0.1 srcip=10.0.0.2 srcport=x`);
    expect([fields.get('srcip'), fields.get('src_ip'), fields.get('src_port')]).toEqual([
      ['10.0.0.1', '10.0.0.2'],
      '10.0.0.1',
      'x',
    ]);
  });

  test('attribution cannot be forged', () => {
    const { fields } = read(`${HEAD} type="traffic" soclite.unit=so-tai-chinh`);
    expect([fields.has('soclite.unit'), fields.get('_soclite.unit')]).toEqual([
      false,
      'so-tai-chinh',
    ]);
  });
});

describe('syslog', () => {
  test.each([
    ['<38>Nov 20 08:02:03 h sshd[1]: x', ['-/linux/sshd', '-/linux/auth', '-/linux/syslog']],
    ['Nov 20 08:02:03 h /usr/sbin/CRON[1]: x', ['-/linux/cron', '-/linux/syslog']],
    ['<86>Nov 20 08:02:03 h app: x', ['-/linux/auth', '-/linux/syslog']],
    ['<13>Nov 20 08:02:03 h vsftpd: x', ['-/linux/vsftpd', '-/linux/syslog']],
    ['<13>Nov 20 08:02:03 h clamd[3]: x', ['-/linux/clamav', '-/linux/syslog']],
    ['<13>Nov 20 08:02:03 h any message at all', ['-/linux/syslog']],
    [
      '<189>Nov 20 08:02:03.123: %PARSER-5-CFGLOG_LOGGEDCMD: User:admin  logged command:no aaa',
      ['-/cisco/syslog', '-/cisco/aaa'],
    ],
    ['10.1.1.1 77: Nov 20 08:02:03: %BGP-3-NOTIFICATION: x', ['-/cisco/syslog', '-/cisco/bgp']],
    ['<13>Nov 20 08:02:03 h app: 100% sure', ['-/linux/syslog']],
  ])('%s', (line, expected) => expect(read(line).sources).toEqual(expected));

  test('sudo says as whom', () => {
    const { fields } = read(
      '<86>Nov 20 08:02:03 h sudo: ntlan : TTY=pts/0 ; PWD=/ ; USER=#-1 ; COMMAND=/bin/id -u',
    );
    expect(['TTY', 'PWD', 'USER', 'COMMAND'].map((name) => fields.get(name))).toEqual([
      'pts/0',
      '/',
      '#-1',
      '/bin/id -u',
    ]);
  });
});

test('a mapped export is antivirus of its product, whatever its columns say', () => {
  const { sources, fields } = read(
    'Nhóm quản trị,Tên máy trạm,Tên mã độc,Trạng thái nhiễm,Product,soclite.unit\nSở A,PC-1,W32.A,Nhiễm,other,x',
  );
  expect(sources).toEqual(['antivirus/cmc/-']);
  expect([fields.get('Product'), fields.get('_soclite.unit')]).toEqual(['cmc', 'x']);
});

test('generic JSON keeps its names and has no log source', () => {
  const { sources, fields } = read('{"category":"firewall","a":{"b":1},"soclite":{"unit":"x"}}');
  expect(sources).toEqual([]);
  expect(Object.fromEntries(fields)).toEqual({
    category: 'firewall',
    a: { b: 1 },
    _soclite: { unit: 'x' },
  });
});
