import type { FormatSample } from '../../format-sample.ts';

const TIME = '2026-11-20T01:02:03.000Z';

/** Log Exporter's three formats and `fw log`, with documentation addresses. */
export const CHECKPOINT_SAMPLES: readonly FormatSample[] = [
  {
    lines: [
      '<134>1 2026-11-20T01:02:04Z gw-01 CheckPoint 19710 - [action:"Drop"; flags:"400644"; ifdir:"inbound"; ifname:"eth2"; loguid:"{0x0,0x1}"; origin:"192.0.2.1"; time:"1795136523"; version:"5"; __policy_id_tag:"product=VPN-1 & FireWall-1[policy_name=STC\\]"; dst:"10.20.1.7"; layer_name:"Network"; layer_name:"Application"; proto:"6"; rule_name:"Cleanup \\"last\\""; s_port:"51514"; service:"23"; src:"198.51.100.4"]',
    ],
    fields: {
      action: 'Drop',
      src: '198.51.100.4',
      s_port: '51514',
      service: '23',
      layer_name: ['Network', 'Application'],
      rule_name: 'Cleanup "last"',
      __policy_id_tag: 'product=VPN-1 & FireWall-1[policy_name=STC]',
    },
    time: TIME,
    host: 'gw-01',
  },
  {
    lines: [
      '<134>1 2026-11-20T01:02:04Z gw-01 CheckPoint 26203 - [log@2620 action="Detect" origin="192.0.2.1" time="1795136523" dst="203.0.113.9" product="Anti-Bot" src="10.20.1.7"]',
    ],
    fields: { action: 'Detect', product: 'Anti-Bot', src: '10.20.1.7' },
    time: TIME,
    host: 'gw-01',
  },
  {
    lines: [
      'time=1795136523|hostname=gw-01|product=Firewall|action=Accept|ifdir=inbound|ifname=bond1|origin=192.0.2.1|198.51.100.1|originsicname=CN\\=gw-01,O\\=stc|dst=203.0.113.9|proto=17|s_port=51514|service=53|src=10.20.1.7|',
    ],
    fields: {
      origin: '192.0.2.1|198.51.100.1',
      originsicname: 'CN=gw-01,O=stc',
      service: '53',
      src: '10.20.1.7',
    },
    time: TIME,
    host: 'gw-01',
  },
  {
    lines: [
      '<134>Nov 20 08:02:03 gw-01 CheckPoint[121]: 20Nov2026  8:02:03 drop   192.0.2.1 >eth0 product: VPN-1 & FireWall-1; src: 198.51.100.4; s_port: 51514; dst: 10.20.1.7; service: 23; proto: tcp; rule: 7',
    ],
    fields: { action: 'drop', src: '198.51.100.4', service: '23', ifname: 'eth0', rule: '7' },
    time: TIME,
    host: 'gw-01',
  },
];
