import type { FormatSample } from '../../format-sample.ts';

const HEAD = '<14>Nov 20 08:02:04 relay-01 1,2026/11/20 08:02:04,001801000001';
const AT = { time: '2026-11-20T01:02:03.000Z', host: 'pa-01' } as const;
const GROUPS = '0,0,0,0,,pa-01';

/** Records in the order of the vendor's field descriptions, with documentation addresses. */
export const PANOS_SAMPLES: readonly FormatSample[] = [
  {
    lines: [
      `${HEAD},TRAFFIC,end,2561,2026/11/20 08:02:03,10.20.1.7,203.0.113.9,192.0.2.1,203.0.113.9,LAN ra ngoài,stc\\an.nv,,ssl,vsys1,trust,untrust,ethernet1/2,ethernet1/1,forward,2026/11/20 08:02:03,36459,1,51514,443,32326,443,0x400053,tcp,allow,43135,24629,18506,189,2026/11/20 08:01:33,30,any,,1353226782,0x0,10.0.0.0-10.255.255.255,United States,,90,99,tcp-fin,${GROUPS},from-policy,,,0,,0,,N/A,0,0,0,0,4b0c1f8e-0000-4000-8000-000000000001,0`,
    ],
    fields: {
      type: 'TRAFFIC',
      subtype: 'end',
      src: '10.20.1.7',
      natsrc: '192.0.2.1',
      dport: '443',
      rule: 'LAN ra ngoài',
      srcuser: 'stc\\an.nv',
      action: 'allow',
      bytes_sent: '24629',
      bytes_received: '18506',
      session_end_reason: 'tcp-fin',
      rule_uuid: '4b0c1f8e-0000-4000-8000-000000000001',
    },
    ...AT,
  },
  {
    lines: [
      `${HEAD},THREAT,url,2561,2026/11/20 08:02:03,10.20.1.7,203.0.113.9,192.0.2.1,203.0.113.9,web,,,web-browsing,vsys1,trust,untrust,ethernet1/2,ethernet1/1,forward,2026/11/20 08:02:03,36460,1,51515,80,32327,80,0x403000,tcp,block-url,"example.net/a?q=""x"",y",(9999),malware,informational,client-to-server,77,0x0,10.0.0.0-10.255.255.255,United States,,text/html,0,,,1,"Mozilla/5.0 (X11, Linux)",,,,,,,,${GROUPS},,,,get`,
    ],
    fields: {
      misc: 'example.net/a?q="x",y',
      category: 'malware',
      severity: 'informational',
      user_agent: 'Mozilla/5.0 (X11, Linux)',
      http_method: 'get',
    },
    ...AT,
  },
  {
    lines: [
      `${HEAD},SYSTEM,auth,0,2026/11/20 08:02:03,,auth-fail,admin-profile,0,0,general,medium,"failed authentication for user 'admin'. From: 198.51.100.4.",6837908,0x0,${GROUPS}`,
    ],
    fields: {
      eventid: 'auth-fail',
      module: 'general',
      opaque: "failed authentication for user 'admin'. From: 198.51.100.4.",
    },
    ...AT,
  },
  {
    lines: [
      `${HEAD},CONFIG,0,0,2026/11/20 08:02:03,10.20.1.9,,set,admin,Web,Succeeded, config shared log-settings,7,0x0,${GROUPS}`,
    ],
    fields: { host: '10.20.1.9', cmd: 'set', admin: 'admin', result: 'Succeeded', seqno: '7' },
    ...AT,
  },
  {
    lines: [
      `1,2026/11/20 08:02:04,001801000001,GLOBALPROTECT,0,2561,2026/11/20 08:02:03,vsys1,gateway-auth,login,LDAP,,stc\\an.nv,VN,PC-07,198.51.100.4,0.0.0.0,0.0.0.0,0.0.0.0,,,6.0.4,Windows,"Microsoft Windows 11",1,,"Authentication failed: invalid user",,failure,,0,,0,portal-01,5,0x0,2026-11-20T08:02:03.250+06:00,,,,,gw-01,${GROUPS},1`,
    ],
    fields: {
      eventid: 'gateway-auth',
      status: 'failure',
      public_ip: '198.51.100.4',
      machinename: 'PC-07',
      error: 'Authentication failed: invalid user',
    },
    time: '2026-11-20T02:02:03.000Z',
    host: 'pa-01',
  },
  {
    lines: [
      `${HEAD},USERID,login,2561,2026/11/20 08:02:03,vsys1,10.20.1.7,stc\\an.nv,agent-01,0,1,2700,0,0,active-directory,,11,0x0,${GROUPS},1`,
    ],
    fields: { ip: '10.20.1.7', user: 'stc\\an.nv', datasource: 'active-directory' },
    ...AT,
  },
  {
    lines: [
      `${HEAD},HIPMATCH,0,2561,2026/11/20 08:02:03,stc\\an.nv,vsys1,PC-07,Windows,10.20.1.7,antivirus-off,1,object,,,12,0x0,${GROUPS},1,0.0.0.0`,
    ],
    fields: { matchname: 'antivirus-off', src: '10.20.1.7', machinename: 'PC-07' },
    ...AT,
  },
];
