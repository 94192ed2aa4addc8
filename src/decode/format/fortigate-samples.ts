import type { FormatSample } from '../format-sample.ts';

/** Lines in the shape of Fortinet's log message reference, with documentation addresses. */
export const FORTIGATE_SAMPLES: readonly FormatSample[] = [
  {
    lines: [
      'date=2026-11-20 time=08:02:03 devname="FG-SO-TC" devid="FG100FTK20000001" logid="0000000013" type="traffic" subtype="forward" level="notice" vd="root" eventtime=1795136523456789012 tz="+0700" srcip=10.20.1.7 srcport=51514 srcintf="lan" srcintfrole="lan" dstip=203.0.113.9 dstport=443 dstintf="wan1" dstintfrole="wan" sessionid=100 proto=6 action="close" policyid=5 policytype="policy" service="HTTPS" sentbyte=1500 rcvdbyte=9000',
    ],
    fields: { type: 'traffic', srcip: '10.20.1.7', dstport: '443', action: 'close', tz: '+0700' },
    time: '2026-11-20T01:02:03.456Z',
    host: 'FG-SO-TC',
  },
  {
    lines: [
      'date=2026-11-20 time=08:02:03 devname=FG-SO-TC devid=FG100D3G00000002 logid=0211008192 type=utm subtype=virus eventtype=infected level=warning vd=root msg="File is infected." action=blocked service=HTTP srcip=10.20.1.7 dstip=203.0.113.9 filename="bang \\"luong\\" 2026.doc" virus="W32/Emotet" dtype="Virus" url="http://example.test/a?x=1 y=2" user="STC\\\\ntlan"',
    ],
    fields: {
      subtype: 'virus',
      filename: 'bang "luong" 2026.doc',
      url: 'http://example.test/a?x=1 y=2',
      user: 'STC\\ntlan',
    },
    time: '2026-11-20T01:02:03.000Z',
    host: 'FG-SO-TC',
  },
  {
    lines: [
      'date=2026-11-19 time=17:02:03 logid="0101039426" type="event" subtype="vpn" level="alert" vd="root" eventtime=1795136523 tz="-0800" logdesc="SSL VPN login fail" action="ssl-login-fail" remip=198.51.100.4 user="STC\\ntlan" msg="SSL user failed to lo',
    ],
    fields: { user: 'STC\\ntlan', msg: 'SSL user failed to lo', remip: '198.51.100.4' },
    time: '2026-11-20T01:02:03.000Z',
    host: null,
  },
  {
    lines: [
      '<189>date=2026-11-20,time=08:02:03,devname=FG-SO-TC,devid=FG100D3G00000002,logid=0000000013,type=traffic,subtype=forward,level=notice,vd=root,srcip=10.20.1.7,srcport=51514,dstip=203.0.113.9,dstport=443,proto=6,action=close,service="HTTPS, web",sentbyte=1500,msg="a \\"b\\", c',
    ],
    fields: { srcip: '10.20.1.7', service: 'HTTPS, web', sentbyte: '1500', msg: 'a "b", c' },
    time: '2026-11-20T01:02:03.000Z',
    host: 'FG-SO-TC',
  },
  {
    lines: [
      '<189>1 2026-11-20T08:02:03+07:00 FG-SO-TC FortiGate - 0000000013 [FTNTFGT@12356 eventtime="1795136523456789012" tz="+0700" logid="0000000013" type="traffic" subtype="forward" srcip="10.20.1.7" dstip="203.0.113.9" action="close"]',
    ],
    fields: { srcip: '10.20.1.7', action: 'close' },
    time: '2026-11-20T01:02:03.456Z',
    host: 'FG-SO-TC',
  },
];
