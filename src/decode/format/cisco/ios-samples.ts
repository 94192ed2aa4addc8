import type { FormatSample } from '../../format-sample.ts';

/** Messages in the wording of Cisco's guides, with documentation addresses. */
export const CISCO_IOS_SAMPLES: readonly FormatSample[] = [
  {
    lines: [
      '<190>101: rt-01: *Nov 20 08:02:03.123: %SEC-6-IPACCESSLOGP: list INET_IN denied tcp 198.51.100.4(51514) (GigabitEthernet0/1 0200.5e10.0001) -> 192.0.2.1(22), 1 packet',
    ],
    fields: {
      facility: 'SEC',
      severity: '6',
      mnemonic: 'IPACCESSLOGP',
      outcome: 'denied',
      rule_name: 'INET_IN',
      proto: 'tcp',
      src_ip: '198.51.100.4',
      src_port: '51514',
      src_intf: 'GigabitEthernet0/1',
      dst_ip: '192.0.2.1',
      dst_port: '22',
    },
    time: '2026-11-20T01:02:03.123Z',
    host: 'rt-01',
  },
  {
    lines: [
      '<188>Nov 20 08:02:03 sw-01 77: Nov 20 08:02:02: %SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: quan tri] [Source: 198.51.100.4] [localport: 22] [Reason: Login Authentication Failed] at 08:02:02 ICT Fri Nov 20 2026',
    ],
    fields: {
      username: 'quan tri',
      src_ip: '198.51.100.4',
      dst_port: '22',
      reason: 'Login Authentication Failed',
    },
    time: '2026-11-20T01:02:03.000Z',
    host: 'sw-01',
  },
  {
    lines: [
      '10.20.1.2 6705: Nov 20 08:02:03.673: %PARSER-5-CFGLOG_LOGGEDCMD: User:an.nv  logged command:no aaa new-model',
    ],
    fields: { username: 'an.nv', command: 'no aaa new-model', mnemonic: 'CFGLOG_LOGGEDCMD' },
    time: '2026-11-20T01:02:03.673Z',
    host: '10.20.1.2',
  },
  {
    lines: [
      '<189>RP/0/RP0/CPU0:Nov 20 08:02:03: config[65539]: %MGBL-SYS-5-CONFIG_I : Configured from console by an.nv on vty0 (10.20.1.9)',
    ],
    fields: { facility: 'MGBL-SYS', username: 'an.nv', line: 'vty0', src_ip: '10.20.1.9' },
    time: '2026-11-20T01:02:03.000Z',
    host: null,
  },
  {
    lines: [
      '<189>: 2026 Nov 20 08:02:03 UTC: %$VDC-1$ %VSHD-5-VSHD_SYSLOG_CONFIG_I: Configured from vty by admin on 10.20.1.9@pts/0',
    ],
    fields: { facility: 'VSHD', username: 'admin', src_ip: '10.20.1.9' },
    time: '2026-11-20T08:02:03.000Z',
    host: null,
  },
  {
    lines: ['%LINK-3-UPDOWN: Interface GigabitEthernet0/1, changed state to down'],
    fields: { facility: 'LINK', interface: 'GigabitEthernet0/1', outcome: 'down' },
    time: null,
    host: null,
  },
];
