import type { FormatSample } from '../format-sample.ts';

const TIME = '2026-11-20T01:02:03.000Z';

/** Lines in the shape of Netgate's description of the raw filter log and OPNsense's of filterlog. */
export const FILTERLOG_SAMPLES: readonly FormatSample[] = [
  {
    lines: [
      '<134>Nov 20 08:02:03 filterlog[31337]: 71,,,1000003712,igb0,match,block,in,4,0x0,,243,54321,0,DF,6,tcp,60,203.0.113.9,198.51.100.7,40112,3389,0,S,1234567890,,1024,,mss;sackOK;TS',
    ],
    fields: {
      rulenr: '71',
      rid: '1000003712',
      interface: 'igb0',
      action: 'block',
      dir: 'in',
      version: '4',
      ttl: '243',
      ipflags: 'DF',
      protoname: 'tcp',
      length: '60',
      src: '203.0.113.9',
      dst: '198.51.100.7',
      srcport: '40112',
      dstport: '3389',
      tcpflags: 'S',
      seq: '1234567890',
      window: '1024',
      tcpopts: 'mss;sackOK;TS',
    },
    time: TIME,
    host: null,
  },
  {
    lines: [
      '<134>1 2026-11-20T08:02:03+07:00 opnsense.example.net filterlog 4021 - [meta sequenceId="77"] 14,,,5d3f4c1e9a7b2068d1c4f0a9be772c11,vtnet1,match,pass,out,6,0x00,0x1f2c3,63,udp,17,58,2001:db8:1::31,2001:db8:9::53,51820,53,58',
    ],
    fields: {
      rid: '5d3f4c1e9a7b2068d1c4f0a9be772c11',
      action: 'pass',
      flowlabel: '0x1f2c3',
      hoplimit: '63',
      protoname: 'udp',
      protonum: '17',
      src: '2001:db8:1::31',
      dst: '2001:db8:9::53',
      dstport: '53',
      datalen: '58',
    },
    time: TIME,
    host: 'opnsense.example.net',
  },
  {
    lines: [
      'Nov 20 08:02:03 fw-01 filterlog: 9,,,1000000103,em1,match,block,in,4,0x0,,64,7,0,none,1,icmp,84,192.0.2.5,192.0.2.1,unreachport,203.0.113.8,17,33434',
    ],
    fields: { icmp_type: 'unreachport', icmp_dst: '203.0.113.8', icmp_port: '33434' },
    time: TIME,
    host: 'fw-01',
  },
  {
    lines: [
      'Nov 20 08:02:03 fw-01 filterlog: 9,,,1000000103,em1,match,pass,in,4,0x0,,64,7,0,none,1,icmp,84,192.0.2.5,192.0.2.1,request,812,4',
    ],
    fields: { icmp_type: 'request', icmp_id: '812', icmp_seq: '4' },
    time: TIME,
    host: 'fw-01',
  },
  {
    lines: [
      'Nov 20 08:02:03 fw-01 filterlog: 12,16777216,,1000000570,em0,match,pass,out,4,0x10,,255,0,0,DF,112,carp,56,192.0.2.2,224.0.0.18,advertise,255,3,2,1,100',
    ],
    fields: { subrulenr: '16777216', protoname: 'carp', vhid: '3', advskew: '100' },
    time: TIME,
    host: 'fw-01',
  },
];
