import type { FormatSample } from '../format-sample.ts';

const TIME = '2026-11-20T01:02:03.000Z';

/** Lines in the shape of SonicOS's log events reference guide, with documentation addresses. */
export const SONICWALL_SAMPLES: readonly FormatSample[] = [
  {
    lines: [
      '<134>  id=firewall sn=18B1690000AA time="2026-11-20 01:02:03 UTC" fw=192.0.2.1 pri=6 c=262144 m=98 msg="Connection Opened" n=23419 usr="STC\\\\an.nv" src=10.20.1.7:51514:X0:pc-07 dst=203.0.113.9:443:X1 proto=tcp/https sent=52 fw_action="forward"',
    ],
    fields: {
      sn: '18B1690000AA',
      m: '98',
      msg: 'Connection Opened',
      usr: 'STC\\an.nv',
      src: '10.20.1.7:51514:X0:pc-07',
      proto: 'tcp/https',
      fw_action: 'forward',
    },
    time: TIME,
    host: '192.0.2.1',
  },
  {
    lines: [
      'Nov 20 08:02:09 fw-01 id=firewall sn=18B1690000AA time="2026-11-20 08:02:03" fw=192.0.2.1 pri=1 c=32 m=30 msg="Administrator login denied due to bad credentials" n=7 src=198.51.100.4:50101:X1 dst=192.0.2.1:443:X1 usr=admin',
    ],
    fields: { m: '30', usr: 'admin', src: '198.51.100.4:50101:X1' },
    time: TIME,
    host: 'fw-01',
  },
  {
    lines: [
      'id=NSA-SO-YTE sn=18B1690000AA time="2026/11/20 8:02:03" fw=192.0.2.1 pri=1 c=32 m=36 msg="TCP connection dropped" src= 198.51.100.4:50101 dst=192.0.2.1:23',
    ],
    fields: { src: '198.51.100.4:50101', dst: '192.0.2.1:23' },
    time: TIME,
    host: 'NSA-SO-YTE',
  },
];
