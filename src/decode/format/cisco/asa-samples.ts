import type { FormatSample } from '../../format-sample.ts';

const HEAD = '<166>Nov 20 2026 08:02:03 asa-01 : ';
const AT = { time: '2026-11-20T01:02:03.000Z', host: 'asa-01' } as const;

/** Messages in the wording of Cisco's guide, with documentation addresses. */
export const CISCO_ASA_SAMPLES: readonly FormatSample[] = [
  {
    lines: [
      `${HEAD}%ASA-4-106023: Deny tcp src outside:198.51.100.4/50240 dst inside:10.20.1.7/23 by access-group "OUTSIDE_IN" [0x54c7fa80, 0x0]`,
    ],
    fields: {
      message_id: '106023',
      severity: '4',
      outcome: 'Deny',
      proto: 'tcp',
      src_intf: 'outside',
      src_ip: '198.51.100.4',
      src_port: '50240',
      dst_intf: 'inside',
      dst_ip: '10.20.1.7',
      dst_port: '23',
      rule_name: 'OUTSIDE_IN',
    },
    ...AT,
  },
  {
    lines: [
      `${HEAD}%ASA-6-302013: Built outbound TCP connection 11757 for outside:203.0.113.9/443 (203.0.113.9/443) to inside:10.20.1.7/51514 (192.0.2.1/51514) (LOCAL\\an.nv)`,
    ],
    fields: {
      direction: 'outbound',
      src_ip: '10.20.1.7',
      src_port: '51514',
      src_intf: 'inside',
      dst_ip: '203.0.113.9',
      dst_port: '443',
      'source.nat.ip': '192.0.2.1',
      connection_id: '11757',
      username: 'LOCAL\\an.nv',
    },
    ...AT,
  },
  {
    lines: [
      `${HEAD}%ASA-6-302014: Teardown TCP connection 11757 for outside:2001:db8::9/443 to inside:10.20.1.7/51514 duration 0:00:30 bytes 5260 TCP FINs`,
    ],
    fields: { src_ip: '2001:db8::9', src_port: '443', bytes: '5260', reason: 'TCP FINs' },
    ...AT,
  },
  {
    lines: [
      `${HEAD}%ASA-6-106100: access-list OUTSIDE_IN permitted tcp outside/198.51.100.4(54726) -> inside/10.20.1.18(80) hit-cnt 1 300-second interval [0x32b3835, 0x0]`,
    ],
    fields: {
      outcome: 'permitted',
      src_intf: 'outside',
      src_port: '54726',
      dst_ip: '10.20.1.18',
      dst_port: '80',
    },
    ...AT,
  },
  {
    lines: [
      `${HEAD}%ASA-6-605004: Login denied from 198.51.100.4/51000 to outside:192.0.2.1/ssh for user "quan tri"`,
    ],
    fields: { outcome: 'denied', src_ip: '198.51.100.4', service: 'ssh', username: 'quan tri' },
    ...AT,
  },
  {
    lines: [
      `${HEAD}%ASA-6-113015: AAA user authentication Rejected : reason = Invalid password : local database : user = an.nv : user IP = 198.51.100.4`,
    ],
    fields: {
      outcome: 'Rejected',
      reason: 'Invalid password',
      username: 'an.nv',
      src_ip: '198.51.100.4',
    },
    ...AT,
  },
  {
    lines: [
      `${HEAD}%ASA-4-733100: [Scanning] drop rate-1 exceeded. Current burst rate is 12 per second, max configured rate is 10; Current average rate is 7 per second, max configured rate is 5; Cumulative total count is 9063`,
    ],
    fields: { object: 'Scanning', rate_id: 'rate-1', burst_rate: '12', cumulative_count: '9063' },
    ...AT,
  },
  {
    lines: [
      `<113>2026-11-20T01:02:03Z ftd-01 : %FTD-1-430003: EventPriority: Low, DeviceUUID: 0a, FirstPacketSecond: 2026-11-20T01:02:01Z, AccessControlRuleAction: Block, AccessControlRuleReason: IP Block, Intelligence, SrcIP: 10.20.1.7, DstIP: 203.0.113.9, SrcPort: 51514, DstPort: 443, Protocol: tcp, User: STC\\an.nv`,
    ],
    fields: {
      product: 'FTD',
      AccessControlRuleAction: 'Block',
      AccessControlRuleReason: 'IP Block, Intelligence',
      SrcIP: '10.20.1.7',
      User: 'STC\\an.nv',
    },
    time: '2026-11-20T01:02:01.000Z',
    host: 'ftd-01',
  },
  {
    lines: ['%ASA-3-199999: a message that no table knows'],
    fields: { message_id: '199999', severity: '3', message: 'a message that no table knows' },
    time: null,
    host: null,
  },
];
