import type { FormatSample } from '../format-sample.ts';

const TIME = '2026-11-20T01:02:03.000Z';

/** Lines in the shape of RouterOS's log, with documentation addresses. */
export const MIKROTIK_SAMPLES: readonly FormatSample[] = [
  {
    lines: [
      '2026-11-20T08:02:03.757188+07:00 router-01 firewall,info drop-wan input: in:ether1-WAN out:(unknown 0), connection-state:new src-mac 02:00:5e:10:00:01, proto TCP (SYN), 203.0.113.9:59388->192.0.2.1:23, len 40',
    ],
    fields: {
      topics: 'firewall,info',
      prefix: 'drop-wan',
      chain: 'input',
      in: 'ether1-WAN',
      out: '(unknown 0)',
      'connection-state': 'new',
      'src-mac': '02:00:5e:10:00:01',
      proto: 'TCP',
      flags: 'SYN',
      'src-address': '203.0.113.9',
      'src-port': '59388',
      'dst-address': '192.0.2.1',
      'dst-port': '23',
      len: '40',
    },
    time: '2026-11-20T01:02:03.757Z',
    host: 'router-01',
  },
  {
    lines: [
      '<134>Nov 20 08:02:03 router-01 forward: in:bridge out:ether1, src-mac 02:00:5e:10:00:01, proto UDP, [2001:db8:1::31]:40384->[2001:db8:9::53]:53, len 66',
    ],
    fields: {
      chain: 'forward',
      in: 'bridge',
      proto: 'UDP',
      'src-address': '2001:db8:1::31',
      'dst-port': '53',
    },
    time: TIME,
    host: 'router-01',
  },
  {
    lines: [
      '<134>Nov 20 08:02:03 router-01 firewall,info dstnat: in:ether1 out:(unknown 0), proto ICMP (type 8, code 0), 203.0.113.9->192.0.2.1, NAT 203.0.113.9->(192.0.2.1->10.0.0.5), len 84',
    ],
    fields: {
      proto: 'ICMP',
      flags: 'type 8, code 0',
      'src-address': '203.0.113.9',
      'dst-address': '192.0.2.1',
      nat: '203.0.113.9->(192.0.2.1->10.0.0.5)',
    },
    time: TIME,
    host: 'router-01',
  },
  {
    lines: [
      '<131>Nov 20 08:02:03 router-01 system,error,critical login failure for user admin from 203.0.113.9 via winbox',
    ],
    fields: {
      topics: 'system,error,critical',
      user: 'admin',
      'src-address': '203.0.113.9',
      service: 'winbox',
      result: 'failure',
      message: 'login failure for user admin from 203.0.113.9 via winbox',
    },
    time: TIME,
    host: 'router-01',
  },
  {
    lines: ['nov/20/2026 08:02:03 system,info,account user an.nv logged in from 192.0.2.9 via ssh'],
    fields: { user: 'an.nv', 'src-address': '192.0.2.9', service: 'ssh', result: 'success' },
    time: TIME,
    host: null,
  },
  {
    lines: [
      '2026-11-20 08:02:03 dhcp,info lan-dhcp assigned 10.20.1.7 for 02:00:5E:10:00:01 pc-07',
    ],
    fields: {
      'dhcp-server': 'lan-dhcp',
      address: '10.20.1.7',
      'mac-address': '02:00:5E:10:00:01',
      'host-name': 'pc-07',
    },
    time: TIME,
    host: null,
  },
  {
    lines: ['<134>Nov 20 08:02:03 router-01 system,info filter rule changed by an.nv'],
    fields: { object: 'filter rule', user: 'an.nv' },
    time: TIME,
    host: 'router-01',
  },
];
