// Cisco, Palo Alto Networks, Check Point: the names that rules use, the log sources and the actions.
import { expect, test } from 'vitest';
import { normalise } from '../../src/normalise/normalise.ts';
import { readStream, sampleContext } from '../support/streams.ts';

const context = sampleContext();
const NAMES = ['src_ip', 'src_port', 'dst_ip', 'dst_port', 'username', 'action'] as const;

const PAN = '1,2026/11/20 08:02:03,0018';
const GATEWAY = '<134>1 2026-11-20T01:02:03Z gw CheckPoint 1 - [';

test.each([
  [
    '%ASA-6-106015: Deny TCP (no connection) from 198.51.100.4/443 to 192.0.2.7/51514 flags RST on interface outside',
    ['firewall/cisco/asa', '-/cisco/syslog'],
    ['198.51.100.4', 443, '192.0.2.7', 51_514, undefined, 'deny'],
  ],
  [
    '%ASA-6-302020: Built inbound ICMP connection for faddr 198.51.100.4/1 gaddr 192.0.2.1/0 laddr 10.20.1.7/0',
    ['firewall/cisco/asa', '-/cisco/syslog'],
    ['198.51.100.4', undefined, '10.20.1.7', undefined, undefined, 'allow'],
  ],
  [
    '%FTD-6-430003: AccessControlRuleAction: Block with reset, SrcIP: 10.20.1.7, DstIP: 203.0.113.9, SrcPort: 51514, DstPort: 443, User: an.nv',
    ['firewall/cisco/ftd', '-/cisco/syslog'],
    ['10.20.1.7', 51_514, '203.0.113.9', 443, 'an.nv', 'deny'],
  ],
  [
    '%SEC-6-IPACCESSLOGP: list 101 permitted tcp 198.51.100.4(51514) -> 192.0.2.7(22), 1 packet',
    ['-/cisco/syslog', 'firewall/cisco/ios'],
    ['198.51.100.4', 51_514, '192.0.2.7', 22, undefined, 'allow'],
  ],
  [
    '%SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: admin] [Source: 198.51.100.4] [localport: 22] [Reason: x] at 08:02:03',
    ['-/cisco/syslog'],
    ['198.51.100.4', undefined, undefined, 22, 'admin', 'fail'],
  ],
  [
    `${PAN},SYSTEM,auth,0,2026/11/20 08:02:03,,auth-fail,,0,0,general,medium,"failed authentication for user 'admin'. From: 198.51.100.4.",1,0x0`,
    ['-/paloalto/system'],
    ['198.51.100.4', undefined, undefined, undefined, 'admin', undefined],
  ],
  [
    `${PAN},CONFIG,0,0,2026/11/20 08:02:03,10.20.1.9,,set,admin,Web,Succeeded,path,1,0x0`,
    ['-/paloalto/config'],
    ['10.20.1.9', undefined, undefined, undefined, 'admin', undefined],
  ],
  [
    `${GATEWAY}action:"Drop"; origin:"192.0.2.1"; src:"198.51.100.4"; s_port:"51514"; dst:"10.20.1.7"; service:"23"]`,
    ['firewall/checkpoint/-'],
    ['198.51.100.4', 51_514, '10.20.1.7', 23, undefined, 'drop'],
  ],
  [
    `${GATEWAY}action:"Accept"; administrator:"admin"; client_ip:"10.20.1.9"; operation:"Log In"]`,
    ['-/checkpoint/audit'],
    ['10.20.1.9', undefined, undefined, undefined, 'admin', 'accept'],
  ],
])('%s', (line, sources, values) => {
  const record = readStream(line, { context }).records.at(-1);
  if (record === undefined) throw new Error('no record');
  const { logSources, fields } = normalise(record);
  expect({
    sources: logSources.map(
      ({ category, product, service }) => `${category ?? '-'}/${product ?? '-'}/${service ?? '-'}`,
    ),
    values: NAMES.map((name) => fields.get(name)),
  }).toEqual({ sources, values });
});
