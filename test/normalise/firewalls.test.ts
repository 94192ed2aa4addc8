// Firewalls: the names that rules use beside the vendors' own, and the log sources.
import { describe, expect, test } from 'vitest';
import { normalise } from '../../src/normalise/normalise.ts';
import { readStream, sampleContext } from '../support/streams.ts';

const context = sampleContext();

function read(line: string, names: string): { sources: string[]; fields: unknown[] } {
  const record = readStream(line, { context }).records.at(-1);
  if (record === undefined) throw new Error('no record');
  const { logSources, fields } = normalise(record);
  return {
    sources: logSources.map(
      ({ category, product, service }) => `${category ?? '-'}/${product ?? '-'}/${service ?? '-'}`,
    ),
    fields: names.split(' ').map((name) => fields.get(name)),
  };
}

const FLOW = 'src_ip src_port dst_ip dst_port proto action';
const LOG = 'Nov 20 08:02:03 gw';
const PACKET = 'IN=eth0 OUT=eth1 SRC=203.0.113.9 DST=192.0.2.7 PROTO=TCP SPT=40112 DPT=23';

describe('who spoke to whom and what was done', () => {
  const packet = ['203.0.113.9', 40_112, '192.0.2.7', 23];
  test.each([
    [
      'pfSense',
      `${LOG} filterlog: 7,,,1000003712,em0,match,block,in,4,0x0,,64,1,0,DF,6,tcp,60,203.0.113.9,192.0.2.7,40112,23,0,S,1,,1024,,`,
      ['firewall/pfsense/filterlog'],
      [...packet, 'tcp', 'block'],
    ],
    [
      'OPNsense',
      `${LOG} filterlog: 7,,,02f4bab031b57d1e30553ce08e0ec131,em0,match,pass,in,4,0x0,,64,1,0,DF,17,UDP,60,203.0.113.9,192.0.2.7,40112,23,40`,
      ['firewall/opnsense/filterlog'],
      [...packet, 'udp', 'pass'],
    ],
    [
      'Linux, a rule that says nothing',
      `${LOG} kernel: watched: ${PACKET}`,
      ['firewall/linux/netfilter', '-/linux/syslog'],
      [...packet, 'tcp', undefined],
    ],
    [
      'MikroTik',
      `${LOG} firewall,info drop-wan input: in:ether1 out:(unknown 0), proto TCP (SYN), 203.0.113.9:40112->192.0.2.7:23, len 40`,
      ['firewall/mikrotik/firewall'],
      [...packet, 'tcp', 'deny'],
    ],
    [
      'Sophos',
      'device="SFW" date=2026-11-20 time=08:02:03 timezone="+07" log_type="Firewall" log_component="Firewall Rule" log_subtype="Denied" src_ip=203.0.113.9 dst_ip=192.0.2.7 protocol="TCP" src_port=40112 dst_port=23',
      ['firewall/sophos/firewall'],
      [...packet, 'tcp', 'denied'],
    ],
    [
      'SonicWall',
      'id=firewall sn=1 time="2026-11-20 01:02:03 UTC" fw=192.0.2.1 m=36 msg="TCP connection dropped" src=203.0.113.9:40112:X1 dst=192.0.2.7:23:X0 proto=tcp/telnet',
      ['firewall/sonicwall/-'],
      [...packet, 'tcp', 'deny'],
    ],
    [
      'Junos',
      '<14>1 2026-11-20T01:02:03Z srx RT_FLOW - RT_FLOW_SESSION_DENY_LS [junos@2636.1.1.1.2.39 source-address="203.0.113.9" source-port="40112" destination-address="192.0.2.7" destination-port="23" protocol-id="6"]',
      ['firewall/juniper/-'],
      [...packet, '6', 'deny'],
    ],
    [
      'NetScreen',
      `${LOG} ns: NetScreen device_id=ns  [Root]system-notification-00257(traffic): start_time="2026-11-20 08:02:01" proto=6 src zone=A dst zone=B action=Deny src=203.0.113.9 dst=192.0.2.7 src_port=40112 dst_port=23`,
      ['firewall/juniper/-'],
      [...packet, '6', 'deny'],
    ],
  ] as const)('%s', (_, line, sources, fields) =>
    expect(read(line, FLOW)).toEqual({ sources, fields }),
  );
});

