import type { FormatSample } from '../format-sample.ts';

const TIME = '2026-11-20T01:02:03.000Z';

/** Lines in the shape of Juniper's system log explorer, with documentation addresses. */
export const JUNOS_SAMPLES: readonly FormatSample[] = [
  {
    lines: [
      '<14>1 2026-11-20T01:02:03.456Z srx-01 RT_FLOW - RT_FLOW_SESSION_CLOSE [junos@2636.1.1.1.2.129 reason="TCP FIN" source-address="10.20.1.7" source-port="51514" destination-address="203.0.113.9" destination-port="443" service-name="junos-https" protocol-id="6" policy-name="allow-web" source-zone-name="trust" destination-zone-name="untrust" session-id-32="4711" bytes-from-client="1500" bytes-from-server="9000" username="an.nv" packet-incoming-interface="reth1.100"]',
    ],
    fields: {
      tag: 'RT_FLOW_SESSION_CLOSE',
      process: 'RT_FLOW',
      reason: 'TCP FIN',
      'source-address': '10.20.1.7',
      'destination-port': '443',
      'bytes-from-client': '1500',
      username: 'an.nv',
    },
    time: '2026-11-20T01:02:03.456Z',
    host: 'srx-01',
  },
  {
    lines: [
      '<14>Nov 20 08:02:03 srx-01 RT_FLOW: RT_FLOW_SESSION_CREATE: session created 10.20.1.7/51514->203.0.113.9/443 0x0 junos-https 192.0.2.1/6201->203.0.113.9/443 0x0 source rule snat-1 N/A N/A 6 allow-web trust untrust 4711 an.nv(N/A) ge-0/0/1.0 UNKNOWN UNKNOWN UNKNOWN',
    ],
    fields: {
      tag: 'RT_FLOW_SESSION_CREATE',
      'source-address': '10.20.1.7',
      'source-port': '51514',
      'service-name': 'junos-https',
      'nat-source-address': '192.0.2.1',
      'nat-source-port': '6201',
      'src-nat-rule-name': 'snat-1',
      'protocol-id': '6',
      'policy-name': 'allow-web',
      'source-zone-name': 'trust',
      'destination-zone-name': 'untrust',
      'session-id-32': '4711',
      username: 'an.nv',
      'packet-incoming-interface': 'ge-0/0/1.0',
    },
    time: TIME,
    host: 'srx-01',
  },
  {
    lines: [
      '<14>Nov 20 08:02:03 srx-01 RT_FLOW: RT_FLOW_SESSION_CLOSE: session closed TCP RST: 10.20.1.7/51514->203.0.113.9/22 junos-ssh 10.20.1.7/51514->203.0.113.9/22 None None 6 allow-admin trust untrust 4711 12(1500) 9(9000) 20 UNKNOWN UNKNOWN N/A(N/A) ge-0/0/1.0 UNKNOWN',
    ],
    fields: {
      reason: 'TCP RST',
      'service-name': 'junos-ssh',
      'src-nat-rule-name': 'None',
      'bytes-from-client': '1500',
      'bytes-from-server': '9000',
      'elapsed-time': '20',
    },
    time: TIME,
    host: 'srx-01',
  },
  {
    lines: [
      '<14>Nov 20 08:02:03 srx-01 RT_FLOW: RT_FLOW_SESSION_DENY: session denied 203.0.113.9/40112->192.0.2.1/23 junos-telnet 6(0) default-deny untrust junos-host UNKNOWN UNKNOWN N/A(N/A) ge-0/0/0.0 No policy deny',
    ],
    fields: {
      'source-address': '203.0.113.9',
      'destination-port': '23',
      'service-name': 'junos-telnet',
      'protocol-id': '6',
      'policy-name': 'default-deny',
      'destination-zone-name': 'junos-host',
      'packet-incoming-interface': 'ge-0/0/0.0',
    },
    time: TIME,
    host: 'srx-01',
  },
  {
    lines: [
      '<12>Nov 20 08:02:03 srx-01 RT_UTM: WEBFILTER_URL_BLOCKED: WebFilter: ACTION="URL Blocked" 10.20.1.7(51514)->203.0.113.9(80) CATEGORY="Gambling" REASON="BY_PRE_DEFINED" PROFILE="students" URL=example.org OBJ=/a username an.nv roles N/A',
    ],
    fields: {
      action: 'URL Blocked',
      'source-port': '51514',
      category: 'Gambling',
      url: 'example.org',
      username: 'an.nv',
    },
    time: TIME,
    host: 'srx-01',
  },
  {
    lines: [
      '<12>Nov 20 08:02:03 srx-01 RT_IDS: RT_SCREEN_TCP: TCP sweep! source: 203.0.113.9:40112, destination: 192.0.2.1:22, zone name: untrust, interface name: ge-0/0/0.0, action: drop',
    ],
    fields: {
      'attack-name': 'TCP sweep',
      'source-address': '203.0.113.9',
      'destination-port': '22',
      'source-zone-name': 'untrust',
      action: 'drop',
    },
    time: TIME,
    host: 'srx-01',
  },
  {
    lines: [
      '<12>Nov 20 08:02:03 srx-01 RT_IDP: IDP_ATTACK_LOG_EVENT: IDP: at 1795136523, SIG Attack log <203.0.113.9/40112->192.0.2.9/80> for TCP protocol and service HTTP application NONE by rule 3 of rulebase IPS in policy Recommended. attack: repeat=0, action=DROP, threat-severity=HIGH, name=HTTP:TEST, NAT <0.0.0.0:0->0.0.0.0:0>',
    ],
    fields: {
      'protocol-name': 'TCP',
      'service-name': 'HTTP',
      'policy-name': 'Recommended',
      action: 'DROP',
      'attack-name': 'HTTP:TEST',
    },
    time: TIME,
    host: 'srx-01',
  },
  {
    lines: [
      'Nov 20 08:02:09 192.0.2.1 relay: 2026-11-20T01:02:03.000Z srx-01 RT_FLOW - RT_FLOW_SESSION_DENY [junos@2636.1.1.1.2.39 source-address="203.0.113.9" destination-port="23"]',
    ],
    fields: { tag: 'RT_FLOW_SESSION_DENY', 'source-address': '203.0.113.9' },
    time: TIME,
    host: 'srx-01',
  },
  {
    lines: [
      '<189>1 2026-11-20T01:02:03Z srx-01 mgd 4022 UI_LOGIN_EVENT [junos@2636.1.1.1.2.18 username="an.nv" class-name="j-operator"] User an.nv login',
    ],
    fields: { tag: 'UI_LOGIN_EVENT', username: 'an.nv', message: 'User an.nv login' },
    time: TIME,
    host: 'srx-01',
  },
];
