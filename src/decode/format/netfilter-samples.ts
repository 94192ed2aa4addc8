import type { FormatSample } from '../format-sample.ts';

const TIME = '2026-11-20T01:02:03.000Z';

/** Lines in the shape of the kernel's LOG target and what front ends put before it. */
export const NETFILTER_SAMPLES: readonly FormatSample[] = [
  {
    lines: [
      '<4>Nov 20 08:02:03 gw-01 kernel: [ 4978.970285] [UFW BLOCK] IN=eth0 OUT= MAC=02:00:5e:10:00:01:02:00:5e:10:00:02:08:00 SRC=203.0.113.9 DST=192.0.2.7 LEN=44 TOS=0x00 PREC=0x00 TTL=241 ID=54321 DF PROTO=TCP SPT=40112 DPT=23 WINDOW=1024 RES=0x00 SYN URGP=0 ',
    ],
    fields: {
      uptime: '4978.970285',
      prefix: '[UFW BLOCK]',
      IN: 'eth0',
      MAC: '02:00:5e:10:00:01:02:00:5e:10:00:02:08:00',
      SRC: '203.0.113.9',
      DST: '192.0.2.7',
      LEN: '44',
      PROTO: 'TCP',
      SPT: '40112',
      DPT: '23',
      flags: 'DF SYN',
    },
    time: TIME,
    host: 'gw-01',
  },
  {
    lines: [
      '2026-11-20T08:02:03.250000+07:00 gw-01 kernel: Shorewall:net-fw:DROP:IN=ppp0 OUT= MAC= SRC=2001:db8:9::9 DST=2001:db8:1::1 LEN=78 TC=0 HOPLIMIT=55 FLOWLBL=804001 PROTO=UDP SPT=5353 DPT=137 LEN=38 MARK=0x1',
    ],
    fields: {
      prefix: 'Shorewall:net-fw:DROP:',
      IN: 'ppp0',
      SRC: '2001:db8:9::9',
      LEN: '78',
      PAYLOAD_LEN: '38',
      MARK: '0x1',
    },
    time: '2026-11-20T01:02:03.250Z',
    host: 'gw-01',
  },
  {
    lines: [
      'Nov 20 08:02:03 UDM-Pro UDM-Pro [WAN_LOCAL-D-2147483647] DESCR="[WAN_LOCAL]Block All Traffic" IN=eth8 OUT= MAC=02:00:5e:10:00:01:02:00:5e:10:00:02:08:00 SRC=203.0.113.9 DST=192.0.2.7 LEN=60 TOS=00 PREC=0x00 TTL=49 ID=45366 DF PROTO=TCP SPT=38451 DPT=22 SEQ=7 ACK=0 WINDOW=29200 SYN URGP=0 MARK=1a0000',
    ],
    fields: {
      prefix: '[WAN_LOCAL-D-2147483647]',
      DESCR: '[WAN_LOCAL]Block All Traffic',
      IN: 'eth8',
      DPT: '22',
    },
    time: TIME,
    host: 'UDM-Pro',
  },
  {
    lines: [
      'Nov 20 08:02:03 gw-01 kernel: OUT-DENY IN= OUT=eth1 SRC=192.0.2.7 DST=198.51.100.4 LEN=112 TOS=0x00 PREC=0xC0 TTL=64 ID=913 PROTO=ICMP TYPE=3 CODE=3 [SRC=198.51.100.4 DST=192.0.2.7 LEN=84 TOS=0x00 PREC=0x00 TTL=60 ID=7 PROTO=UDP SPT=53 DPT=40000 LEN=64 ] UID=1000 GID=1000',
    ],
    fields: {
      OUT: 'eth1',
      SRC: '192.0.2.7',
      DST: '198.51.100.4',
      TYPE: '3',
      CODE: '3',
      QUOTED_SRC: '198.51.100.4',
      QUOTED_DPT: '40000',
      UID: '1000',
    },
    time: TIME,
    host: 'gw-01',
  },
  {
    lines: [
      'Nov 20 08:02:03 gw-01 [10051.313745] nft drop: IN=br0 OUT=wan PHYSIN=lan1 SRC=192.0.2.9 DST=198.51.100.4 LEN=84 TOS=0x00 PREC=0x00 TTL=63 ID=20 PROTO=ICMP TYPE=8 CODE=0 ID=3 SEQ=1',
    ],
    fields: { prefix: 'nft drop:', PHYSIN: 'lan1', OUT: 'wan', ID: '20', ICMP_ID: '3' },
    time: TIME,
    host: 'gw-01',
  },
];