test.each([
  ['[UFW BLOCK] ', 'deny'],
  ['[UFW LIMIT BLOCK] ', 'deny'],
  ['[UFW ALLOW] ', 'allow'],
  ['Shorewall:net-fw:DROP:', 'deny'],
  ['FINAL_REJECT: ', 'deny'],
  ['SFW2-INext-ACC-TCP ', 'allow'],
  ['DROP(src wan)', 'deny'],
  ['[WAN_LOCAL-D-2147483647]', 'deny'],
  ['[LAN_LOCAL-default-A]', 'allow'],
  ['[LAN_LOCAL-10-R]', 'deny'],
  ['raindrops ', undefined],
  ['', undefined],
])('the prefix %j of a packet says %j', (prefix, action) =>
  expect(read(`${LOG} kernel: ${prefix}${PACKET}`, 'action').fields).toEqual([action]),
);

test('the Ethernet header of a packet is two addresses', () => {
  const line = `${LOG} kernel: ${PACKET} MAC=02:00:5e:10:00:01:02:00:5e:10:00:02:08:00`;
  expect(read(line, 'source.mac destination.mac').fields).toEqual([
    '02:00:5e:10:00:02',
    '02:00:5e:10:00:01',
  ]);
});

describe('log-ins', () => {
  test.each([
    [
      `${LOG} system,error,critical login failure for user admin from 203.0.113.9 via ssh`,
      ['firewall/mikrotik/system'],
      ['203.0.113.9', 'admin', 'login-failure'],
    ],
    [
      `${LOG} php-fpm[7]: /index.php: webConfigurator authentication error for user 'admin' from: 203.0.113.9`,
      ['firewall/pfsense/webgui'],
      ['203.0.113.9', 'admin', 'login-failure'],
    ],
    [
      `${LOG} audit[7]: /index.php: Successful login for user 'root' from: 203.0.113.9`,
      ['firewall/opnsense/webgui'],
      ['203.0.113.9', 'root', 'login-success'],
    ],
    [
      'id=firewall sn=1 fw=192.0.2.1 m=30 msg="denied" src=203.0.113.9:40112:X1 dst=192.0.2.1:443:X1 usr=admin',
      ['firewall/sonicwall/-'],
      ['203.0.113.9', 'admin', 'deny'],
    ],
  ])('%s', (line, sources, fields) =>
    expect(read(line, 'src_ip username action')).toEqual({ sources, fields }),
  );
});

test('a packet quoted in an ICMP error is not taken for the packet', () => {
  const line = `${LOG} kernel: IN=eth0 OUT= SRC=192.0.2.1 DST=192.0.2.7 PROTO=ICMP TYPE=3 CODE=3 [SRC=192.0.2.7 DST=203.0.113.9 PROTO=UDP SPT=1 DPT=2 ]`;
  expect(read(line, FLOW).fields).toEqual([
    '192.0.2.1',
    undefined,
    '192.0.2.7',
    undefined,
    'icmp',
    undefined,
  ]);
});

test('a web log of Sophos is also a proxy log, an antivirus log one of antivirus', () => {
  const head =
    'device="SFW" date=2026-11-20 time=08:02:03 timezone="UTC" log_component="HTTP" log_subtype="Denied"';
  expect(
    read(
      `${head} log_type="Content Filtering" url="http://example.org/a" domain=example.org status_code="403"`,
      'c-uri cs-host sc-status',
    ),
  ).toEqual({
    sources: ['firewall/sophos/content-filtering', 'proxy/sophos/-'],
    fields: ['http://example.org/a', 'example.org', 403],
  });
  expect(
    read(`${head} log_type="Anti-Virus" virus="EICAR" filename="a.doc"`, 'Signature Filename'),
  ).toEqual({
    sources: ['firewall/sophos/anti-virus', 'antivirus/sophos/-'],
    fields: ['EICAR', 'a.doc'],
  });
});

test('routing messages of Junos are the services that rules search', () => {
  expect(read(`${LOG} rpd[7]: RPD_BGP_NEIGHBOR_STATE_CHANGED: BGP peer x`, 'tag')).toEqual({
    sources: ['-/juniper/bgp'],
    fields: ['RPD_BGP_NEIGHBOR_STATE_CHANGED'],
  });
});
